/** What RBAC cannot say: `patch` for a rollout and nothing that leads to a Secret, a shell where our applications run and not where credentials are kept. */
import { ACCESS_GROUPS } from "../../aws/access";
import { CHART_EXCEPTION } from "./exceptions";
import { mapOf, resources, type Law } from "./law";

/** Set by `kubectl rollout restart`. */
const RESTARTED = "kubectl.kubernetes.io/restartedAt";
/** Hashes of what pods read (components/workload/pod), which an undo brings back with the rest of a revision. */
const HASHES = ["configuration.mindcloud.dev/", "secret.mindcloud.dev/"];
/** Of a container: nothing here lets it see what it did not see before. Whoever has a shell in the pod may run another command anyway. */
const RUNS = [
    ...["image", "imagePullPolicy", "command", "args", "resources"],
    ...["startupProbe", "livenessProbe", "readinessProbe"],
];
const byOperators = `"${ACCESS_GROUPS.operate}" in request.userInfo.groups`;

/** Every key of `now` but some is as it was, and none is gone. `prefixes`: those that begin with one are free too. */
const same = (now: string, before: string, but: readonly string[], prefixes: readonly string[] = []): string => {
    const named = `k in [${but.map((key) => `"${key}"`).join(", ")}]`;
    const free = `(${[named, ...prefixes.map((prefix) => `k.startsWith("${prefix}")`)].join(" || ")})`;
    return `${now}.all(k, ${free} || (k in ${before} && ${now}[k] == ${before}[k])) && ${before}.all(k, ${free} || k in ${now})`;
};

const sameContainers = (now: string, before: string): string =>
    `size(${now}) == size(${before}) && ${now}.all(c, ${before}.exists(b, b.name == c.name && ${same("c", "b", RUNS)}))`;

export const restartLaw: Law = {
    metadataName: "mindcloud-operators-restart",
    rules: [resources("apps", ["deployments", "statefulsets", "daemonsets"], ["UPDATE"])],
    onlyIf: byOperators,
    variables: {
        // `dyn`: three kinds, whose other fields differ.
        now: "dyn(object)",
        before: "dyn(oldObject)",
        spec: "variables.now.spec.template.spec",
        specBefore: "variables.before.spec.template.spec",
        init: "has(variables.spec.initContainers) ? variables.spec.initContainers : []",
        initBefore: "has(variables.specBefore.initContainers) ? variables.specBefore.initContainers : []",
        labels: mapOf("labels", "variables.now.spec.template"),
        labelsBefore: mapOf("labels", "variables.before.spec.template"),
        annotations: mapOf("annotations", "variables.now.spec.template"),
        annotationsBefore: mapOf("annotations", "variables.before.spec.template"),
    },
    validations: [
        {
            expression: [
                same("variables.now.spec", "variables.before.spec", ["template", "replicas", "paused"]),
                same("variables.spec", "variables.specBefore", ["containers", "initContainers"]),
                sameContainers("variables.spec.containers", "variables.specBefore.containers"),
                sameContainers("variables.init", "variables.initBefore"),
                same("variables.labels", "variables.labelsBefore", ["app.kubernetes.io/version"]),
                same("variables.annotations", "variables.annotationsBefore", [RESTARTED], HASHES),
            ].join(" && "),
            message:
                "changes more than an operator may: restart, undo, pause and scale; volumes, accounts, variables and rights are a deployment's, or an admin's",
        },
    ],
};

/** Controllers of charts may read every Secret, or act for the cluster in AWS: who has a shell there is an admin. */
export const shellLaw: Law = {
    metadataName: "mindcloud-operators-shell",
    rules: [resources("", ["pods/exec", "pods/attach"], ["CONNECT"])],
    onlyIf: byOperators,
    variables: {
        labels: mapOf("labels", "namespaceObject"),
        annotations: mapOf("annotations", "namespaceObject"),
    },
    validations: [
        {
            expression: [
                '"app.kubernetes.io/managed-by" in variables.labels',
                'variables.labels["app.kubernetes.io/managed-by"] == "mindcloud"',
                `!("${CHART_EXCEPTION}" in variables.annotations)`,
                // Of the monitoring's node agents: privileged.
                'variables.labels["pod-security.kubernetes.io/enforce"] == "restricted"',
            ].join(" && "),
            message: "is not the namespace of a system: a shell there would reach further than an operator may",
        },
    ],
};
