/**
 * The five alerts of MemStack's deployment guide (MEM-28 to MEM-32), with its names, limits and times. Errors and
 * latency come from the load balancer, because the application exports nothing (docs/upstream.md, MemStack); without a
 * domain there is none, and then nobody outside either.
 */
import { alertsOf, type Alert, type AlertGroup, type Owner } from "../../monitoring/alerts";
import { errorShare, slowest } from "../../monitoring/alerts/endpoints";
import { per } from "../../monitoring/alerts/state";
import { KUBERNETES as K } from "../../monitoring/catalogues/kubernetes";
import { targetGroupsOf } from "../../monitoring/dashboards/load-balancer";
import { above, and, equals, over, rate, sumBy, value } from "../../monitoring/promql";
import { minutes } from "../../workload/quantities";

const PAGE = "components/systems/memstack/runbooks.md";
const OURS = { namespace: "memstack" } as const;
const perDeployment = per("namespace", "deployment");
const CONTAINER = ["namespace", "pod", "container"] as const;
const WHICH = "Container {{ $labels.container }} of {{ $labels.pod }}";

export interface MemstackSurroundings {
    /** Whether the environment has a domain, and so a load balancer that counts. */
    readonly loadBalanced: boolean;
}

export const memstackAlerts = (owner: Owner, { loadBalanced }: MemstackSurroundings): readonly AlertGroup[] => [
    { rules: [apiNotReady(owner), ...(loadBalanced ? trafficAlerts(owner) : [])] },
    { rules: resourceAlerts(owner) },
];

const apiNotReady = (owner: Owner): Alert => {
    const api = { ...OURS, deployment: "memstack-api" };
    return alertsOf(
        owner,
        PAGE,
    )({
        name: "APINotReady",
        severity: "critical",
        for: minutes(2),
        expr: and(
            equals(perDeployment(K.deploymentAvailable, api), 0),
            above(perDeployment(K.deploymentReplicas, api), 0),
        ),
        summary: "MemStack's API is down.",
        description: "{{ $value }} pods of {{ $labels.deployment }} are available.",
    });
};

function trafficAlerts(owner: Owner): readonly Alert[] {
    const alert = alertsOf(owner, PAGE);
    const targetGroups = targetGroupsOf(OURS.namespace);
    return [
        alert({
            name: "HighErrorRate",
            severity: "critical",
            for: minutes(5),
            expr: above(errorShare(targetGroups), 0.05),
            summary: "MemStack's API answers with errors.",
            description: "{{ $value | humanizePercentage }} of requests were answered with 5xx; the limit is 5%.",
        }),
        alert({
            name: "HighLatency",
            severity: "warning",
            for: minutes(10),
            expr: above(slowest(targetGroups), 1),
            summary: "MemStack's API is slow.",
            description: "1 of 100 answers takes longer than {{ $value | humanizeDuration }}; the limit is 1s.",
        }),
    ];
}

/** Of a container's limit, which is where it is throttled and killed. */
function resourceAlerts(owner: Owner): readonly Alert[] {
    const alert = alertsOf(owner, PAGE);
    const named = { ...OURS, container: { not: "" } };
    const memory = sumBy(CONTAINER, value(K.memoryWorkingSet, named));
    const cpu = sumBy(CONTAINER, rate(K.cpuUsage, "5m", named));
    const limit = (resource: "memory" | "cpu") => sumBy(CONTAINER, value(K.limits, { ...OURS, resource }));
    return [
        alert({
            name: "HighMemoryUsage",
            severity: "warning",
            for: minutes(10),
            expr: above(over(memory, limit("memory")), 0.9),
            summary: "A container of MemStack uses nearly all the memory that it may; beyond it, it is killed.",
            description: `${WHICH} uses {{ $value | humanizePercentage }} of its memory limit.`,
        }),
        alert({
            name: "HighCPUUsage",
            severity: "warning",
            for: minutes(10),
            expr: above(over(cpu, limit("cpu")), 0.8),
            summary: "A container of MemStack uses nearly all the CPU that it may; beyond it, it is slowed down.",
            description: `${WHICH} uses {{ $value | humanizePercentage }} of its CPU limit.`,
        }),
    ];
}
