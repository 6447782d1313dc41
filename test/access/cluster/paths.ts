/** Ways from a level to a Secret, each by the step that must fail. Read from what pods, controllers and the API server do for whom. */
import type { Json } from "./ask";

export interface Way {
    readonly what: string;
    readonly method: string;
    readonly path: string;
    readonly body?: Json;
    readonly patch?: "merge" | "strategic";
    /** Law whose absence opens it to operators, by the end of its name. Default RBAC alone holds it. */
    readonly law?: string;
}

const core = "/api/v1";
const ns = (name: string) => `${core}/namespaces/${name}`;
const apis = (group: string, name: string) => `/apis/${group}/namespaces/${name}`;
const IMAGE = `registry.example/other:9.9.9@sha256:${"cd".repeat(32)}`;
const CONFINED = {
    ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
    capabilities: { drop: ["ALL"] },
};
const POD = {
    securityContext: { runAsUser: 10_001, runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    restartPolicy: "Never",
    containers: [
        {
            ...{ name: "reader", image: IMAGE, command: ["env"] },
            ...{ volumeMounts: [{ name: "s", mountPath: "/s" }] },
            securityContext: CONFINED,
        },
    ],
    volumes: [{ name: "s", secret: { secretName: "akosha-jwt" } }],
};
const labels = Object.fromEntries(["name", "instance", "part-of"].map((key) => [`app.kubernetes.io/${key}`, "reader"]));
const TEMPLATE = { metadata: { labels }, spec: POD };
const made = (apiVersion: string, kind: string, spec: Json) => ({
    apiVersion,
    kind,
    metadata: { name: "reader", labels },
    spec,
});
const served = { spec: { replicas: 1, selector: { matchLabels: labels }, template: TEMPLATE } };
const GRANT = {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "olga" }],
};

function homes(what: string, method: string, path: (namespace: string) => string, body?: Json): readonly Way[] {
    return ["akosha", "external-secrets", "kube-system"].map((namespace) => ({
        ...{ what: `${what} in ${namespace}`, method, path: path(namespace) },
        ...(body && { body }),
    }));
}

/** With names of pods that are there, which no recording knows. */
export function ways(pods: Readonly<Record<string, string>>, cronJobUid: string): readonly Way[] {
    const [app = "", controller = "", job = ""] = [pods.akosha, pods["external-secrets"], pods["memstack-database"]];
    const byHand = (change: Json, uid = cronJobUid, name = "akosha-aging") => ({
        ...{ apiVersion: "batch/v1", kind: "Job" },
        metadata: {
            ...{ name: "reader", labels: { "app.kubernetes.io/name": name } },
            ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name: "akosha-aging", uid }],
        },
        spec: { template: TEMPLATE, ...change },
    });
    return [
        ...homes("read one", "GET", (name) => `${ns(name)}/secrets/akosha-jwt`),
        ...homes("list them", "GET", (name) => `${ns(name)}/secrets`),
        { what: "list them all", method: "GET", path: `${core}/secrets` },
        ...homes("make a pod that mounts it", "POST", (name) => `${ns(name)}/pods`, made("v1", "Pod", POD)),
        ...homes("make a Deployment", "POST", (name) => `${apis("apps/v1", name)}/deployments`, {
            ...made("apps/v1", "Deployment", served.spec),
        }),
        ...homes("make a CronJob", "POST", (name) => `${apis("batch/v1", name)}/cronjobs`, {
            ...made("batch/v1", "CronJob", { schedule: "* * * * *", jobTemplate: { spec: { template: TEMPLATE } } }),
        }),
        ...homes(
            "make a Job",
            "POST",
            (name) => `${apis("batch/v1", name)}/jobs`,
            made("batch/v1", "Job", { template: TEMPLATE }),
        ).map((way) => ({ ...way, law: "runs" })),
        {
            ...{ what: "make a Job that says it is a CronJob's, and is not", law: "runs-template" },
            ...{ method: "POST", path: `${apis("batch/v1", "akosha")}/jobs`, body: byHand({}) },
        },
        {
            ...{ what: "make a Job by a CronJob that is not there", law: "runs-template" },
            ...{ method: "POST", path: `${apis("batch/v1", "akosha")}/jobs`, body: byHand({}, "0") },
        },
        {
            what: "change what a CronJob runs",
            ...{
                method: "PATCH",
                path: `${apis("batch/v1", "akosha")}/cronjobs/akosha-aging`,
                patch: "merge" as const,
            },
            body: { spec: { jobTemplate: { spec: { template: TEMPLATE } } } },
        },
        {
            what: "change the image of a running pod",
            ...{ method: "PATCH", path: `${ns("external-secrets")}/pods/${controller}`, patch: "strategic" as const },
            body: { spec: { containers: [{ name: "external-secrets", image: IMAGE }] } },
        },
        ...[
            ["akosha", app],
            ["external-secrets", controller],
        ].map(([home = "", pod = ""]) => ({
            what: `add a debugging container in ${home}`,
            ...{ method: "PATCH", path: `${ns(home)}/pods/${pod}/ephemeralcontainers`, patch: "strategic" as const },
            body: { spec: { ephemeralContainers: [{ name: "debug", image: IMAGE, securityContext: CONFINED }] } },
        })),
        {
            ...{ what: "a shell beside a controller's account", law: "shell" },
            ...{ method: "POST", path: `${ns("external-secrets")}/pods/${controller}/exec?command=env&stdout=true` },
        },
        {
            ...{ what: "attach to a controller", law: "shell" },
            ...{ method: "POST", path: `${ns("external-secrets")}/pods/${controller}/attach?stdout=true` },
        },
        ...homes("a token of an account", "POST", (name) => `${ns(name)}/serviceaccounts/default/token`, {
            ...{ apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
        }),
        {
            ...{ what: "another image under external-secrets' account", law: "restart", patch: "strategic" as const },
            ...{ method: "PATCH", path: `${apis("apps/v1", "external-secrets")}/deployments/external-secrets` },
            body: { spec: { template: { spec: { containers: [{ name: "external-secrets", image: IMAGE }] } } } },
        },
        {
            ...{ what: "a Secret's volume in an application", law: "restart", patch: "strategic" as const },
            ...{ method: "PATCH", path: `${apis("apps/v1", "akosha")}/deployments/akosha-query` },
            body: { spec: { template: { spec: { volumes: POD.volumes } } } },
        },
        {
            what: "change a ReplicaSet and undo to it",
            ...{ method: "PATCH", path: `${apis("apps/v1", "akosha")}/replicasets/any`, patch: "merge" as const },
            body: { spec: { template: TEMPLATE } },
        },
        {
            what: "change a ControllerRevision and undo to it",
            ...{
                method: "PATCH",
                path: `${apis("apps/v1", "akosha")}/controllerrevisions/any`,
                patch: "merge" as const,
            },
            body: { data: {} },
        },
        ...["mutating", "validating"].map((kind) => ({
            what: `a ${kind} webhook that sees what is written`,
            ...{ method: "POST", path: `/apis/admissionregistration.k8s.io/v1/${kind}webhookconfigurations` },
            body: { apiVersion: "admissionregistration.k8s.io/v1", metadata: { name: "reader" }, webhooks: [] },
        })),
        ...["restart", "shell", "runs"].map((law) => ({
            what: `take the law ${law} away`,
            method: "DELETE",
            path: `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/mindcloud-operators-${law}`,
        })),
        {
            what: "rights over everything",
            ...{ method: "POST", path: "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings" },
            body: {
                apiVersion: "rbac.authorization.k8s.io/v1",
                kind: "ClusterRoleBinding",
                metadata: { name: "mine" },
                ...GRANT,
            },
        },
        {
            what: "more in the role of operators",
            ...{
                method: "PATCH",
                path: "/apis/rbac.authorization.k8s.io/v1/clusterroles/mindcloud-operate",
                patch: "merge" as const,
            },
            body: { rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }] },
        },
        {
            what: "call the namespace of controllers a system's",
            ...{ method: "PATCH", path: ns("external-secrets"), patch: "merge" as const },
            body: { metadata: { annotations: { "mindcloud.dev/chart-exception": null } } },
        },
        {
            ...{ what: "sync another secret from AWS", law: "annotate", patch: "merge" as const },
            ...{ method: "PATCH", path: `${apis("external-secrets.io/v1", "akosha")}/externalsecrets/akosha-jwt` },
            body: { spec: { refreshInterval: "1s", target: { name: "mine" } } },
        },
        {
            what: "send Secrets to another store",
            ...{
                method: "PATCH",
                path: "/apis/external-secrets.io/v1/clustersecretstores/secrets-manager",
                patch: "merge" as const,
            },
            body: { spec: {} },
        },
        {
            ...{ what: "scale by a trigger that reads Secrets", law: "annotate", patch: "merge" as const },
            ...{ method: "PATCH", path: `${apis("keda.sh/v1alpha1", "akosha")}/scaledobjects/akosha-ingestion-hpa` },
            body: {
                spec: {
                    triggers: [
                        { type: "external", metadata: { scalerAddress: "mine:1" }, authenticationRef: { name: "a" } },
                    ],
                },
            },
        },
        {
            what: "a certificate in somebody's name",
            ...{ method: "POST", path: "/apis/certificates.k8s.io/v1/certificatesigningrequests" },
            body: {
                apiVersion: "certificates.k8s.io/v1",
                kind: "CertificateSigningRequest",
                metadata: { name: "mine" },
            },
        },
        { what: "the kubelet's own API", method: "GET", path: `${core}/nodes/general-0/proxy/pods` },
        { what: "through a pod's proxy", method: "GET", path: `${ns("external-secrets")}/pods/${controller}/proxy/` },
        { what: "through a service's proxy", method: "GET", path: `${ns("monitoring")}/services/grafana:80/proxy/` },
        {
            what: "a monitor that logs in with a Secret",
            ...{ method: "POST", path: `${apis("monitoring.coreos.com/v1", "akosha")}/servicemonitors` },
            body: made("monitoring.coreos.com/v1", "ServiceMonitor", {}),
        },
        {
            what: "an API of one's own before the real one",
            ...{ method: "POST", path: "/apis/apiregistration.k8s.io/v1/apiservices" },
            body: { apiVersion: "apiregistration.k8s.io/v1", kind: "APIService", metadata: { name: "v1.mine" } },
        },
        {
            ...{ what: "lead pods to a node of one's own by labels", law: "cordon", patch: "merge" as const },
            ...{
                method: "PATCH",
                path: `${core}/nodes/general-0`,
                body: { metadata: { labels: { "mindcloud.dev/purpose": "mine" } } },
            },
        },
        {
            what: "a copy of a volume",
            ...{ method: "POST", path: `${apis("snapshot.storage.k8s.io/v1", "memstack")}/volumesnapshots` },
            body: made("snapshot.storage.k8s.io/v1", "VolumeSnapshot", {
                source: { persistentVolumeClaimName: "neo4j-data" },
            }),
        },
        {
            what: "change what pods read at their start",
            ...{ method: "PATCH", path: `${ns("akosha")}/configmaps/akosha-config`, patch: "merge" as const },
            body: { data: { JWT_SECRET: "mine" } },
        },
        {
            ...{ what: "scale something else by an HPA", law: "bounds", patch: "merge" as const },
            ...{
                method: "PATCH",
                path: `${apis("autoscaling/v2", "akosha")}/horizontalpodautoscalers/akosha-query-hpa`,
            },
            body: { spec: { scaleTargetRef: { name: "other" } } },
        },
        {
            ...{ what: "a claim's owner, whose end takes it along", law: "grow", patch: "merge" as const },
            ...{ method: "PATCH", path: `${ns("memstack")}/persistentvolumeclaims/neo4j-data` },
            body: { metadata: { ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "gone", uid: "1" }] } },
        },
        {
            what: "delete many pods at once",
            method: "DELETE",
            path: `${ns(job === "" ? "akosha" : "memstack-database")}/pods`,
        },
    ];
}
