/** Who is asked in the morning: the API server for pods and jobs, Prometheus for alerts and volumes, Loki for logs. */
import { nameOf, type List } from "../accept/cluster";
import { at, listOf, text } from "../accept/expected";
import type { Json } from "../accept/facts";
import { asked } from "../accept/prometheus";
import type { Answer, Restarted, Vitals } from "./facts";

/** As the alert VolumeFillsUp (components/monitoring/alerts/volumes.ts). */
const FILLING =
    "(min by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes) < 0.4)" +
    " and (min by (namespace, persistentvolumeclaim) (predict_linear(kubelet_volume_stats_available_bytes[6h], 345600)) < 0)";
const FIRED =
    'max by (alertname, severity, namespace) (max_over_time(ALERTS{alertstate="firing",severity=~"critical|warning"}[24h]))';
const ERRORS =
    'sum by (namespace, container) (count_over_time({namespace=~".+"} |~ `(?i)(^|[^a-z])(error|fatal|panic|exception)([^a-z]|$)` [24h]))';

export interface Addresses {
    readonly prometheus: string;
    readonly loki: string;
}

export async function seenInTheMorning(
    list: List,
    { prometheus, loki }: Addresses,
): Promise<Omit<Vitals, "restores" | "spend">> {
    const [restarts, alerts, filling, errors, backups] = await Promise.all([
        known(async () => (await list("/api/v1/pods")).flatMap(restartsOf)),
        known(async () =>
            (await vector(`${prometheus}/api/v1/query`, FIRED)).map(({ metric }) => ({
                name: metric.alertname ?? "?",
                severity: metric.severity ?? "?",
                ...(metric.namespace !== undefined && { namespace: metric.namespace }),
            })),
        ),
        known(async () =>
            (await vector(`${prometheus}/api/v1/query`, FILLING)).map(({ metric }) => ({
                namespace: metric.namespace ?? "?",
                name: metric.persistentvolumeclaim ?? "?",
            })),
        ),
        known(async () =>
            (await vector(`${loki}/loki/api/v1/query`, ERRORS)).map(({ metric, value }) => ({
                ...{ namespace: metric.namespace ?? "?", container: metric.container ?? "?", lines: value },
            })),
        ),
        known(async () =>
            (await list("/apis/batch/v1/cronjobs")).map((one) => {
                const last = text(at(one, "status", "lastSuccessfulTime"));
                return { ...nameOf(one), ...(last !== undefined && { at: last }) };
            }),
        ),
    ]);
    return { restarts, alerts, filling, errors, backups };
}

async function known<Each>(ask: () => Promise<readonly Each[]>): Promise<Answer<Each>> {
    try {
        return await ask();
    } catch (error) {
        return `cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
    }
}

/** Ended before, and running anew (Kubernetes API, ContainerStatus). */
function restartsOf(pod: Json): readonly Restarted[] {
    const statuses = [
        ...listOf(at(pod, "status", "initContainerStatuses")),
        ...listOf(at(pod, "status", "containerStatuses")),
    ];
    return statuses.flatMap((status) => {
        const times = at(status, "restartCount");
        const ended = text(at(status, "lastState", "terminated", "finishedAt"));
        if (typeof times !== "number" || times === 0 || ended === undefined) return [];
        const because = text(at(status, "lastState", "terminated", "reason")) ?? "an end without a reason";
        return [{ ...nameOf(pod), container: text(at(status, "name")) ?? "?", times, at: ended, because }];
    });
}

interface Sample {
    readonly metric: Readonly<Record<string, string>>;
    readonly value: number;
}

/** Prometheus' and Loki's instant queries answer alike. */
async function vector(url: string, query: string): Promise<readonly Sample[]> {
    const body = await asked(`${url}?query=${encodeURIComponent(query)}`);
    return listOf(at(body, "data", "result")).map((one) => ({
        metric: (at(one, "metric") ?? {}) as Sample["metric"],
        value: Number(listOf(at(one, "value"))[1]),
    }));
}
