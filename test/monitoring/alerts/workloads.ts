/** Cases of what every owner gets, in one of its namespaces. Limits and times are said again here, and not read from the rules. */
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../../../components/monitoring/catalogues/cloudwatch";
import { KUBERNETES as K } from "../../../components/monitoring/catalogues/kubernetes";
import { PROBES } from "../../../components/monitoring/catalogues/probes";
import type { Case } from "./cases";
import { before, falling, level, points, type InputSeries } from "./series";

const HOUR = 3600;
/** An exporter's own, on every series: they must not come through. */
const EXPORTER = { pod: "kube-state-metrics-0", service: "kube-state-metrics" };

export const workloadCases = (namespace: string): readonly Case[] => [
    ...replicaCases(namespace),
    ...containerCases(namespace),
    ...autoscalerCases(namespace),
];

function replicaCases(namespace: string): readonly Case[] {
    const deployment = { namespace, deployment: "api", ...EXPORTER };
    const statefulset = { namespace, statefulset: "store", ...EXPORTER };
    const replicas = (wanted: number, there: number) => [
        level(K.deploymentReplicas, deployment, wanted),
        level(K.deploymentAvailable, deployment, there),
    ];
    const stores = (wanted: number, there: number) => [
        level(K.statefulSetReplicas, statefulset, wanted),
        level(K.statefulSetReady, statefulset, there),
    ];
    const pod = (phase: string, is: number) => level(K.podPhase, { namespace, pod: "api-0", uid: "1", phase }, is);
    return [
        {
            alert: "WorkloadDown",
            bad: [...stores(1, 0), ...replicas(2, 1)],
            // One of two is there; and one that is suspended wants none.
            good: [replicas(2, 1), stores(0, 0)],
            ...{ for: 5, labels: { namespace, statefulset: "store" } },
            says: `${namespace}/store has 0 replicas available.`,
        },
        {
            alert: "ReplicasUnavailable",
            bad: replicas(3, 2),
            good: [replicas(3, 3), replicas(3, 4), stores(1, 1)],
            ...{ for: 15, labels: { namespace, deployment: "api" } },
            says: `${namespace}/api lacks 1 replicas.`,
        },
        {
            alert: "PodPending",
            bad: [pod("Pending", 1), pod("Running", 0)],
            good: [[pod("Pending", 0), pod("Running", 1)]],
            ...{ for: 15, labels: { namespace, pod: "api-0", phase: "Pending" } },
            says: `${namespace}/api-0 is still Pending: no node takes it, its image or a volume does not come, or a Secret is missing.`,
        },
    ];
}

function containerCases(namespace: string): readonly Case[] {
    const container = { namespace, pod: "api-0", uid: "1", container: "api" };
    const restarts = (values: string) => points(K.restarts, container, values);
    const killed = (reason: string) => level(K.lastTerminatedReason, { ...container, reason }, 1);
    const labels = { namespace, pod: "api-0", container: "api" };
    const which = `Container api of ${namespace}/api-0`;
    return [
        {
            alert: "ContainerRestarting",
            // The fourth within the hour; a fourth after more than one is no reason.
            bad: [restarts("0x10 1x10 2x10 3x8 4x300")],
            good: [[restarts("0x10 1x10 2x10 3x300")], [restarts("0x1 1x20 2x20 3x25 4x300")]],
            ...{ since: 42, for: 0, labels },
            says: `${which} restarted 4 times within an hour.`,
        },
        {
            alert: "ContainerOutOfMemory",
            bad: [restarts("0x5 1x300"), killed("OOMKilled")],
            good: [
                [restarts("0x5 1x300"), killed("Error")],
                [restarts("1x300"), killed("OOMKilled")],
            ],
            ...{ since: 6, for: 0, labels },
            says: `${which} was killed for its memory, and restarted 1 times within 10 minutes.`,
        },
    ];
}

function autoscalerCases(namespace: string): readonly Case[] {
    const autoscaler = { namespace, horizontalpodautoscaler: "api", ...EXPORTER };
    const scaled = (least: number, now: number, most: number) => [
        level(K.autoscalerMinimum, autoscaler, least),
        level(K.autoscalerCurrent, autoscaler, now),
        level(K.autoscalerMaximum, autoscaler, most),
    ];
    const condition = (status: string, is: number) =>
        level(K.autoscalerCondition, { ...autoscaler, condition: "ScalingActive", status }, is);
    return [
        {
            alert: "AutoscalerAtMaximum",
            bad: scaled(9, 10, 10),
            good: [scaled(2, 9, 10), scaled(3, 3, 3)],
            ...{ for: 15, labels: { namespace, horizontalpodautoscaler: "api" } },
            says: `${namespace}/api has 10 replicas, the most that it may have.`,
        },
        {
            alert: "AutoscalerBlind",
            bad: [condition("false", 1), condition("true", 0)],
            good: [[condition("false", 0), condition("true", 1)]],
            for: 15,
            labels: { namespace, horizontalpodautoscaler: "api", condition: "ScalingActive", status: "false" },
            says: `${namespace}/api has had ScalingActive false for 15 minutes.`,
        },
    ];
}

export function volumeCases(namespace: string): readonly Case[] {
    const claim = { namespace, persistentvolumeclaim: "data", ...EXPORTER };
    const size = (bytes: number) => level(K.volumeCapacity, claim, bytes);
    const phase = (is: string, value: number) => level(K.claimPhase, { ...claim, phase: is }, value);
    const labels = { namespace, persistentvolumeclaim: "data" };
    return [
        {
            alert: "VolumeFillsUp",
            // Four days are 5760 minutes: 380 bytes, less 0.07 a minute, are 380 - 4 in an hour and below 0 before them; 0.06 are not.
            bad: [size(1000), falling(K.volumeAvailable, claim, 380, 0.07)],
            good: [
                [size(1000), falling(K.volumeAvailable, claim, 380, 0.06)],
                [size(1000), falling(K.volumeAvailable, claim, 500, 0.09)],
            ],
            ...{ since: 1, for: 60, labels },
            says: `${namespace}/data has 37.57% left.`,
        },
        {
            alert: "VolumeAlmostFull",
            bad: [size(1000), level(K.volumeAvailable, claim, 49)],
            good: [[size(1000), level(K.volumeAvailable, claim, 51)]],
            ...{ for: 5, labels },
            says: `${namespace}/data has 4.9% left.`,
        },
        {
            alert: "VolumeInodesLow",
            bad: [level(K.volumeInodes, claim, 1000), level(K.volumeInodesFree, claim, 49)],
            good: [
                [level(K.volumeInodes, claim, 1000), level(K.volumeInodesFree, claim, 51)],
                [level(K.volumeInodes, claim, 0), level(K.volumeInodesFree, claim, 0)],
            ],
            ...{ for: 15, labels },
            says: `${namespace}/data has 4.9% of its inodes left.`,
        },
        {
            alert: "ClaimPending",
            bad: [phase("Pending", 1), phase("Bound", 0)],
            good: [[phase("Pending", 0), phase("Bound", 1)]],
            ...{ for: 15, labels: { ...labels, phase: "Pending" } },
            says: `${namespace}/data is Pending.`,
        },
    ];
}

export function jobCases(namespace: string): readonly Case[] {
    const job = { namespace, job_name: "nightly-1", ...EXPORTER };
    const cronJob = { namespace, cronjob: "nightly", ...EXPORTER };
    const owner = { owner_kind: "CronJob", owner_name: "nightly", owner_is_controller: "true" };
    const failed = (is: number) => level(K.jobFailed, { ...job, condition: "true" }, is);
    const ofCronJob = [level(K.jobOwner, { ...job, ...owner }, 1), before(K.jobStarted, job, 2 * HOUR)];
    const due = (seconds: number, suspended: number) => [
        before(K.cronJobNext, cronJob, seconds),
        level(K.cronJobSuspended, cronJob, suspended),
    ];
    return [
        {
            alert: "JobFailed",
            // Its CronJob succeeded the night before; in the second case of silence, after it.
            bad: [failed(1), ...ofCronJob, before(K.cronJobLastSuccessful, cronJob, 26 * HOUR)],
            good: [[failed(0)], [failed(1), ...ofCronJob, before(K.cronJobLastSuccessful, cronJob, HOUR)]],
            ...{ for: 1, labels: { namespace, job_name: "nightly-1" } },
            says: `${namespace}/nightly-1 failed, all of its retries too (1).`,
        },
        {
            alert: "ScheduledJobLate",
            bad: due(HOUR + 1, 0),
            good: [due(-HOUR, 0), due(HOUR + 1, 1)],
            ...{ for: 15, labels: { namespace, cronjob: "nightly" } },
            says: `${namespace}/nightly was due 1h 15m 1s ago.`,
        },
    ];
}

/** Only of owners with a job that makes backups. */
export function backupCases(namespace: string, name = "neo4j-backup"): readonly Case[] {
    const cronjob = { namespace, cronjob: name, ...EXPORTER };
    const made = (seconds: number): InputSeries => before(K.cronJobLastSuccessful, cronjob, seconds);
    const begun = (seconds: number): InputSeries => before(K.cronJobLastScheduled, cronjob, seconds);
    const labels = { namespace, cronjob: name };
    return [
        {
            alert: "BackupMissing",
            bad: [made(26 * HOUR + 1)],
            // Two are looked at until half an hour after the other fired: they are that much younger.
            good: [[made(24 * HOUR)], [before(K.cronJobCreated, cronjob, 24 * HOUR)]],
            ...{ for: 60, labels },
            says: `${namespace}/${name} made the last backup that could be read back 1d 3h 0m 1s ago, or never since it exists.`,
        },
        {
            alert: "BackupMissing",
            bad: [before(K.cronJobCreated, cronjob, 26 * HOUR + 1)],
            good: [[before(K.cronJobCreated, cronjob, 48 * HOUR), made(2 * HOUR)]],
            ...{ for: 60, labels },
            says: `${namespace}/${name} made the last backup that could be read back 1d 3h 0m 1s ago, or never since it exists.`,
        },
        {
            alert: "BackupUnverified",
            bad: [begun(5 * HOUR + 1), made(29 * HOUR)],
            good: [
                [begun(4 * HOUR), made(28 * HOUR)],
                [begun(5 * HOUR + 1), made(4 * HOUR)],
            ],
            ...{ for: 5, labels },
            says: `${namespace}/${name} began a backup 5h 5m 1s ago, and it has not succeeded since.`,
        },
        {
            alert: "BackupUnverified",
            bad: [begun(5 * HOUR + 1)],
            good: [[begun(4 * HOUR)]],
            ...{ for: 5, labels },
            says: `${namespace}/${name} began a backup 5h 5m 1s ago, and it has not succeeded since.`,
        },
    ];
}

export function healthCases(namespace: string): readonly Case[] {
    const probe = { namespace, instance: "http://api.example:8000/health", job: "health" };
    return [
        {
            alert: "HealthCheckFailing",
            bad: [level(PROBES.success, probe, 0)],
            good: [[level(PROBES.success, probe, 1)]],
            ...{ for: 2, labels: probe },
            says: "http://api.example:8000/health does not answer as it should (probe_success is 0).",
        },
    ];
}

/** `group` is what a target group of the namespace is called. */
export function targetGroup(group: string) {
    return {
        ...{ account_id: "000000000000", region: "us-east-1", name: "arn", dimension_LoadBalancer: "app/mindcloud/1" },
        dimension_TargetGroup: `targetgroup/${group}-0123456789/0123456789abcdef`,
    };
}

export function trafficCases(
    group: string,
    p99?: { readonly limit: number; readonly beyond: string },
): readonly Case[] {
    const labels = targetGroup(group);
    const answers = (all: number, errors: number) => [
        level(CLOUDWATCH.requests, labels, all),
        level(CLOUDWATCH.targetErrors, labels, errors),
    ];
    const slow = (seconds: number) => level(CLOUDWATCH.responseTimeP99, labels, seconds);
    return [
        {
            alert: "LoadBalancerErrors",
            bad: answers(1000, 51),
            // Without an error CloudWatch has no count of errors.
            good: [answers(1000, 49), [level(CLOUDWATCH.requests, labels, 1000)]],
            ...{ for: 5 },
            says: "5.1% of requests were answered with 5xx; the limit is 5%.",
        },
        {
            alert: "NoHealthyTargets",
            bad: [level(CLOUDWATCH.healthyTargets, labels, 0)],
            good: [[level(CLOUDWATCH.healthyTargets, labels, 1)]],
            ...{ for: 3 },
            says: "0 targets are healthy.",
        },
        ...(p99 === undefined
            ? []
            : [
                  {
                      alert: "LoadBalancerSlow",
                      bad: [slow(p99.limit + 0.01)],
                      good: [[slow(p99.limit)]],
                      ...{ for: 10 },
                      says: `1 of 100 answers takes longer than ${p99.beyond}; the promise is ${p99.limit}s.`,
                  },
              ]),
    ];
}
