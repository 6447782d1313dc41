/** What a person could do to manifests. On the two small systems of test/components/workload, which use everything a workload can be. */
import { Certificate } from "@pulumi/aws/acm";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Record as DnsRecord } from "@pulumi/aws/route53";
import { Ingress } from "@pulumi/kubernetes/networking/v1";
import { Provider } from "@pulumi/kubernetes/provider";
import { StorageClass } from "@pulumi/kubernetes/storage/v1";
import type { Graph } from "../../../plan/graph";
import { graphOf } from "../../components/workload/fixture";
import { systems } from "../../components/workload/systems";
import { add, all, cut, edit, mutation, remove, set, type Mutation, type Which } from "../mutation";

/** With what components/cluster makes around them. */
export const clusterGraph = (): Promise<Graph> =>
    graphOf(() => {
        const provider = new Provider("more", { kubeconfig: "{}" });
        for (const name of ["gp3", "gp3-fast"])
            new StorageClass(name, { metadata: { name }, provisioner: "ebs.csi.aws.com" }, { provider });
        systems();
        const service = { name: "akosha-api", port: { name: "api" } };
        const path = { path: "/", pathType: "Prefix", backend: { service } };
        new Ingress(
            "akosha",
            {
                metadata: {
                    ...{ name: "akosha", namespace: "kube-system" },
                    annotations: {
                        "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
                        "alb.ingress.kubernetes.io/ssl-redirect": "443",
                        "alb.ingress.kubernetes.io/certificate-arn":
                            "arn:aws:acm:eu-central-1:111122223333:certificate/1",
                    },
                },
                spec: { rules: [{ host: HOST, http: { paths: [path] } }] },
            },
            { provider },
        );
        const aws = { provider: new AwsProvider("more-aws", { region: "eu-central-1" }) };
        new Certificate("domain", { domainName: "example.com", subjectAlternativeNames: ["*.example.com"] }, aws);
        new DnsRecord("akosha-record", { zoneId: "Z1", name: HOST, type: "A" }, aws);
    })
        .then(set(INGRESS, "metadata.namespace", "akosha"))
        .then(
            edit(INGRESS, (_, graph) => ({
                dependencies: [graph.the("kubernetes:core/v1:Namespace", "akosha-namespace").urn],
            })),
        );

const kind = (group: string, name: string): string => `kubernetes:${group}:${name}`;
const INGRESS_KIND = kind("networking.k8s.io/v1", "Ingress");
const INGRESS: Which = INGRESS_KIND;
const HOST = "akosha.example.com";
const POLICY = kind("networking.k8s.io/v1", "NetworkPolicy");
const NAMESPACE: Which = [kind("core/v1", "Namespace"), "akosha"];
const INGESTION: Which = [kind("apps/v1", "Deployment"), "akosha-ingestion"];
const QUERY: Which = [kind("apps/v1", "Deployment"), "akosha-query"];
const HOT: Which = [kind("apps/v1", "StatefulSet"), "akosha-hot"];
const AGENT: Which = [kind("apps/v1", "StatefulSet"), "acme-agent"];
const API: Which = [kind("core/v1", "Service"), "akosha-query"];
const BUDGET: Which = [kind("policy/v1", "PodDisruptionBudget"), "akosha-query"];
const HPA: readonly [string, string] = [kind("autoscaling/v2", "HorizontalPodAutoscaler"), "akosha-query"];
const SCALER: Which = kind("keda.sh/v1alpha1", "ScaledObject");
const CLAIM: Which = [kind("core/v1", "PersistentVolumeClaim"), "akosha-hot"];
const ROLE: Which = kind("rbac.authorization.k8s.io/v1", "Role");
const BINDING: Which = kind("rbac.authorization.k8s.io/v1", "RoleBinding");
const MONITOR: Which = [kind("monitoring.coreos.com/v1", "ServiceMonitor"), "akosha-ingestion"];

const pod = (which: Which, path: string, value: unknown) => set(which, `spec.template.spec.${path}`, value);

export const kubernetesMutations: readonly Mutation[] = [
    mutation("let a pod run as root", pod(INGESTION, "securityContext.runAsNonRoot", false), "pod-user"),
    mutation("run as a user of the node", pod(INGESTION, "securityContext.runAsUser", 1000), "pod-user"),
    mutation("use the node's network", pod(QUERY, "hostNetwork", true), "pod-restricted"),
    mutation("drop the seccomp profile", pod(QUERY, "securityContext.seccompProfile", undefined), "pod-restricted"),
    mutation(
        "keep the container's capabilities",
        pod(QUERY, "containers.0.securityContext.capabilities", {}),
        "pod-restricted",
    ),
    mutation(
        "let a sidecar gain privileges",
        pod(AGENT, "initContainers.0.securityContext.allowPrivilegeEscalation", true),
        "pod-restricted",
    ),
    mutation(
        "make the root file system writable",
        pod(QUERY, "containers.0.securityContext.readOnlyRootFilesystem", false),
        "pod-read-only",
    ),
    mutation("put Services into the environment", pod(QUERY, "enableServiceLinks", true), "pod-service-links"),
    mutation("mount a token that nobody uses", pod(QUERY, "automountServiceAccountToken", true), "pod-token"),
    mutation(
        "take a sidecar's limit of scratch away",
        pod(AGENT, "initContainers.0.resources.limits.ephemeral-storage", undefined),
        "pod-resources",
    ),
    mutation("probe no liveness", pod(QUERY, "containers.0.livenessProbe", undefined), "pod-probes"),
    mutation("run latest", pod(QUERY, "containers.0.image", "registry.example/app:latest"), "pod-image"),
    mutation("run a tag without a digest", pod(QUERY, "containers.0.image", "registry.example/app:1.2.3"), "pod-image"),
    mutation("invent a priority", pod(QUERY, "priorityClassName", "urgent"), "pod-priority"),
    mutation("let all replicas share a zone", pod(INGESTION, "topologySpreadConstraints", []), "pod-spread"),
    mutation("stop at once", pod(QUERY, "containers.0.lifecycle", undefined), "pod-graceful"),
    mutation("kill during the pause", pod(QUERY, "terminationGracePeriodSeconds", 5), "pod-graceful"),
    mutation(
        "write a key into a manifest",
        pod(QUERY, "containers.0.env", [{ name: "KEY", value: ["AKIA", "IOSFODNN7EXAMPLE"].join("") }]),
        "pod-no-secret",
    ),
    mutation("run as the default account", pod(QUERY, "serviceAccountName", "default"), "account-exists"),
    mutation("mount a volume that is none", pod(QUERY, "containers.0.volumeMounts.0.name", "data"), "mount-volume"),
    mutation("mount another claim", pod(HOT, "volumes.0.persistentVolumeClaim.claimName", "warm-data"), "claim-exists"),
    mutation("name a class that does not exist", set(CLAIM, "spec.storageClassName", "io2"), "claim-class"),
    mutation(
        "make a volume with each pod, of a class that keeps it",
        pod(INGESTION, "volumes.0.ephemeral", { volumeClaimTemplate: { spec: { storageClassName: "gp3" } } }),
        "disposable-class",
    ),
    mutation("leave the class to the cluster", set(CLAIM, "spec.storageClassName", undefined), "claim-class"),
    mutation("let a volume go", edit(CLAIM, { protect: false }), "claim-kept"),
    mutation(
        "read configuration that nobody makes",
        pod(INGESTION, "containers.0.envFrom.0.configMapRef.name", "akosha-settings"),
        "configuration-exists",
    ),
    mutation(
        "read a key that a secret does not have",
        pod(QUERY, "containers.0.env", [
            { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "akosha-redis-config", key: "password" } } },
        ]),
        "configuration-exists",
    ),
    mutation("select nobody", set(API, "spec.selector", { app: "akosha" }), "service-selects"),
    mutation("offer another port", set(API, "spec.ports.0.port", 80), "service-ports"),
    mutation("send to a port that no container has", set(API, "spec.ports.0.targetPort", "web"), "service-ports"),
    mutation(
        "scale something else",
        set(HPA, "spec.scaleTargetRef.name", "akosha-search"),
        "scaler-target",
        "replicas-one-owner",
        "budget-evicts",
    ),
    mutation("scale from nothing", set(HPA, "spec.minReplicas", 0), "scaler-target", "budget-evicts"),
    mutation("turn the bounds of KEDA round", set(SCALER, "spec.maxReplicaCount", 1), "scaler-target"),
    mutation("say replicas beside an autoscaler", set(INGESTION, "spec.replicas", 4), "replicas-one-owner"),
    mutation(
        "scale twice",
        (graph) => set([HPA[0], "again"], "metadata.name", "again")(add(HPA, { name: "again" })(graph)),
        "replicas-one-owner",
    ),
    mutation("let no pod go", set(BUDGET, "spec.minAvailable", 3), "budget-evicts"),
    mutation("drop a disruption budget", remove(BUDGET), "budget-exists"),
    mutation(
        "scrape a port that is not offered",
        set(MONITOR, "spec.endpoints.0.port", "prometheus"),
        "monitor-selects",
        "metrics-scraped",
    ),
    mutation("forget a monitor", remove(MONITOR), "metrics-scraped"),
    mutation(
        "alert nobody in particular",
        add(MONITOR, {
            name: "akosha-rules",
            type: kind("monitoring.coreos.com/v1", "PrometheusRule"),
            inputs: {
                metadata: { name: "akosha-rules", namespace: "akosha" },
                spec: {
                    groups: [
                        { name: "akosha", rules: [{ alert: "Late", expr: "vector(1)", labels: { severity: "info" } }] },
                    ],
                },
            },
        }),
        "alert-complete",
    ),
    mutation(
        "listen in plain text alone",
        set(INGRESS, "metadata.annotations", {
            "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80}]',
            "alb.ingress.kubernetes.io/certificate-arn": "arn",
        }),
        "ingress-tls",
    ),
    mutation(
        "answer in plain text too",
        set(INGRESS, "metadata.annotations", {
            "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
            "alb.ingress.kubernetes.io/certificate-arn": "arn",
        }),
        "ingress-tls",
    ),
    mutation("take every host", set(INGRESS, "spec.rules.0.host", undefined), "ingress-host"),
    mutation("forget a host's DNS record", remove("aws:route53/record:Record"), "ingress-host"),
    mutation(
        "take a host that the certificate does not cover",
        all(
            set(INGRESS, "spec.rules.0.host", "akosha.v2.example.com"),
            set("aws:route53/record:Record", "name", "akosha.v2.example.com"),
        ),
        "ingress-host",
    ),
    mutation(
        "take another system's host",
        all(add(INGRESS, { name: "another" }), set([INGRESS_KIND, "another"], "metadata.name", "another")),
        "ingress-host",
    ),
    mutation("keep the load balancer out", set([POLICY, "akosha-query"], "spec.ingress", []), "ingress-admitted"),
    mutation(
        "send the world to another Service",
        set(INGRESS, "spec.rules.0.http.paths.0.backend.service.name", "akosha"),
        "ingress-backend",
    ),
    mutation("grant everything", set(ROLE, "rules.0.verbs", ["*"]), "role-narrow"),
    mutation("let a worker read all secrets", set(ROLE, "rules.0.resources", ["secrets"]), "role-narrow"),
    mutation("bind a role that does not exist", set(BINDING, "roleRef.name", "admin"), "binding-exists"),
    mutation("open a namespace", remove([POLICY, "akosha-default-deny"]), "namespace-closed"),
    mutation(
        "let everything out of a closed namespace",
        set([POLICY, "akosha-default-deny"], "spec.egress", [{}]),
        "namespace-closed",
    ),
    mutation(
        "enforce the baseline only",
        set(NAMESPACE, "metadata.labels", { "pod-security.kubernetes.io/enforce": "baseline" }),
        "namespace-restricted",
    ),
    mutation("lift the quota", remove([kind("core/v1", "ResourceQuota"), "akosha"]), "namespace-limited"),
    mutation(
        "leave no room for the pod that takes an evicted one's place",
        set([kind("core/v1", "ResourceQuota"), "akosha"], "spec.hard.pods", "32"),
        "quota-has-room",
    ),
    mutation("drop a workload's policy", remove([POLICY, "akosha-query-policy"]), "pod-policy"),
    mutation("make a pod before its namespace", cut(QUERY, kind("core/v1", "Namespace")), "manifest-namespace"),
    mutation(
        "lose a namespace",
        all(set(API, "metadata.namespace", "nowhere")),
        "manifest-namespace",
        "service-selects",
        "ingress-backend",
    ),
    mutation("make one object twice", add(API, { name: "twice" }), "manifest-unique"),
];
