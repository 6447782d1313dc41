/** What a runbook asks of an operator beside workloads: each change is the one that it is for, and nothing else of the object moves. */
import { resources, type Law } from "../law";
import { BOTH, byOperators, same, sameMetadata } from "./same";

/**
 * `autoscaling.keda.sh/paused-replicas` and its kind (KEDA, "Pause autoscaling"), and `force-sync` (External Secrets, FAQ, "Can I manually
 * trigger a secret refresh?"): what they are annotated on stays what it is.
 */
export const annotateLaw: Law = {
    metadataName: "mindcloud-operators-annotate",
    rules: [
        resources("keda.sh", ["scaledobjects"], ["UPDATE"]),
        resources("external-secrets.io", ["externalsecrets"], ["UPDATE"]),
    ],
    onlyIf: byOperators,
    variables: BOTH,
    validations: [
        {
            expression: [
                "variables.now.spec == variables.before.spec",
                sameMetadata(["force-sync"], ["autoscaling.keda.sh/paused"]),
            ].join(" && "),
            message:
                "changes more than an operator may: the annotations autoscaling.keda.sh/paused... and force-sync; the rest is a deployment's, or an admin's",
        },
    ],
};

/** Kubernetes grows a claim in use and never shrinks one; both are said here in words. */
export const growLaw: Law = {
    metadataName: "mindcloud-operators-grow",
    rules: [resources("", ["persistentvolumeclaims"], ["UPDATE"])],
    onlyIf: byOperators,
    variables: {
        ...BOTH,
        wanted: "variables.now.spec.resources",
        wantedBefore: "variables.before.spec.resources",
    },
    validations: [
        {
            expression: [
                same("variables.now.spec", "variables.before.spec", ["resources"]),
                same("variables.wanted", "variables.wantedBefore", ["requests"]),
                same("variables.wanted.requests", "variables.wantedBefore.requests", ["storage"]),
                "quantity(variables.wanted.requests.storage).compareTo(quantity(variables.wantedBefore.requests.storage)) >= 0",
                sameMetadata([]),
            ].join(" && "),
            message:
                "changes more than an operator may: a larger spec.resources.requests.storage; write the size into the stack file too",
        },
    ],
};

export const boundsLaw: Law = {
    metadataName: "mindcloud-operators-bounds",
    rules: [resources("autoscaling", ["horizontalpodautoscalers"], ["UPDATE"])],
    onlyIf: byOperators,
    variables: BOTH,
    validations: [
        {
            expression: [
                same("variables.now.spec", "variables.before.spec", ["minReplicas", "maxReplicas"]),
                sameMetadata([]),
            ].join(" && "),
            message: "changes more than an operator may: minReplicas and maxReplicas",
        },
    ],
};

/** `kubectl cordon`, `uncordon`, and the beginning of `drain`. Taints follow by the node controller. */
export const cordonLaw: Law = {
    metadataName: "mindcloud-operators-cordon",
    rules: [resources("", ["nodes"], ["UPDATE"])],
    onlyIf: byOperators,
    variables: BOTH,
    validations: [
        {
            expression: [same("variables.now.spec", "variables.before.spec", ["unschedulable"]), sameMetadata([])].join(
                " && ",
            ),
            message: "changes more than an operator may: cordon and uncordon; labels and taints are a node group's",
        },
    ],
};
