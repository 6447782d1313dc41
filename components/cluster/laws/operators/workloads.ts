/** What RBAC cannot say: `patch` for a rollout and nothing that leads to a Secret, a shell where our applications run and not where credentials are kept. */
import { mapOf, resources, type Law } from "../law";
import { BOTH, byOperators, OF_NAMESPACE, same, sameMetadata, SHELL_ALLOWED } from "./same";

/** Set by `kubectl rollout restart`. */
const RESTARTED = "kubectl.kubernetes.io/restartedAt";
/** Hashes of what pods read (components/workload/pod), which an undo brings back with the rest of a revision. */
const HASHES = ["configuration.mindcloud.dev/", "secret.mindcloud.dev/"];
/** Of a container: nothing here lets it see what it did not see before. Whoever has a shell in the pod may run another command anyway. */
const RUNS = [
    ...["image", "imagePullPolicy", "command", "args", "resources"],
    ...["startupProbe", "livenessProbe", "readinessProbe"],
];
/** On the workload itself: `kubectl rollout undo` brings back why a revision was made, and the API server and the controller count revisions. */
const REVISIONS = [
    ...["kubernetes.io/change-cause", "deployment.kubernetes.io/revision"],
    "deprecated.daemonset.template.generation",
];

const sameContainers = (now: string, before: string): string =>
    `size(${now}) == size(${before}) && ${now}.all(c, ${before}.exists(b, b.name == c.name && ${same("c", "b", RUNS)}))`;

/** A pod's finalizers, for one. */
const sameHead = same("variables.template.metadata", "variables.templateBefore.metadata", [
    "labels",
    "annotations",
    "creationTimestamp",
]);

const UNDO = [
    sameHead,
    same("variables.template", "variables.templateBefore", ["metadata", "spec"]),
    same("variables.spec", "variables.specBefore", ["containers", "initContainers"]),
    sameContainers("variables.spec.containers", "variables.specBefore.containers"),
    sameContainers("variables.init", "variables.initBefore"),
    same("variables.labels", "variables.labelsBefore", ["app.kubernetes.io/version"]),
    same("variables.annotations", "variables.annotationsBefore", [RESTARTED], HASHES),
].join(" && ");

const RESTART = [
    sameHead,
    same("variables.template", "variables.templateBefore", ["metadata"]),
    same("variables.labels", "variables.labelsBefore", []),
    same("variables.annotations", "variables.annotationsBefore", [RESTARTED]),
].join(" && ");

export const restartLaw: Law = {
    metadataName: "mindcloud-operators-restart",
    rules: [resources("apps", ["deployments", "statefulsets", "daemonsets"], ["UPDATE"])],
    onlyIf: byOperators,
    variables: {
        ...BOTH,
        ...OF_NAMESPACE,
        template: "variables.now.spec.template",
        templateBefore: "variables.before.spec.template",
        spec: "variables.template.spec",
        specBefore: "variables.templateBefore.spec",
        init: "has(variables.spec.initContainers) ? variables.spec.initContainers : []",
        initBefore: "has(variables.specBefore.initContainers) ? variables.specBefore.initContainers : []",
        labels: mapOf("labels", "variables.template"),
        labelsBefore: mapOf("labels", "variables.templateBefore"),
        annotations: mapOf("annotations", "variables.template"),
        annotationsBefore: mapOf("annotations", "variables.templateBefore"),
    },
    validations: [
        {
            expression: [
                same("variables.now.spec", "variables.before.spec", ["template", "replicas", "paused"]),
                sameMetadata(REVISIONS),
            ].join(" && "),
            message:
                "changes more than an operator may: restart, undo, pause and scale; labels, owners, selectors and strategies are a deployment's, or an admin's",
        },
        {
            expression: `!(${SHELL_ALLOWED}) || (${UNDO})`,
            message:
                "changes more than an operator may: restart, undo, pause and scale; volumes, accounts, variables and rights are a deployment's, or an admin's",
        },
        {
            expression: `(${SHELL_ALLOWED}) || (${RESTART})`,
            message:
                "changes more than an operator may in a namespace of controllers: restart, pause and scale; what runs there is a deployment's, or an admin's",
        },
    ],
};

export const shellLaw: Law = {
    metadataName: "mindcloud-operators-shell",
    rules: [resources("", ["pods/exec", "pods/attach"], ["CONNECT"])],
    onlyIf: byOperators,
    variables: OF_NAMESPACE,
    validations: [
        {
            expression: SHELL_ALLOWED,
            message: "is not the namespace of a system: a shell there would reach further than an operator may",
        },
    ],
};
