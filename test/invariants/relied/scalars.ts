/** What charts are told by words and numbers, and why, beside the rows of told.ts; room, places, rights and images are held to the renderings. */
import { MONITORING } from "./scalars-monitoring";
import { says, type Scalar } from "./scalar";

/** Held elsewhere: by the renderings (charts.test.ts), by switches and rows of told.ts, or because it is a program of its own with its own test. */
export const ELSEWHERE =
    /(\b(requests|limits)\.\w|tolerations\[|nodeSelector\.|priorityClassName$|\breplicas$|replicaCount$|ecurityContext\.|storageClass(Name)?$|images?\b|[sS]ize$|serviceAccount\.name$| config$|configMap\.content$|templateFiles\.)/;

export const SCALARS: readonly Scalar[] = [
    says(
        "its objects are called as policies, alerts and pages call them",
        /^services-autoscaler-\S+ fullname/,
        /^cluster-autoscaler$/,
    ),
    says(
        "its objects are called as policies, alerts and pages call them",
        /^services-secrets-\S+ fullname/,
        /^external-secrets$/,
    ),
    says(
        "its objects are called as policies, alerts and pages call them",
        /^services-load-\S+ fullname/,
        /^aws-load-balancer-controller$/,
    ),
    says(
        "its objects are called as policies, alerts and pages call them",
        /^cloudwatch-\S+ fullname/,
        /^cloudwatch-exporter$/,
    ),
    says(
        "its objects are called as policies, alerts and pages call them",
        /^logs-(loki|alloy)-\S+ fullname/,
        /^(loki|alloy)$/,
    ),
    says(
        "its objects are called as policies, alerts and pages call them",
        /^metrics-\S+ fullname/,
        /^kube-prometheus-stack$/,
    ),
    says(
        "its objects are called as policies, alerts and pages call them",
        /^metrics-\S+ grafana\.fullname/,
        /^grafana$/,
    ),
    says(
        "node agents are apart, where they may",
        /^metrics-\S+ prometheus-node-exporter\.namespaceOverride$/,
        /^node-metrics$/,
    ),
    says(
        "this stack's cluster, region and tags",
        /(clusterName|externalLabels\.cluster)$/,
        /^mindcloud-golden-cluster$/,
    ),
    says("this stack's cluster, region and tags", /([rR]egion)$/, /^us-east-1$/),
    says("this stack's cluster, region and tags", /defaultTags\.mindcloud:(project|stack)$/, /^(mindcloud|golden)$/),
    says("this stack's cluster, region and tags", / vpcId$/, /^vpc-[0-9a-f]+$/),
    says(
        "groups differ in their own name only, and grow alike",
        / extraArgs\.balancing-ignore-label_1$/,
        /^mindcloud\.dev\/node-group$/,
    ),
    says(
        "a drain takes one pod at a time, and leaves one",
        /podDisruptionBudget\.((\w+\.)?maxUnavailable|minAvailable)$/,
        /^1$/,
    ),
    // kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints
    says(
        "two do not go with one zone or one node, and still start where there is one",
        /onstraints\S*\.maxSkew$/,
        /^1$/,
    ),
    says(
        "two do not go with one zone or one node, and still start where there is one",
        /onstraints\S*\.whenUnsatisfiable$/,
        /^ScheduleAnyway$/,
    ),
    says(
        "two do not go with one zone or one node",
        /onstraints\S*(\[0\]\.topologyKey)$/,
        /^topology\.kubernetes\.io\/zone$/,
    ),
    says("two do not go with one zone or one node", /onstraints\S*(\[1\]\.topologyKey)$/, /^kubernetes\.io\/hostname$/),
    says(
        "a volume is of one zone, and so is what writes it",
        /podAntiAffinityTopologyKey$/,
        /^topology\.kubernetes\.io\/zone$/,
    ),
    says(
        "three copies of the write-ahead log on three nodes",
        /^logs-loki-\S+ \S*podAntiAffinity\S*\.topologyKey$/,
        /^kubernetes\.io\/hostname$/,
    ),
    says(
        "the labels of its own pods, by its templates",
        /^services-autoscaler-\S+ \S+\.app\.kubernetes\.io\/instance$/,
        /^cluster-autoscaler$/,
    ),
    says(
        "the labels of its own pods, by its templates",
        /^services-secrets-\S+ \S+\.app\.kubernetes\.io\/name$/,
        /^external-secrets$/,
    ),
    says(
        "the labels of its own pods, by its templates",
        /^services-load-\S+ \S+\.app\.kubernetes\.io\/name$/,
        /^aws-load-balancer-controller$/,
    ),
    says(
        "the labels of its own pods, by its templates",
        /^services-keda-\S+ \S+metricsServer\S+\.app$/,
        /^keda-operator-metrics-apiserver$/,
    ),
    says("the labels of its own pods, by its templates", /^services-keda-\S+ \S+operator\S+\.app$/, /^keda-operator$/),
    says(
        "the labels of its own pods, by its templates",
        /^logs-loki-\S+ \S+\.app\.kubernetes\.io\/(name|component)$/,
        /^(loki|single-binary)$/,
    ),
    says("windows of queries are ten of them", /^(?!cloudwatch)\S+ \S*[sS]erviceMonitor\.interval$/, /^30s$/),
    says(
        "CloudWatch has a new value every five minutes, which is asked for once",
        /^cloudwatch-\S+ extraArgs\.scraping-interval$/,
        /^300$/,
    ),
    says(
        "what the exporter holds is read a minute later at most",
        /^cloudwatch-\S+ serviceMonitor\.interval$/,
        /^60s$/,
    ),
    says("policies open this port to Prometheus", /^cloudwatch-\S+ (containerPort|service\.port)$/, /^5000$/),
    says(
        "policies look where the Prometheus of this environment is",
        /^services-autoscaler-\S+ serviceMonitor\.namespace$/,
        /^cluster-autoscaler$/,
    ),
    // external-secrets/deploy/charts/external-secrets/values.yaml: "skipIfMissing" looks for the kind while it renders, "failIfMissing" stops
    says(
        "its kind comes with another release, which rendering does not see",
        / serviceMonitor\.renderMode$/,
        /^alwaysRender$/,
    ),
    says("pods are targets by their own addresses (VPC CNI)", / defaultTargetType$/, /^ip$/),

    // grafana.com/docs/loki/latest/operations/storage: TSDB wants v13 and an index of a day
    says("one program does all", /^logs-loki-\S+ deploymentMode$/, /^Monolithic$/),
    says("TSDB's own form of the index", /^logs-loki-\S+ \S+schemaConfig\S+\.(schema|store)$/, /^(v13|tsdb)$/),
    says("the only period that TSDB takes", /^logs-loki-\S+ \S+\.index\.period$/, /^24h$/),
    says(
        "names of the index's tables, which no later version may change",
        /^logs-loki-\S+ \S+\.index\.prefix$/,
        /^index_$/,
    ),
    says("the first day of the schema: before the first environment", /^logs-loki-\S+ \S+\.from$/, /^2026-01-01$/),
    says("chunks outlive the pod", /^logs-loki-\S+ \S*(storage\.type|_store)$/, /^s3$/),
    says("its own bucket", /^logs-loki-\S+ \S+bucketNames\.chunks$/, /^mindcloud-golden-pod-logs-/),
    says("a write-ahead log for each of three", /^logs-loki-\S+ \S+replication_factor$/, /^3$/),
    says("days of the stack file", /^logs-loki-\S+ \S+retention_period$/, /^720h$/),
    says(
        "what is not in the bucket yet outlives the pod, and goes with a replica that is not wanted",
        /(whenDeleted)$/,
        /^Retain$/,
    ),
    says(
        "what is not in the bucket yet outlives the pod, and goes with a replica that is not wanted",
        /(whenScaled)$/,
        /^Delete$/,
    ),
    says("one pod writes it", /accessModes\[0\]$/, /^ReadWriteOnce$/),

    says(
        "where it was, outlives its pod: no line is sent twice",
        /^logs-alloy-\S+ \S*(mountPath|storagePath|hostPath\.path)$/,
        /^\/var\/lib\/alloy$/,
    ),
    says(
        "where it was, outlives its pod: no line is sent twice",
        /^logs-alloy-\S+ \S*extra\[0\]\.name$/,
        /^positions$/,
    ),
    says("the first pod of a node makes it", /^logs-alloy-\S+ \S*hostPath\.type$/, /^DirectoryOrCreate$/),
    says("one on each node", /^logs-alloy-\S+ controller\.type$/, /^daemonset$/),
    says(
        "it looks for pods and changes none",
        /^logs-alloy-\S+ rbac\.\w+\[0\]\.(apiGroups|resources|verbs)\[\d\]$/,
        /^(|pods|get|list|watch)$/,
    ),
    ...MONITORING,
];
