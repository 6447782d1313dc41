/**
 * Who may create a Job can read every Secret of the namespace: an operator may create those that a CronJob of ours would, now
 * (`kubectl create job --from`). Two laws: the Job says which CronJob it is of, by a label that the template carries; and a binding for
 * each CronJob, with it as the parameter, compares. A CronJob that is gone refuses (`parameterNotFoundAction`).
 */
import { mapOf, resources, type Law } from "../law";
import { byOperators, same } from "./same";

export interface RunByHand {
    readonly namespace: string;
    readonly cronJob: string;
}

/** components/workload/labels: on every template of ours. */
export const OF_CRONJOB = "app.kubernetes.io/name";

const RULES = [resources("batch", ["jobs"], ["CREATE"])];
const message =
    "an operator starts a Job only as a CronJob of this program would: kubectl create job --from=cronjob/<name> <name of the run>";

export const knownRunLaw = (runs: readonly RunByHand[]): Law => ({
    metadataName: "mindcloud-operators-runs",
    rules: RULES,
    onlyIf: byOperators,
    variables: { labels: mapOf("labels", "object") },
    validations: [
        {
            expression: `"${OF_CRONJOB}" in variables.labels && (request.namespace + "/" + variables.labels["${OF_CRONJOB}"]) in [${runs
                .map(({ namespace, cronJob }) => `"${namespace}/${cronJob}"`)
                .join(", ")}]`,
            message,
        },
    ],
});

/** What Kubernetes writes into the template of a Job. */
const GENERATED = [
    ...["controller-uid", "job-name"],
    ...["batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name"],
];
/** What Kubernetes writes into a Job that does not say it, and not into the template of a CronJob (batch/v1, SetDefaults_Job). */
const DEFAULTS: Readonly<Record<string, string>> = {
    parallelism: "1",
    completions: "1",
    backoffLimit: "6",
    completionMode: '"NonIndexed"',
    podReplacementPolicy: '"TerminatingOrFailed"',
    manualSelector: "false",
};

const sameOrDefault = Object.entries(DEFAULTS).map(
    ([key, value]) =>
        `(has(variables.job.${key}) ? variables.job.${key} : ${value}) == (has(variables.template.${key}) ? variables.template.${key} : ${value})`,
);

export const templateRunLaw: Law = {
    metadataName: "mindcloud-operators-runs-template",
    rules: RULES,
    parameter: { apiVersion: "batch/v1", kind: "CronJob" },
    onlyIf: byOperators,
    variables: {
        owners: "has(object.metadata.ownerReferences) ? object.metadata.ownerReferences : []",
        job: "dyn(object).spec",
        template: "dyn(params).spec.jobTemplate.spec",
        pods: "variables.job.template",
        podsBefore: "variables.template.template",
        labels: mapOf("labels", "variables.pods"),
        labelsBefore: mapOf("labels", "variables.podsBefore"),
        annotations: mapOf("annotations", "variables.pods"),
        annotationsBefore: mapOf("annotations", "variables.podsBefore"),
    },
    validations: [
        {
            expression: [
                'size(variables.owners) == 1 && variables.owners.all(o, o.kind == "CronJob" && o.uid == params.metadata.uid)',
                "!has(object.metadata.finalizers)",
                same("variables.job", "variables.template", [
                    "template",
                    "selector",
                    "suspend",
                    ...Object.keys(DEFAULTS),
                ]),
                ...sameOrDefault,
                "variables.pods.spec == variables.podsBefore.spec",
                same("variables.pods.metadata", "variables.podsBefore.metadata", [
                    "labels",
                    "annotations",
                    "creationTimestamp",
                ]),
                same("variables.labels", "variables.labelsBefore", GENERATED),
                same("variables.annotations", "variables.annotationsBefore", []),
            ].join(" && "),
            message,
        },
    ],
};
