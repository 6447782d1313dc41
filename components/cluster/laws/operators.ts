/** What RBAC cannot say: `patch` for a restart and nothing else, a shell where our applications run and not where credentials are kept. */
import { ACCESS_GROUPS } from "../../aws/access";
import { CHART_EXCEPTION } from "./exceptions";
import { mapOf, resources, type Law } from "./law";

/** Set by `kubectl rollout restart`. */
const RESTARTED = "kubectl.kubernetes.io/restartedAt";
const byOperators = `"${ACCESS_GROUPS.operate}" in request.userInfo.groups`;

/** Every key of `now` but some is as it was, and none is gone. */
const same = (now: string, before: string, but: readonly string[]): string => {
    const free = `k in [${but.map((key) => `"${key}"`).join(", ")}]`;
    return `${now}.all(k, ${free} || (k in ${before} && ${now}[k] == ${before}[k])) && ${before}.all(k, ${free} || k in ${now})`;
};

export const restartLaw: Law = {
    metadataName: "mindcloud-operators-restart",
    rules: [resources("apps", ["deployments", "statefulsets", "daemonsets"], ["UPDATE"])],
    onlyIf: byOperators,
    variables: {
        // `dyn`: three kinds, whose other fields differ.
        now: "dyn(object)",
        before: "dyn(oldObject)",
        annotations: mapOf("annotations", "variables.now.spec.template"),
        annotationsBefore: mapOf("annotations", "variables.before.spec.template"),
    },
    validations: [
        {
            expression: [
                same("variables.now.spec", "variables.before.spec", ["template", "replicas", "paused"]),
                same("variables.now.spec.template", "variables.before.spec.template", ["metadata"]),
                same("variables.now.spec.template.metadata", "variables.before.spec.template.metadata", [
                    "annotations",
                ]),
                same("variables.annotations", "variables.annotationsBefore", [RESTARTED]),
            ].join(" && "),
            message:
                "changes more than an operator may: restart, pause and scale; anything else is a deployment of this program, or an admin's",
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
