/**
 * Every version this program installs, and the Kubernetes minors that each fits. Nothing else in the program names one.
 * Source: EKS user guide (Kubernetes versions, add-ons; aws eks describe-addon-versions) and the charts' own repositories, read 2026-11;
 * builds marked "seen" are in public use for that minor.
 */

/** A minor is allowed when its row below is complete. 1.34 left standard support on 2026-12-02; 1.37 has no kube-proxy build yet. */
export const MINORS = ["1.35", "1.36"] as const;
export type Minor = (typeof MINORS)[number];
export const DEFAULT_MINOR: Minor = "1.36";

export interface AddonVersions {
    readonly "vpc-cni": string;
    readonly "kube-proxy": string;
    readonly coredns: string;
    readonly "eks-pod-identity-agent": string;
    readonly "aws-ebs-csi-driver": string;
    readonly "aws-efs-csi-driver": string;
    readonly "snapshot-controller": string;
    readonly "metrics-server": string;
    readonly "eks-node-monitoring-agent": string;
}
export type AddonName = keyof AddonVersions;

export interface MinorVersions {
    readonly addons: AddonVersions;
    /** Release of the EKS-optimised Amazon Linux 2023 image; node groups pin it (`releaseVersion`). */
    readonly nodeRelease: string;
    /** Image tag of Cluster Autoscaler, which follows the control plane's minor (its README, "Releases"). */
    readonly clusterAutoscaler: string;
}

/** Builds that fit both minors. */
const shared = {
    "vpc-cni": "v1.23.2-eksbuild.1",
    "eks-pod-identity-agent": "v1.4.0-eksbuild.3",
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
    "aws-efs-csi-driver": "v3.4.1-eksbuild.1",
    "snapshot-controller": "v8.6.0-eksbuild.4",
    "metrics-server": "v0.9.0-eksbuild.11",
    "eks-node-monitoring-agent": "v1.7.0-eksbuild.1",
} as const;

export const VERSIONS: Readonly<Record<Minor, MinorVersions>> = {
    "1.35": {
        addons: { ...shared, "kube-proxy": "v1.35.3-eksbuild.29", coredns: "v1.14.6-eksbuild.4" },
        nodeRelease: "1.35.7-20260911", // in three public clusters, 2026-09
        clusterAutoscaler: "v1.35.0", // default of the chart below
    },
    "1.36": {
        addons: { ...shared, "kube-proxy": "v1.36.0-eksbuild.45", coredns: "v1.14.7-eksbuild.11" },
        nodeRelease: "1.36.2-20260818", // in public use on amd64 and arm64, 2026-08
        clusterAutoscaler: "v1.36.1", // tag cluster-autoscaler-1.36.1 of kubernetes/autoscaler
    },
};

/** Majors of RDS for PostgreSQL, oldest first. */
export const POSTGRES_MAJORS = ["16", "17", "18"] as const;
export type PostgresMajor = (typeof POSTGRES_MAJORS)[number];

/**
 * Valkey on ElastiCache by major, oldest first: engine version and parameter group family (ElastiCache user guide, "Supported engine
 * versions"). 8 is the default: client libraries are tested against it.
 */
export const VALKEY = {
    "8": { version: "8.2", family: "valkey8" },
    "9": { version: "9.1", family: "valkey9" },
} as const;
export type ValkeyMajor = keyof typeof VALKEY;
export const VALKEY_MAJORS = ["8", "9"] as const satisfies readonly ValkeyMajor[];

export interface ChartVersion {
    readonly chart: string;
    readonly version: string;
    /** Helm repository, by HTTPS. */
    readonly repository: string;
    /** Version of what the chart installs. */
    readonly appVersion: string;
    /** Repository and folder of its sources, at this version. */
    readonly source: string;
    /**
     * Of what it renders from - templates, kinds, values.yaml, schema, Chart.yaml as it is read, the sub-charts that we enable - as `make charts`
     * prints it: the same for an archive and for a checkout.
     */
    readonly digest: string;
}

/**
 * Helm charts. Each is the newest whose sources could be had to render it (2026-08), not the newest there is: a value that a chart does not
 * know is ignored without a word. What they make of our values is in config/charts (docs/charts.md).
 */
export const CHARTS = {
    externalSecrets: {
        chart: "external-secrets",
        version: "2.9.0",
        repository: "https://charts.external-secrets.io",
        appVersion: "v2.9.0", // its README: tested on Kubernetes 1.36; 2.12.0 is in public use
        source: "external-secrets/external-secrets deploy/charts/external-secrets",
        digest: "sha256:a206dd253587d4c0782f0b06b99360e2e948d6243060c6840ca72353f89c3b58",
    },
    keda: {
        chart: "keda",
        version: "2.20.2",
        repository: "https://kedacore.github.io/charts",
        // Its documentation: tested on 1.33 to 1.35. Every API version in its templates is one that 1.36.3 serves (swagger.json); 2.21.0 is in public use.
        appVersion: "2.20.2",
        source: "kedacore/charts keda",
        digest: "sha256:b9795b59442d801879c69e1b43c1bffde7837212708259c64e811272320e2efb",
    },
    loadBalancerController: {
        chart: "aws-load-balancer-controller",
        version: "3.5.0",
        repository: "https://aws.github.io/eks-charts",
        // The newest. Its kinds are in crds/, which Helm installs once and never upgrades: docs/guides/operations.md, "Upgrade a chart".
        appVersion: "v3.5.0",
        source: "kubernetes-sigs/aws-load-balancer-controller helm/aws-load-balancer-controller",
        digest: "sha256:aa5f4f2f78b1afa30ee731214ab463224f797f95618a6c1500cfcd9e46e27608",
    },
    clusterAutoscaler: {
        chart: "cluster-autoscaler",
        version: "9.59.0",
        repository: "https://kubernetes.github.io/autoscaler",
        appVersion: "1.35.0", // the newest; its image is set by minor, above
        source: "kubernetes/autoscaler cluster-autoscaler/charts/cluster-autoscaler",
        digest: "sha256:31f6a046b64ef533d97e13efdcd4ac2bb5b1d2026bb320d6164b0888d82dc370",
    },
    prometheusOperatorCrds: {
        chart: "prometheus-operator-crds",
        version: "31.0.1",
        repository: "https://prometheus-community.github.io/helm-charts",
        appVersion: "v0.93.1", // the operator of the stack below
        source: "prometheus-community/helm-charts charts/prometheus-operator-crds",
        digest: "sha256:4cfc60880b22d992e83c56ac8b2525ff7b18a42713750f87fb107faf7796bfd8",
    },
    kubePrometheusStack: {
        chart: "kube-prometheus-stack",
        version: "88.5.3",
        repository: "https://prometheus-community.github.io/helm-charts",
        appVersion: "v0.93.1",
        source: "prometheus-community/helm-charts charts/kube-prometheus-stack", // with grafana 12.11.1 as grafana-community/helm-charts has it
        digest: "sha256:9732aa5ef3f9704b8192f6a2f70ebc5b6caa482ab28422731975fbded537b0e9",
    },
    loki: {
        chart: "loki",
        version: "18.11.0",
        repository: "https://grafana-community.github.io/helm-charts",
        appVersion: "3.7.6",
        source: "grafana-community/helm-charts charts/loki",
        digest: "sha256:7e50293deb3440050546dc68d7ed519a21e9c64a6d275df9baee8112f57806c3",
    },
    alloy: {
        chart: "alloy",
        version: "1.11.1",
        repository: "https://grafana.github.io/helm-charts",
        appVersion: "v1.18.1",
        source: "grafana/alloy operations/helm/charts/alloy",
        digest: "sha256:c1de7523e11ee1dd18997971335bedd6b41b38deb242305b8827ae6c50f11c60",
    },
    cloudWatchExporter: {
        chart: "prometheus-yet-another-cloudwatch-exporter",
        version: "0.47.0",
        repository: "https://prometheus-community.github.io/helm-charts",
        appVersion: "v0.67.0",
        source: "prometheus-community/helm-charts charts/prometheus-yet-another-cloudwatch-exporter",
        digest: "sha256:43544d1919215751863c98c2522da9580e3fa4410c91f0f6339a6f676966850d",
    },
} as const satisfies Readonly<Record<string, ChartVersion>>;

/**
 * Images that charts run, where the chart takes a digest and several independent public deployments name the same one for the tag (of the
 * index for amd64 and arm64, read 2026-11). For the operator and its reloader, the sidecars of Grafana, KEDA, External Secrets and the load
 * balancer controller no second source was found: their charts name them by version.
 */
export const CHART_IMAGES = {
    alloy: { digest: "sha256:0f4434c92b3e6cdac38bb129b344e1790c246f7b6e2eaffcc16a5fa363240e33" },
    alertmanager: { sha: "690c7b525f4367aa91f73e2f91c632206d32e97c6384bdbf2fb7a861b420340d" },
    /** Ahead of its chart: 13.2.0 loses a goroutine and its buffers with every HEAD request that accepts gzip (grafana/grafana#131366). */
    grafana: { tag: "13.2.1", sha: "f772d434e8fab0049deb2b1b30abd43342bcfca1537614aa8d36080232cf4283" },
    // This chart writes what stands here behind the "@".
    kubeStateMetrics: { sha: "sha256:42cfe3723a5f058171c627537fb57a3ea0f26e4380fa18555a95cb1a1b4cfc5b" },
    loki: { digest: "sha256:efd47c67f9bac88ca29bcf8cb997d9ab29d1848bd0aff579282295542a745952" },
    nodeExporter: { digest: "sha256:1b4e4438faca4dd7e001dd445d161a4a2091b0fededa84093b3a8dfeae1f1be0" },
    prometheus: { sha: "50c707e96da5ade383cb1707790576480485e93de06aa60ad8802cb5f744bd0a" },
} as const;

/**
 * Images of others that our own workloads run, by version and digest of the index for amd64 and arm64: what `images: digest` asks of every
 * image holds for these too. Digests as several independent public deployments of the tag name them, read 2026-11.
 */
export const IMAGES = {
    /** Does nothing: keeps room on nodes free. */
    pause: "registry.k8s.io/pause:3.10.1@sha256:278fb9dbcca9518083ad1e11276933a2e96f23de604a3a08cc3c80002767d24c",
    /** The default proxy of Envoy Gateway 1.9.1, which names this digest itself. The API of 1.39 is what make check holds our bootstrap to. */
    envoy: "docker.io/envoyproxy/envoy:distroless-v1.39.1@sha256:eb2c01c13125d1629637cb4e4cce7207009fb7cc2c8027f9742758549d15b6f4",
    /** psql for RDS for PostgreSQL 17 and older; Amazon's own copy of the official image, which knows no pull limit. */
    postgres:
        "public.ecr.aws/docker/library/postgres:17.11-alpine3.24@sha256:b0f9560a2de083e2cc7382e75f808c7381a32852a7ec49117deedb300e552b24",
    /** The last LTS line of 5 (Graphiti, under MemStack, wants 5.26 or newer); Community Edition, which is what tags without a suffix are too. */
    neo4j: "public.ecr.aws/docker/library/neo4j:5.26.31-community@sha256:5eb12ad77fa46ab73e23df9ea1f43f5c0f2a79523435577648e046be042b9b93",
    awsCli: "public.ecr.aws/aws-cli/aws-cli:2.37.0@sha256:337494c2047176fe9abcf45a5d1eaf1c2c62cae40953284fb1143b5c6170f065",
    blackboxExporter:
        "quay.io/prometheus/blackbox-exporter:v0.28.0@sha256:e753ff9f3fc458d02cca5eddab5a77e1c175eee484a8925ac7d524f04366c2fc",
    postgresExporter:
        "quay.io/prometheuscommunity/postgres-exporter:v0.20.1@sha256:ac5ec343104fae0e2d84a27bb8d69b38430a11910c5382cad85d478d2bab713e",
    redisExporter:
        "docker.io/oliver006/redis_exporter:v1.90.0@sha256:a129504e65b87c54f79bc92f1afc403475e8ff646a3d7512de469904ceddf986",
} as const;

/** An image that a chart runs, and the value that it takes from where. */
export interface ChartSource {
    /** Without tag. */
    readonly image: string;
    /** Path of the map in the chart's values. */
    readonly at: string;
    /** `split`: its keys registry and repository. `whole`: repository with the registry in it. */
    readonly as: "split" | "whole";
}

/** Of every chart whose pods pull images, all that they pull with our values (config/charts holds the list against this one). */
export const CHART_SOURCES: Readonly<Record<string, readonly ChartSource[]>> = {
    [CHARTS.alloy.chart]: [{ image: "docker.io/grafana/alloy", at: "image", as: "split" }],
    [CHARTS.loadBalancerController.chart]: [
        { image: "public.ecr.aws/eks/aws-load-balancer-controller", at: "image", as: "whole" },
    ],
    [CHARTS.clusterAutoscaler.chart]: [
        { image: "registry.k8s.io/autoscaling/cluster-autoscaler", at: "image", as: "whole" },
    ],
    [CHARTS.externalSecrets.chart]: [{ image: "ghcr.io/external-secrets/external-secrets", at: "image", as: "whole" }],
    [CHARTS.keda.chart]: [
        { image: "ghcr.io/kedacore/keda", at: "image.keda", as: "split" },
        { image: "ghcr.io/kedacore/keda-metrics-apiserver", at: "image.metricsApiServer", as: "split" },
    ],
    [CHARTS.kubePrometheusStack.chart]: [
        { image: "quay.io/prometheus/alertmanager", at: "alertmanager.alertmanagerSpec.image", as: "split" },
        { image: "docker.io/grafana/grafana", at: "grafana.image", as: "split" },
        { image: "quay.io/kiwigrid/k8s-sidecar", at: "grafana.sidecar.image", as: "split" },
        {
            image: "registry.k8s.io/kube-state-metrics/kube-state-metrics",
            at: "kube-state-metrics.image",
            as: "split",
        },
        { image: "quay.io/prometheus/node-exporter", at: "prometheus-node-exporter.image", as: "split" },
        { image: "quay.io/prometheus-operator/prometheus-operator", at: "prometheusOperator.image", as: "split" },
        {
            image: "quay.io/prometheus-operator/prometheus-config-reloader",
            at: "prometheusOperator.prometheusConfigReloader.image",
            as: "split",
        },
        { image: "quay.io/prometheus/prometheus", at: "prometheus.prometheusSpec.image", as: "split" },
    ],
    [CHARTS.loki.chart]: [{ image: "docker.io/grafana/loki", at: "loki.image", as: "split" }],
    [CHARTS.cloudWatchExporter.chart]: [
        { image: "quay.io/prometheuscommunity/yet-another-cloudwatch-exporter", at: "image", as: "split" },
    ],
};

/** Where a chart takes the Secrets with which its pods pull images. `names`: their names alone, without a map around each. */
export const CHART_PULL_SECRETS: Readonly<Record<string, { readonly at: string; readonly as: "maps" | "names" }>> = {
    [CHARTS.alloy.chart]: { at: "image.pullSecrets", as: "maps" },
    [CHARTS.loadBalancerController.chart]: { at: "imagePullSecrets", as: "maps" },
    [CHARTS.clusterAutoscaler.chart]: { at: "image.pullSecrets", as: "names" },
    [CHARTS.keda.chart]: { at: "imagePullSecrets", as: "maps" },
    [CHARTS.kubePrometheusStack.chart]: { at: "global.imagePullSecrets", as: "maps" },
    [CHARTS.loki.chart]: { at: "imagePullSecrets", as: "maps" },
    [CHARTS.cloudWatchExporter.chart]: { at: "imagePullSecrets", as: "maps" },
};
