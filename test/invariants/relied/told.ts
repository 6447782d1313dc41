/** What AWS and charts are told, and why it must be that: each row by the page that says what the other value would do. */
export interface Told {
    /** The last words of the type, or a chart. */
    readonly of: string;
    readonly path: string;
    readonly value: unknown;
    readonly because: string;
}

const row = (of: string, path: string, value: unknown, because: string): Told => ({ of, path, value, because });

export const AWS: readonly Told[] = [
    // docs.aws.amazon.com/eks/latest/userguide/network-reqs.html: nodes do not join a cluster whose VPC has not both
    row("Vpc", "enableDnsHostnames", true, "nodes must resolve the endpoint of the cluster"),
    row("Vpc", "enableDnsSupport", true, "nodes must resolve the endpoint of the cluster"),
    // docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html
    row("Addon", "resolveConflictsOnCreate", "OVERWRITE", "what EKS brings itself gives way to what is managed"),
    row("Addon", "resolveConflictsOnUpdate", "OVERWRITE", "what somebody changed by hand is put right"),
    // docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
    row("Cluster", "bootstrapSelfManagedAddons", false, "self-managed copies would stand beside the add-ons"),
    row("Cluster", "kubernetesNetworkConfig.ipFamily", "ipv4", "subnets have no IPv6 blocks"),
    row("Cluster", "kubernetesNetworkConfig.serviceIpv4Cidr", "172.20.0.0/16", "policies let pods reach 172.20.0.1"),
    row("NodeGroup", "updateConfig.maxUnavailablePercentage", 33, "one zone of three at a time"),
    row("Schedule", "recurrence", "*/5 * * * *", "a floor that was raised is reached within five minutes"),
    row("Schedule", "desiredCapacity", -1, "the provider's word for: leave it"),
    row("Schedule", "maxSize", -1, "the provider's word for: leave it"),
    // docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html: the root of Amazon Linux 2023
    row("LaunchTemplate", "blockDeviceMappings.0.deviceName", "/dev/xvda", "another name would be a second volume"),
    row("LaunchTemplate", "blockDeviceMappings.0.ebs.deleteOnTermination", "true", "volumes of gone nodes would stay"),
    row("LaunchTemplate", "blockDeviceMappings.0.ebs.volumeType", "gp3", "what cost and capacity reckon with"),
    row("LaunchTemplate", "networkInterfaces.0.deviceIndex", 0, "the interface that a node has"),
    row("LaunchTemplate", "networkInterfaces.0.deleteOnTermination", "true", "interfaces would hold the subnet"),
    row("LaunchTemplate", "updateDefaultVersion", true, "who starts a node by hand gets today's template"),
    // docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
    row("FlowLog", "trafficType", "REJECT", "what was refused is looked for, and costs little"),
    row("FlowLog", "maxAggregationInterval", 60, "an incident is seen in its minute"),
    // docs.aws.amazon.com/efs/latest/ug/lifecycle-management-efs.html
    row(
        "FileSystem",
        "lifecyclePolicies.2.transitionToPrimaryStorageClass",
        "AFTER_1_ACCESS",
        "what is read is read again",
    ),
    row("FileSystem", "performanceMode", "generalPurpose", "elastic throughput has no other"),
    row("FileSystem", "protection.replicationOverwrite", "ENABLED", "nobody replicates over it"),
    // docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ManagingAutomatedBackups.html
    row("Instance", "deleteAutomatedBackups", false, "backups outlive an instance that is kept"),
    row("Instance", "allowMajorVersionUpgrade", true, "a new major in the stack file is what was wanted"),
    row("Instance", "performanceInsightsRetentionPeriod", 7, "the days that cost nothing"),
    row(
        "Instance",
        "enabledCloudwatchLogsExports",
        ["postgresql", "upgrade", "iam-db-auth-error"],
        "log groups are made for them",
    ),
    row("ReplicationGroup", "automaticFailoverEnabled", true, "a second node takes over by itself"),
    row("ReplicationGroup", "clusterMode", "disabled", "clients speak to one primary"),
    row("ReplicationGroup", "engine", "valkey", "its users and parameters are of that engine"),
    row(
        "ReplicationGroup",
        "logDeliveryConfigurations.0.destinationType",
        "cloudwatch-logs",
        "log groups are made for them",
    ),
    row("ReplicationGroup", "logDeliveryConfigurations.0.logFormat", "json", "fields can be asked for"),
    row("User", "engine", "valkey", "a group takes users of its own engine"),
    row("UserGroup", "engine", "valkey", "a replication group takes users of its own engine"),
    // docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
    row(
        "BucketLifecycleConfiguration",
        "transitionDefaultMinimumObjectSize",
        "all_storage_classes_128K",
        "small objects cost more elsewhere",
    ),
    row(
        "BucketLogging",
        "targetObjectKeyFormat.partitionedPrefix.partitionDateSource",
        "EventTime",
        "an hour's log is under its hour",
    ),
    row("BucketNotification", "eventbridge", true, "restores and scanners listen there"),
    row("Plan", "rules.0.startWindow", 60, "minutes; with the next, a backup is of its own night"),
    row("Plan", "rules.0.completionWindow", 720, "minutes"),
    row("Budget", "budgetType", "COST", "it counts dollars"),
    row("Budget", "limitUnit", "USD", "it counts dollars"),
    row("Budget", "timeUnit", "MONTHLY", "the stack file's budget is a month's"),
    row("Budget", "notifications.0.thresholdType", "PERCENTAGE", "50 is half"),
    row("Certificate", "validationMethod", "DNS", "renews by itself as long as the record is there"),
    row("RandomPassword", "minLower", 1, "rules of stores"),
    row("RandomPassword", "minUpper", 1, "rules of stores"),
    row("RandomPassword", "minNumeric", 1, "rules of stores"),
    row("RandomPassword", "special", false, "it stands in addresses unescaped"),
    row("SecurityGroup", "revokeRulesOnDelete", true, "two groups that name each other can be deleted"),
    row("EventSubscription", "enabled", undefined, "it is on by default"),
];

/** Keys are those of each chart's values.yaml at the version of config/versions.ts (charts/README.md says how to read them). */
export const CHARTS: readonly Told[] = [
    row("cluster-autoscaler", "cloudProvider", "aws", "groups are found by their tags"),
    row("cluster-autoscaler", "extraArgs.expander", "least-waste", "the node that fits"),
    row("cluster-autoscaler", "extraArgs.balance-similar-node-groups", true, "zones grow alike"),
    row(
        "cluster-autoscaler",
        "extraArgs.skip-nodes-with-local-storage",
        false,
        "every pod has scratch, and no node would ever go",
    ),
    row("cluster-autoscaler", "extraArgs.skip-nodes-with-system-pods", false, "system pods have budgets"),
    row("cluster-autoscaler", "extraArgs.emit-per-nodegroup-metrics", true, "NodeGroupAtMaximum asks for them"),
    row("external-secrets", "leaderElect", true, "two would write each secret"),
    row("external-secrets", "processPushSecret", false, "nothing in the cluster writes to Secrets Manager"),
    row("external-secrets", "processClusterPushSecret", false, "nothing in the cluster writes to Secrets Manager"),
    row("external-secrets", "processSecretStore", false, "there is one store, and it is the cluster's"),
    row("external-secrets", "processClusterExternalSecret", false, "no secret is put into namespaces that did not ask"),
    row("external-secrets", "processClusterGenerator", false, "nothing is generated in the cluster"),
    row("external-secrets", "rbac.serviceAccountTokenCreate", false, "it has a role of its own and borrows none"),
    row(
        "keda",
        "crds.additionalAnnotations.helm\\.sh/resource-policy",
        "keep",
        "with the kinds every autoscaler would go",
    ),
    row(
        "aws-load-balancer-controller",
        "controllerConfig.featureGates.EnableServiceController",
        false,
        "no Service makes a load balancer",
    ),
    row(
        "aws-load-balancer-controller",
        "controllerConfig.featureGates.ALBGatewayAPI",
        false,
        "its kinds are not installed",
    ),
    row(
        "aws-load-balancer-controller",
        "controllerConfig.featureGates.NLBGatewayAPI",
        false,
        "its kinds are not installed",
    ),
    row(
        "aws-load-balancer-controller",
        "disableIngressClassAnnotation",
        true,
        "laws look at the class, not at the annotation",
    ),
    row(
        "aws-load-balancer-controller",
        "disableIngressGroupNameAnnotation",
        true,
        "nobody joins a load balancer by an annotation",
    ),
    row("aws-load-balancer-controller", "enableShield", false, "it has no permission for it"),
    row("aws-load-balancer-controller", "enableWaf", false, "it has no permission for it"),
    row("aws-load-balancer-controller", "enableWafv2", false, "it has no permission for it"),
    row(
        "prometheus-yet-another-cloudwatch-exporter",
        "testConnection",
        false,
        "a pod without limits, which the quota refuses",
    ),
    row("alloy", "alloy.enableReporting", false, "nothing of an environment goes to grafana.com"),
    row("alloy", "alloy.mounts.varlog", true, "that is where logs are"),
    row("loki", "loki.analytics.reporting_enabled", false, "nothing of an environment goes to grafana.com"),
    row("loki", "loki.auth_enabled", false, "one tenant; the network says who asks"),
    row("loki", "loki.limits_config.volume_enabled", true, "Grafana's log volume asks for it"),
    row("loki", "loki.schemaConfig.configs.0.object_store", "s3", "chunks outlive the pod"),
    row("loki", "singleBinary.persistence.enableStatefulSetAutoDeletePVC", true, "what it holds is in the bucket"),
    ...[
        row("", "snapshots.external_enabled", false, "nothing is shared with the world"),
        row("", "users.allow_sign_up", false, "who looks is let in"),
        row("", "security.disable_gravatar", true, "no address of a user goes to gravatar.com"),
        row("", "security.cookie_samesite", "lax", "OIDC comes back by a redirect"),
        row("", "auth\\.anonymous.enabled", false, "who looks logs in"),
        row("", "analytics.reporting_enabled", false, "nothing of an environment goes to grafana.com"),
        row("", "analytics.check_for_updates", false, "nothing of an environment goes to grafana.com"),
        row("", "analytics.check_for_plugin_updates", false, "nothing of an environment goes to grafana.com"),
        row("", "plugins.preinstall_disabled", true, "the root file system is read-only"),
    ].map((one) => ({ ...one, of: "kube-prometheus-stack", path: `grafana.grafana\\.ini.${one.path}` })),
    ...["podMonitor", "probe", "rule", "scrapeConfig", "serviceMonitor"].map((kind) =>
        row(
            "kube-prometheus-stack",
            `prometheus.prometheusSpec.${kind}SelectorNilUsesHelmValues`,
            false,
            "those of systems are taken too",
        ),
    ),
    row(
        "kube-prometheus-stack",
        "prometheus.prometheusSpec.scrapeInterval",
        "30s",
        "windows of queries are ten of them",
    ),
    row("kube-prometheus-stack", "prometheus.prometheusSpec.evaluationInterval", "30s", "two for the shortest alert"),
    row("kube-prometheus-stack", "prometheus.prometheusSpec.walCompression", true, "the volume is sized for it"),
    row(
        "kube-prometheus-stack",
        "prometheus.prometheusSpec.serviceDiscoveryRole",
        "EndpointSlice",
        "Endpoints are deprecated since 1.33",
    ),
    row(
        "kube-prometheus-stack",
        "prometheusOperator.kubeletEndpointSliceEnabled",
        true,
        "Endpoints are deprecated since 1.33",
    ),
    row(
        "kube-prometheus-stack",
        "prometheusOperator.kubeletEndpointsEnabled",
        false,
        "Endpoints are deprecated since 1.33",
    ),
    row(
        "kube-prometheus-stack",
        "grafana.sidecar.dashboards.folderAnnotation",
        "grafana_folder",
        "dashboards carry it",
    ),
    row(
        "kube-prometheus-stack",
        "grafana.sidecar.dashboards.provider.allowUiUpdates",
        false,
        "what somebody changes by hand would be lost",
    ),
    row(
        "kube-prometheus-stack",
        "grafana.sidecar.dashboards.provider.foldersFromFilesStructure",
        true,
        "the annotation is a folder",
    ),
    row(
        "kube-prometheus-stack",
        "grafana.defaultDashboardsEditable",
        false,
        "what somebody changes by hand would be lost",
    ),
    row("kube-prometheus-stack", "grafana.defaultDashboardsTimezone", "utc", "as all times of this project"),
    row("kube-prometheus-stack", "alertmanager.config.global.resolve_timeout", "5m", "two evaluations and a restart"),
    row(
        "kube-prometheus-stack",
        "alertmanager.config.route.group_by",
        ["alertname", "system", "namespace"],
        "one message of one thing",
    ),
    row("kube-prometheus-stack", "kubelet.serviceMonitor.cAdvisorInterval", "30s", "autoscalers' and alerts' windows"),
    row("kube-prometheus-stack", "kube-state-metrics.collectorsExclude", ["secrets"], "it may not list them"),
];
