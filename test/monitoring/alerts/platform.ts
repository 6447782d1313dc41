/** Cases of what all systems share: stores, cluster, monitoring itself. */
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../../../components/monitoring/catalogues/cloudwatch";
import { KUBERNETES as K } from "../../../components/monitoring/catalogues/kubernetes";
import { NODES } from "../../../components/monitoring/catalogues/nodes";
import { POSTGRES_METRICS as POSTGRES } from "../../../components/monitoring/catalogues/postgres";
import { PROBES } from "../../../components/monitoring/catalogues/probes";
import { MONITORING as M } from "../../../components/monitoring/catalogues/prometheus";
import { REDIS_METRICS as REDIS } from "../../../components/monitoring/catalogues/redis";
import type { Gauge } from "../../../components/monitoring/catalogue";
import type { Case } from "./cases";
import { before, falling, level, observed, points, rising, type Labels } from "./series";

const GIB = 2 ** 30;
const DAY = 86_400;
const TARGET = { job: "a-job", instance: "10.0.0.9:8000" };

/** Ids that the environment gives its groups and its instance. */
export interface StoreNames {
    readonly queue: string;
    readonly cache: string;
    readonly database: string;
}

export const storeCases = (names: StoreNames): readonly Case[] => [...redisCases(names), ...postgresCases(names)];

function redisCases({ queue, cache }: StoreNames): readonly Case[] {
    const exporter = { namespace: "memstack", pod: "redis-exporter-0" };
    const node = (group: string) => ({
        ...{ account_id: "000000000000", region: "us-east-1", name: "arn" },
        dimension_CacheClusterId: `${group}-001`,
    });
    const of = (group: string, metric: Gauge, value: number) => [level(metric, node(group), value)];
    const labels = (group: string) => ({ dimension_CacheClusterId: `${group}-001` });
    const clients = (now: number) => [level(REDIS.clients, exporter, now), level(REDIS.clientsMaximum, exporter, 1000)];
    return [
        {
            alert: "RedisDown",
            bad: [level(REDIS.up, exporter, 0)],
            good: [[level(REDIS.up, exporter, 1)]],
            ...{ for: 2, labels: { ...exporter, ...TARGET } },
            says: "The exporter in memstack gets no answer from its group (redis_up is 0).",
        },
        {
            alert: "RedisConnectionsNearLimit",
            bad: clients(801),
            good: [clients(799)],
            ...{ for: 15, labels: { ...exporter, ...TARGET } },
            says: "80.1% of the connections that the group of memstack takes are in use.",
        },
        {
            alert: "QueueEvicts",
            bad: of(queue, CLOUDWATCH.cacheEvictions, 1),
            // A cache may.
            good: [of(queue, CLOUDWATCH.cacheEvictions, 0), of(cache, CLOUDWATCH.cacheEvictions, 1000)],
            ...{ for: 0, labels: labels(queue) },
            says: `${queue}-001 evicted 1 keys in a period; its policy must be noeviction.`,
        },
        {
            alert: "QueueMemoryHigh",
            bad: of(queue, CLOUDWATCH.cacheMemory, 76),
            good: [of(queue, CLOUDWATCH.cacheMemory, 75), of(cache, CLOUDWATCH.cacheMemory, 76)],
            ...{ for: 15, labels: labels(queue) },
            says: `${queue}-001 has 76 % of its memory in use.`,
        },
        {
            alert: "QueueMemoryFull",
            bad: of(queue, CLOUDWATCH.cacheMemory, 91),
            good: [of(queue, CLOUDWATCH.cacheMemory, 90)],
            ...{ for: 5, labels: labels(queue) },
            says: `${queue}-001 has 91 % of its memory in use.`,
        },
        {
            alert: "CacheMemoryFull",
            bad: of(cache, CLOUDWATCH.cacheMemory, 96),
            good: [of(cache, CLOUDWATCH.cacheMemory, 95), of(queue, CLOUDWATCH.cacheMemory, 96)],
            ...{ for: 60, labels: labels(cache) },
            says: `${cache}-001 has 96 % of its memory in use.`,
        },
        {
            alert: "RedisBusy",
            bad: of(cache, CLOUDWATCH.cacheCpu, 81),
            good: [of(cache, CLOUDWATCH.cacheCpu, 80), of("another-environment-cache", CLOUDWATCH.cacheCpu, 81)],
            ...{ for: 15, labels: labels(cache) },
            says: `${cache}-001 is busy 81 % of the time.`,
        },
        {
            alert: "RedisReplicaBehind",
            bad: of(queue, CLOUDWATCH.cacheLag, 31),
            good: [of(queue, CLOUDWATCH.cacheLag, 30)],
            ...{ for: 15, labels: labels(queue) },
            says: `${queue}-001 is 31s behind.`,
        },
    ];
}

/** Of db.m7g.large with 100 GiB, which the environment that is tested has by its profile. */
const POSTGRES_STORAGE = 100 * GIB;
const POSTGRES_MEMORY = 8 * GIB;

function postgresCases({ database }: StoreNames): readonly Case[] {
    const exporter = { namespace: "exporters", pod: "postgres-exporter-0" };
    const instance = {
        ...{ account_id: "000000000000", region: "us-east-1", name: "arn" },
        dimension_DBInstanceIdentifier: database,
    };
    const other = { ...instance, dimension_DBInstanceIdentifier: "of-another-environment" };
    const is = (metric: Gauge, value: number, of: Labels = instance) => [level(metric, of, value)];
    const labels = { dimension_DBInstanceIdentifier: database };
    const connections = (...open: readonly number[]) => [
        level(POSTGRES.connectionsMaximum, exporter, 1000),
        ...open.map((count, index) =>
            level(POSTGRES.databaseConnections, { ...exporter, datid: String(index), datname: `db${index}` }, count),
        ),
    ];
    return [
        {
            alert: "PostgresDown",
            bad: [level(POSTGRES.up, exporter, 0)],
            good: [[level(POSTGRES.up, exporter, 1)]],
            ...{ for: 2, labels: { ...exporter, ...TARGET } },
            says: "The exporter gets no answer from PostgreSQL (pg_up is 0).",
        },
        {
            alert: "PostgresConnectionsNearLimit",
            bad: connections(400, 401),
            good: [connections(400, 399)],
            ...{ for: 15 },
            says: "80.1% of max_connections are taken; the plan is at most 80%.",
        },
        {
            alert: "PostgresBusy",
            bad: is(CLOUDWATCH.databaseCpu, 81),
            good: [is(CLOUDWATCH.databaseCpu, 80), is(CLOUDWATCH.databaseCpu, 81, other)],
            ...{ for: 15, labels },
            says: `${database} is busy 81 % of the time.`,
        },
        {
            alert: "PostgresStorageFillsUp",
            // 38 GiB less 7 MiB a minute are gone after 3.8 days, less 6 MiB after 4.5; of 50 GiB nobody asks yet.
            bad: [falling(CLOUDWATCH.databaseStorage, instance, 38 * GIB, 7 * 2 ** 20)],
            good: [
                [falling(CLOUDWATCH.databaseStorage, instance, 38 * GIB, 6 * 2 ** 20)],
                [falling(CLOUDWATCH.databaseStorage, instance, 50 * GIB, 9 * 2 ** 20)],
            ],
            ...{ since: 1, for: 60, labels },
            says: `${database} has 37.58GiB left.`,
        },
        {
            alert: "PostgresStorageLow",
            bad: is(CLOUDWATCH.databaseStorage, 0.079 * POSTGRES_STORAGE),
            good: [is(CLOUDWATCH.databaseStorage, 0.081 * POSTGRES_STORAGE)],
            ...{ for: 30, labels },
            says: `${database} has 7.9GiB left.`,
        },
        {
            alert: "PostgresMemoryLow",
            bad: is(CLOUDWATCH.databaseMemory, 0.049 * POSTGRES_MEMORY),
            good: [is(CLOUDWATCH.databaseMemory, 0.051 * POSTGRES_MEMORY)],
            ...{ for: 15, labels },
            says: `${database} has 401.4MiB free.`,
        },
    ];
}

export function clusterCases(): readonly Case[] {
    return [...nodeCases(), ...capacityCases(), ...edgeCases(), ...serviceCases()];
}

function nodeCases(): readonly Case[] {
    const api = { job: "apiserver", namespace: "default", pod: "" };
    const exporter = { pod: "kube-state-metrics-0" };
    const condition = (name: string, status: string, is: number) =>
        level(K.nodeCondition, { node: "node-1", condition: name, status, ...exporter }, is);
    const disk = (free: number, mountpoint = "/") => {
        const of = { device: "/dev/nvme0n1p1", mountpoint, fstype: "xfs", device_error: "" };
        return [level(NODES.fileSystemSize, of, 1000), level(NODES.fileSystemAvailable, of, free)];
    };
    const memory = (free: number) => [level(NODES.memoryTotal, {}, 1000), level(NODES.memoryAvailable, {}, free)];
    const agents = (wanted: number, there: number) => {
        const of = { namespace: "node-metrics", daemonset: "node-exporter", ...exporter };
        return [level(K.daemonSetDesired, of, wanted), level(K.daemonSetAvailable, of, there)];
    };
    return [
        {
            alert: "KubernetesApiDown",
            bad: [level(M.up, api, 0)],
            good: [[level(M.up, api, 1)]],
            ...{ for: 5, says: "No API server has answered for 5 minutes (1)." },
        },
        {
            alert: "NodeNotReady",
            bad: [condition("Ready", "true", 0), condition("Ready", "false", 1)],
            good: [[condition("Ready", "true", 1), condition("Ready", "false", 0)]],
            ...{ for: 10, labels: { node: "node-1", condition: "Ready", status: "true" } },
            says: "node-1 has not been Ready for 10 minutes (0).",
        },
        {
            alert: "NodeUnderPressure",
            bad: [condition("DiskPressure", "true", 1)],
            good: [[condition("DiskPressure", "true", 0), condition("Ready", "true", 1)]],
            ...{ for: 10, labels: { node: "node-1", condition: "DiskPressure", status: "true" } },
            says: "node-1 has DiskPressure (1).",
        },
        {
            alert: "NodeDiskAlmostFull",
            bad: disk(149),
            good: [disk(151), disk(149, "/mnt/other")],
            for: 15,
            labels: { ...TARGET, device: "/dev/nvme0n1p1", mountpoint: "/", fstype: "xfs" },
            says: "/ of 10.0.0.9:8000 has 14.9% left.",
        },
        {
            alert: "NodeMemoryLow",
            bad: memory(49),
            good: [memory(51)],
            ...{ for: 15, labels: TARGET, says: "10.0.0.9:8000 has 4.9% of its memory left." },
        },
        {
            alert: "DaemonSetIncomplete",
            bad: agents(6, 5),
            good: [agents(6, 6)],
            ...{ for: 15, labels: { namespace: "node-metrics", daemonset: "node-exporter" } },
            says: "node-metrics/node-exporter is not available on 1 nodes.",
        },
    ];
}

function capacityCases(): readonly Case[] {
    const pod = { namespace: "cluster-autoscaler", pod: "cluster-autoscaler-0" };
    const waiting = (pods: number) => [level(M.podsWithoutNode, { ...pod, type: "unschedulable" }, pods)];
    const group = (least: number, now: number, most: number) => {
        const of = { ...pod, node_group: "eks-general" };
        return [
            level(M.nodeGroupMinimum, of, least),
            level(M.nodeGroupTarget, of, now),
            level(M.nodeGroupMaximum, of, most),
        ];
    };
    const failed = (values: string) => [points(M.failedScaleUps, { ...pod, reason: "cloudProviderError" }, values)];
    const safe = (is: number) => [level(M.safeToScale, pod, is)];
    return [
        {
            alert: "PodsWithoutNode",
            bad: waiting(1),
            good: [waiting(0)],
            ...{ for: 15, says: "1 pods wait for a node." },
        },
        {
            alert: "NodeGroupAtMaximum",
            bad: group(2, 6, 6),
            good: [group(2, 5, 6), group(3, 3, 3)],
            ...{ for: 15, labels: { node_group: "eks-general" } },
            says: "eks-general may have 0 more nodes.",
        },
        {
            alert: "NodesCannotBeAdded",
            bad: failed("0x5 2x300"),
            good: [failed("2x300")],
            ...{ since: 6, for: 0, labels: { reason: "cloudProviderError" } },
            says: "2 attempts to add nodes failed within 30 minutes: cloudProviderError.",
        },
        {
            alert: "NodesNotScaled",
            bad: safe(0),
            good: [safe(1)],
            ...{ for: 15, labels: { ...pod, ...TARGET } },
            says: "cluster-autoscaler-0 says that the cluster is not safe to scale (0).",
        },
    ];
}

function edgeCases(): readonly Case[] {
    const page = { instance: "https://akosha.ai.example.com/health", job: "health", namespace: "akosha" };
    const ends = (seconds: number) => [before(PROBES.certificateExpiry, page, -seconds)];
    const balancer = {
        ...{ account_id: "000000000000", region: "us-east-1", name: "arn" },
        dimension_LoadBalancer: "app/mindcloud/1",
    };
    const group = { ...balancer, dimension_TargetGroup: "targetgroup/a/1" };
    const answers = (good: number, own: number) => [
        level(CLOUDWATCH.requests, group, good),
        level(CLOUDWATCH.loadBalancerErrors, balancer, own),
    ];
    const refused = (connections: number) => [level(CLOUDWATCH.rejectedConnections, balancer, connections)];
    return [
        {
            alert: "CertificateExpiresSoon",
            bad: ends(21 * DAY - 1),
            good: [ends(22 * DAY)],
            ...{ for: 60, labels: page },
            says: `The certificate of ${page.instance} ends in 20d 22h 59m 59s.`,
        },
        {
            alert: "CertificateExpires",
            bad: ends(7 * DAY - 1),
            good: [ends(8 * DAY)],
            ...{ for: 60, labels: page },
            says: `The certificate of ${page.instance} ends in 6d 22h 59m 59s.`,
        },
        {
            alert: "LoadBalancerUnavailable",
            bad: answers(949, 51),
            good: [answers(951, 49)],
            ...{ for: 5, says: "5.1% of requests got an error from the load balancer itself." },
        },
        {
            alert: "LoadBalancerRefuses",
            bad: refused(1),
            good: [refused(0)],
            ...{ for: 5, labels: { dimension_LoadBalancer: "app/mindcloud/1" } },
            says: "app/mindcloud/1 refused 1 connections in a period.",
        },
    ];
}

function serviceCases(): readonly Case[] {
    const secret = (status: string, is: number) =>
        level(M.secretCondition, { exported_namespace: "akosha", name: "akosha-jwt", condition: "Ready", status }, is);
    const scaler = {
        ...{ exported_namespace: "akosha", scaledObject: "akosha-ingestion", type: "scaledobject" },
        ...{ scaler: "prometheusScaler", triggerIndex: "2", metric: "s2-prometheus" },
    };
    return [
        {
            alert: "SecretNotSynced",
            bad: [secret("False", 1), secret("True", 0)],
            good: [[secret("False", 0), secret("True", 1)]],
            for: 15,
            labels: { exported_namespace: "akosha", name: "akosha-jwt", condition: "Ready", status: "False" },
            says: "akosha/akosha-jwt is not Ready (1).",
        },
        {
            alert: "ScalerFailing",
            bad: [rising(M.scalerErrors, scaler, 1)],
            good: [[level(M.scalerErrors, scaler, 7)]],
            ...{ since: 1, for: 15 },
            labels: { exported_namespace: "akosha", scaledObject: "akosha-ingestion", scaler: "prometheusScaler" },
            says: "akosha/akosha-ingestion (prometheusScaler) failed 15 times within 15 minutes.",
        },
    ];
}

/** `most` series fit into half of the memory of the environment's Prometheus. */
export function monitoringCases(most: number): readonly Case[] {
    const prometheus = { namespace: "monitoring", pod: "prometheus-0" };
    const alertmanager = { namespace: "monitoring", pod: "alertmanager-0" };
    const operator = { controller: "prometheus", resource: "PrometheusRule" };
    const loki = (status: string, each: number) =>
        observed(M.lokiRequests, { method: "POST", route: "push", status_code: status, ws: "false" }, { 0.1: each });
    const sent = (all: number, failed: number) => [
        rising(M.notifications, { ...alertmanager, integration: "slack" }, all),
        rising(M.notificationsFailed, { ...alertmanager, integration: "slack", reason: "serverError" }, failed),
    ];
    const dropped = { host: "loki", tenant: "", reason: "rate_limited" };
    const discarded = { tenant: "fake", reason: "rate_limited", retention_hours: "744", policy: "", format: "loki" };
    const on = (labels: Labels) => ({ ...labels, ...TARGET });
    const ruleGroup = { ...prometheus, rule_group: "akosha" };
    const to = { ...prometheus, alertmanager: "http://alertmanager:9093/api/v2/alerts" };
    return [
        {
            alert: "PrometheusReloadFailed",
            bad: [level(M.reloaded, prometheus, 0)],
            good: [[level(M.reloaded, prometheus, 1)]],
            ...{ for: 10, labels: on(prometheus), says: "prometheus-0 runs with an old configuration (0)." },
        },
        {
            alert: "PrometheusRulesFailing",
            bad: [rising(M.ruleFailures, ruleGroup, 1)],
            good: [[level(M.ruleFailures, ruleGroup, 9)]],
            ...{ since: 1, for: 15, labels: on(ruleGroup) },
            says: "akosha failed 5 times within 5 minutes on prometheus-0.",
        },
        {
            alert: "PrometheusRejects",
            bad: [level(M.rejectedResources, { ...operator, state: "rejected" }, 1)],
            good: [
                [
                    level(M.rejectedResources, { ...operator, state: "rejected" }, 0),
                    level(M.rejectedResources, { ...operator, state: "selected" }, 9),
                ],
            ],
            ...{ for: 5, labels: on({ ...operator, state: "rejected" }) },
            says: "1 objects of kind PrometheusRule were rejected.",
        },
        {
            alert: "PrometheusTooManySeries",
            bad: [level(M.series, prometheus, most + 1)],
            good: [[level(M.series, prometheus, most)]],
            ...{ for: 60, labels: on(prometheus) },
            says: `prometheus-0 holds 786.4k series; its memory is sized for ${most}.`,
        },
        {
            alert: "Watchdog",
            bad: [],
            // Nothing may silence it.
            good: [],
            ...{ for: 0, says: "Alerts are evaluated and delivered (1)." },
        },
        {
            alert: "PrometheusWithoutAlertmanager",
            bad: [level(M.alertmanagers, prometheus, 0)],
            good: [[level(M.alertmanagers, prometheus, 1)]],
            ...{ for: 10, labels: on(prometheus), says: "prometheus-0 knows 0 Alertmanagers." },
        },
        {
            alert: "PrometheusDropsAlerts",
            bad: [rising(M.notificationsDropped, to, 1)],
            good: [[level(M.notificationsDropped, to, 9)]],
            ...{ since: 1, for: 10, labels: on(to), says: "prometheus-0 dropped 5 alerts within 5 minutes." },
        },
        {
            alert: "AlertmanagerReloadFailed",
            bad: [level(M.alertmanagerReloaded, alertmanager, 0)],
            good: [[level(M.alertmanagerReloaded, alertmanager, 1)]],
            ...{ for: 10, labels: on(alertmanager), says: "alertmanager-0 runs with an old configuration (0)." },
        },
        {
            alert: "NotificationsFailing",
            bad: sent(1000, 11),
            good: [sent(1000, 9)],
            ...{ since: 1, for: 5, labels: { integration: "slack" } },
            says: "1.1% of notifications by slack fail.",
        },
        {
            alert: "LokiErrors",
            bad: [...loki("204", 899), ...loki("500", 101)],
            good: [[...loki("204", 901), ...loki("500", 99)]],
            ...{ since: 1, for: 15, labels: { route: "push" }, says: "10.1% of requests to push fail." },
        },
        {
            alert: "LogLinesLost",
            bad: [rising(M.linesDropped, dropped, 1)],
            good: [[level(M.linesDropped, dropped, 9)]],
            ...{ since: 1, for: 15, labels: { reason: "rate_limited" } },
            says: "15 lines were lost within 15 minutes: rate_limited.",
        },
        {
            alert: "LogLinesRefused",
            bad: [rising(M.linesDiscarded, discarded, 1)],
            good: [[level(M.linesDiscarded, discarded, 9)]],
            ...{ since: 1, for: 15, says: "15 lines were refused within 15 minutes." },
        },
    ];
}
