/** Keeping less deletes what is older, at once or at the next sweep, and for good. Rows beside the types, each with its source. */
import type { RecordedResource } from "../../graph";
import { at } from "../../replacements";
import { isMap } from "../../values";
import { physicalName } from "./surroundings";

interface Shorter {
    readonly path: string;
    readonly what: (old: RecordedResource, kept: string) => string;
}

const KEPT_FOR: Readonly<Record<string, readonly Shorter[]>> = {
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    "aws:cloudwatch/logGroup:LogGroup": [
        {
            path: "retentionInDays",
            what: (old, days) => `entries of the log ${physicalName(old)} that are older than ${days} days`,
        },
    ],
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
    "aws:rds/instance:Instance": [
        {
            path: "backupRetentionPeriod",
            what: (old, days) => `automated backups of ${physicalName(old)} that are older than ${days} days`,
        },
    ],
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html
    "aws:elasticache/replicationGroup:ReplicationGroup": [
        {
            path: "snapshotRetentionLimit",
            what: (old, days) => `automatic snapshots of ${physicalName(old)} that are older than ${days} days`,
        },
    ],
    "kubernetes:helm.sh/v3:Release": [
        // https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects (storage.tsdb.retention.time)
        {
            path: "values.prometheus.prometheusSpec.retention",
            what: (_, kept) => `metrics of Prometheus that are older than ${kept}`,
        },
        // https://grafana.com/docs/loki/latest/operations/storage/retention/
        {
            path: "values.loki.limits_config.retention_period",
            what: (_, kept) => `logs of pods in Loki that are older than ${kept}`,
        },
    ],
};

/** Of whatever unit: `15d`, `720h`, 30. */
const UNIT_HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168, y: 8760 };

function lengthOf(value: unknown): number {
    const [, number = "", unit = ""] = /^(\d+)([hdwy]?)$/.exec(String(value)) ?? [];
    return number === "" ? Number.NaN : Number(number) * (UNIT_HOURS[unit] ?? 1);
}

/** What is lost of it; undefined where as much is kept as before. */
export function keptForLess(type: string, old: RecordedResource, now: RecordedResource): string | undefined {
    if (type === LIFECYCLE) return ofObjects(old, now);
    const rows = (KEPT_FOR[type] ?? []).filter(
        ({ path }) => lengthOf(at(now.inputs, path)) < lengthOf(at(old.inputs, path)),
    );
    const lost = rows.map(({ path, what }) => what(old, String(at(now.inputs, path))));
    return lost.length === 0 ? undefined : lost.join("; ");
}

const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html: a rule is for what is there already, too. */
const EXPIRES: readonly (readonly [path: string, what: string])[] = [
    ["expiration.days", "objects"],
    ["noncurrentVersionExpiration.noncurrentDays", "earlier versions of objects"],
];

function ofObjects(old: RecordedResource, now: RecordedResource): string | undefined {
    const shortest = ({ inputs }: RecordedResource, path: string): number =>
        Math.min(
            ...(Array.isArray(inputs.rules) ? (inputs.rules as unknown[]) : [])
                .filter((rule) => isMap(rule) && rule.status !== "Disabled")
                .map((rule) => lengthOf(at(rule, path)))
                .filter((days) => !Number.isNaN(days)),
        );
    const lost = EXPIRES.flatMap(([path, what]) => {
        const days = shortest(now, path);
        return days < shortest(old, path)
            ? [`${what} in ${String(now.inputs.bucket)} that are older than ${String(days)} days`]
            : [];
    });
    return lost.length === 0 ? undefined : lost.join("; ");
}
