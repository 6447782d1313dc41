/** What charts are told by yes or no, and why, beside the rows of told.ts. A switch that no row has is one that nobody would miss. */

export interface Switch {
    /** Of `<release> <path>`, as the program names the release. */
    readonly at: RegExp;
    readonly value: boolean;
    readonly because: string;
}

const on = (because: string, at: RegExp): Switch => ({ at, value: true, because });
const off = (because: string, at: RegExp): Switch => ({ at, value: false, because });

export const SWITCHES: readonly Switch[] = [
    on("nobody runs as root (Pod Security Standards, restricted)", /\brunAsNonRoot$/),
    on("nobody writes where the image is", /\breadOnlyRootFilesystem$/),
    off(
        "nobody gets more rights than the process had (Pod Security Standards, restricted)",
        /allowPrivilegeEscalation$/,
    ),
    off("addresses of Services are no variables of pods", /\benableServiceLinks$/),
    off("who does not ask the API server has no token for it", / serviceAccount\.automountServiceAccountToken$/),
    on("alerts and dashboards ask for its metrics", /\bserviceMonitor\.enabled$/),
    on("alerts and dashboards ask for its metrics", /^services-keda-\S+ prometheus\.(operator|metricServer)\.enabled$/),
    on("a drain takes one pod at a time", /\bpodDisruptionBudget\.enabled$/),
    on("the kubelet asks it", /\b(liveness|readiness)Probe\.enabled$/),

    // Kinds come by releases of their own, and stay when what uses them goes.
    on("its whole task is the kinds", /^services-secrets-kinds-\S+ installCRDs$/),
    off("the release of the kinds makes nothing else", /^services-secrets-kinds-\S+ (?!crds).+reate(Operator)?$/),
    off("nobody pushes secrets or shares them across namespaces", /^services-secrets-kinds-\S+ crds\.create\w+$/),
    off(
        "the kinds have a release of their own",
        /^(services-secrets|logs-alloy|metrics)-\S+ (installCRDs|crds\.(create|enabled))$/,
    ),
    off(
        "laws of the cluster check what a webhook would",
        /^services-secrets-release (webhook|certController)\.create$/,
    ),
    on("its kinds come with it and stay (crds.additionalAnnotations)", /^services-keda-\S+ crds\.install$/),
    on("it reads Secrets of its own namespace alone", /^services-keda-\S+ permissions\.\w+\.restrict\.secret$/),
    off("it scales Deployments and StatefulSets only", /^services-keda-\S+ rbac\.enabledCustomScaledRefKinds$/),
    off("a webhook that is away would stop every deployment", /^services-keda-\S+ webhooks\.enabled$/),
    off("a webhook that is away would stop every Service", / enableServiceMutatorWebhook$/),
    off("the class is the program's (components/cluster/ingress-class)", / createIngressClassResource$/),
    off("its kinds are not installed", / controllerConfig\.featureGates\.GatewayListenerSet$/),
    on("a new certificate at each upgrade would restart it for nothing", / keepTLSSecret$/),

    // What a cluster of this size does without.
    off("one binary caches for itself", /^logs-loki-\S+ (chunksCache|resultsCache)\.enabled$/),
    off("Grafana and Alloy ask Loki itself", /^logs-loki-\S+ (gateway|lokiCanary|test)\.enabled$/),
    off("rules are Prometheus'", /^logs-loki-\S+ (ruler|sidecar\.rules)\.enabled$/),
    on("lines go after monitoring.logs.days", / loki\.compactor\.retention_enabled$/),
    on("what is not in the bucket yet outlives the pod", / singleBinary\.persistence\.enabled$/),
    off("a new configuration is a new pod", /^logs-alloy-\S+ configReloader\.enabled$/),
    off(
        "Alertmanager tells again by itself that the switch is alive",
        /receivers\[\d+\]\.webhook_configs\[\d+\]\.send_resolved$/,
    ),
    on("who was called hears that it is over", /receivers\[\d+\]\.(?!webhook)\w+_configs\[\d+\]\.send_resolved$/),
    on("somebody has to be told", /^metrics-\S+ (alertmanager|grafana)\.enabled$/),
    // The recording rules that dashboards of others ask for; alerts are the program's own, each with a runbook.
    on("a recording rule", / defaultRules\.rules\.(k8s\w+|kubePrometheus\w+|kubelet|node|nodeExporterRecording)$/),
    off(
        "an alert without a runbook of ours",
        / defaultRules\.rules\.(alertmanager|configReloaders|general|kubeStateMetrics|kubernetes\w+|network|nodeExporterAlerting|prometheus\w*)$/,
    ),
    off("EKS runs it where nobody can ask it", / kube(ApiServer|ControllerManager|Etcd|Proxy|Scheduler)\.enabled$/),
    off("nodes run Linux", / nodeExporter\.operatingSystems\.\w+\.enabled$/),
    off("what somebody changes by hand would be lost", / grafana\.additionalDataSources\[\d+\]\.editable$/),
    on(
        "dashboards and data sources are objects of the cluster",
        / grafana\.sidecar\.(dashboards|datasources)\.enabled$/,
    ),
    off("its rights are the program's", / grafana\.rbac\.create$/),
    off(
        "laws of the cluster check rules, and promtool did before",
        / prometheusOperator\.(admissionWebhooks|tls)\.enabled$/,
    ),
    on("mail is not sent in the clear", /email_configs\[\d\]\.require_tls$/),
    on("a Secret is read", /extraSecretMounts\[\d\]\.readOnly$/),
    on(
        "who is in a group is let in, by a code that nobody can use twice (RFC 7636)",
        /generic_oauth\.(enabled|use_pkce|allow_sign_up)$/,
    ),
    on("who is in no group is not let in", /generic_oauth\.role_attribute_strict$/),
    off("the groups decide at every login", /generic_oauth\.skip_org_role_sync$/),
];
