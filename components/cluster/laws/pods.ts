/** What holds for pods in our namespaces, whoever makes them: this program, a chart, or a person with kubectl. */
import { MOVING_TAGS, type ImageRule } from "../../workload/image";
import { DEFAULT_USER } from "../../workload/security";
import { CHART_EXCEPTION, POD_SECURITY_EXCEPTION, USER_EXCEPTION, WRITABLE_ROOT_EXCEPTION } from "./exceptions";
import { mapOf, resources, type Law, type Validation } from "./law";

/** What every pod of ours is found by (components/workload/labels). */
const LABELS = ["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/part-of"];

const CREATED = ["CREATE", "UPDATE"] as const;

/** An annotation with a reason in it. `home` is the namespace's, `annotations` the pod's. */
const excused = (annotation: string, of: "home" | "annotations"): string =>
    `("${annotation}" in variables.${of} && variables.${of}["${annotation}"] != "")`;

/** Containers that fail a test. */
const thoseThat = (list: string, fails: string): string =>
    `variables.${list}.filter(c, ${fails}).map(c, string(c.name))`;

/** `dyn`: one policy judges several kinds, and only some have these fields. */
const POD = {
    template:
        'object.kind == "Pod" ? dyn(object) : object.kind == "CronJob" ? dyn(object).spec.jobTemplate.spec.template : dyn(object).spec.template',
    spec: "variables.template.spec",
    labels: mapOf("labels", "variables.template"),
    annotations: mapOf("annotations", "variables.template"),
    home: mapOf("annotations", "namespaceObject"),
    ours: "has(variables.spec.initContainers) ? variables.spec.containers + variables.spec.initContainers : variables.spec.containers",
    // Besides those that a person puts in to look around (kubectl debug).
    all: "has(variables.spec.ephemeralContainers) ? variables.ours + variables.spec.ephemeralContainers : variables.ours",
    privileged: excused(POD_SECURITY_EXCEPTION, "home"),
    foreign: excused(CHART_EXCEPTION, "home"),
};

const TAGGED = ":[A-Za-z0-9_][A-Za-z0-9._-]*(@sha256:[0-9a-f]{64})?$";
const DIGEST = "@sha256:[0-9a-f]{64}$";
const moving = `:(${MOVING_TAGS.join("|")})(@|$)`;

const FAULTS = {
    /** No tag at all means `latest`, unless a digest says otherwise. */
    moving: thoseThat(
        "all",
        `c.image.matches("${moving}") || !(c.image.matches("${TAGGED}") || c.image.matches("${DIGEST}"))`,
    ),
    undigested: thoseThat("ours", `!c.image.matches("${DIGEST}")`),
    unconfined: thoseThat(
        "all",
        [
            "!has(c.securityContext)",
            "!has(c.securityContext.allowPrivilegeEscalation)",
            "c.securityContext.allowPrivilegeEscalation",
            "(has(c.securityContext.privileged) && c.securityContext.privileged)",
            "!has(c.securityContext.capabilities)",
            "!has(c.securityContext.capabilities.drop)",
            '!("ALL" in c.securityContext.capabilities.drop)',
        ].join(" || "),
    ),
    writing: thoseThat(
        "ours",
        [
            "!(has(c.securityContext) && has(c.securityContext.readOnlyRootFilesystem)",
            "c.securityContext.readOnlyRootFilesystem)",
            `!(("${WRITABLE_ROOT_EXCEPTION}" + c.name) in variables.annotations)`,
        ].join(" && "),
    ),
    unlabelled: `[${LABELS.map((label) => `"${label}"`).join(", ")}].filter(l, !(l in variables.labels))`,
};

/** A list of faults must be empty; where it is not, the message names them. */
const none = (fault: keyof typeof FAULTS, unless: readonly string[], words: (names: string) => string): Validation => ({
    expression: [...unless.map((name) => `variables.${name}`), `size(variables.${fault}) == 0`].join(" || "),
    messageExpression: words(`variables.${fault}.join(", ")`),
});

const DIGESTS = none(
    "undigested",
    ["foreign"],
    (names) => `"names no digest for the image of " + ${names} + ": this environment runs nothing that could change"`,
);

const VALIDATIONS: readonly Validation[] = [
    none(
        "moving",
        [],
        (names) => `"runs an image without a fixed version in " + ${names} + ": name a version and a digest"`,
    ),
    none(
        "unconfined",
        ["privileged"],
        (names) =>
            `"may gain privileges in " + ${names} + ": say allowPrivilegeEscalation: false and drop ALL capabilities"`,
    ),
    {
        expression:
            'variables.privileged || !["hostNetwork", "hostPID", "hostIPC"].exists(f, f in variables.spec && variables.spec[f] == true)',
        message: "shares the network or the processes of its node: leave out hostNetwork, hostPID and hostIPC",
    },
    {
        expression:
            "variables.privileged || !has(variables.spec.volumes) || !variables.spec.volumes.exists(v, has(v.hostPath))",
        message: "mounts a path of its node: use a claim, an emptyDir or a ConfigMap",
    },
    none(
        "writing",
        ["privileged", "foreign"],
        (names) => `"writes to the root file system in " + ${names} + ": say readOnlyRootFilesystem: true"`,
    ),
    {
        expression: [
            "variables.privileged || variables.foreign",
            excused(USER_EXCEPTION, "annotations"),
            `(has(variables.spec.securityContext) && has(variables.spec.securityContext.runAsUser) && variables.spec.securityContext.runAsUser >= ${DEFAULT_USER})`,
        ].join(" || "),
        message: `runs as a user below ${DEFAULT_USER}, or as whatever its image says: set securityContext.runAsUser, or give a reason in the annotation ${USER_EXCEPTION}`,
    },
    none(
        "unlabelled",
        ["privileged", "foreign"],
        (names) => `"has no label " + ${names} + ": who it belongs to must be seen"`,
    ),
];

/** Controllers too, so that who applies one is told, and not only the log of its ReplicaSet. */
export const podLaw = (images: ImageRule): Law => ({
    metadataName: "mindcloud-pods",
    rules: [
        resources("", ["pods", "pods/ephemeralcontainers"], CREATED),
        resources("apps", ["deployments", "statefulsets", "daemonsets"], CREATED),
        resources("batch", ["jobs", "cronjobs"], CREATED),
    ],
    namespaceSelector: { "app.kubernetes.io/managed-by": "mindcloud" },
    // Controllers write to what was there before the law (revisions, finalizers), and must go on doing so.
    onlyIf: "oldObject == null || dyn(object).spec != dyn(oldObject).spec",
    variables: { ...POD, ...FAULTS },
    validations: [...VALIDATIONS, ...(images === "digest" ? [DIGESTS] : [])],
});
