/** What callers see of a system, from the load balancer: it needs no metric of the application's own. */
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../catalogues/cloudwatch";
import { errorShare } from "../alerts/endpoints";
import { max, sum, value, type Matcher } from "../promql";
import { onEndpoints } from "./runbooks";
import type { AlertName, Limits, Panel, Row } from "./spec";

export interface LoadBalancerOf {
    readonly namespace: string;
    /** Share of answers 5xx, and seconds of p99, from which on it is bad: the system's own objectives. */
    readonly errors?: Limits;
    readonly latency?: Limits;
    /** The system's own alerts, in place of those that all have. */
    readonly alerts?: Partial<Readonly<Record<"errors" | "latency", readonly AlertName[]>>>;
}

/**
 * Target groups of a namespace. The controller calls them k8s-<namespace>-<service>-<hash>, with letters and digits alone and at most eight
 * of each name (AWS Load Balancer Controller, pkg/ingress/model_build_target_group.go).
 */
export const targetGroupsOf = (namespace: string): Matcher => ({
    matches: `targetgroup/k8s-${namespace.replace(/[^a-zA-Z0-9]/g, "").slice(0, 8)}-.*`,
});

export function loadBalancerRow({ namespace, errors, latency, alerts = {} }: LoadBalancerOf): Row {
    const group = { dimension_TargetGroup: targetGroupsOf(namespace) };
    const answers: Panel = {
        ...{ title: "Requests", show: "lines", unit: "short", width: 6 },
        description: "Requests in a period of CloudWatch's, which comes a few minutes late.",
        series: [{ query: sum(value(CLOUDWATCH.requests, group)), legend: "requests" }],
    };
    const failed: Panel = {
        ...{ title: "Errors", show: "lines", unit: "percentunit", width: 6 },
        description: "Share of requests that the pods answered with 5xx.",
        series: [{ query: errorShare(targetGroupsOf(namespace)), legend: "5xx" }],
        ...(errors && { limits: errors }),
        alerts: alerts.errors ?? onEndpoints("LoadBalancerErrors"),
    };
    const slow: Panel = {
        ...{ title: "Latency", show: "lines", unit: "s", width: 6 },
        description: "Time until a pod answered: of the slowest target group, on average and for 95 and 99 of 100.",
        series: [
            { query: max(value(CLOUDWATCH.responseTime, group)), legend: "average" },
            { query: max(value(CLOUDWATCH.responseTimeP95, group)), legend: "p95" },
            { query: max(value(CLOUDWATCH.responseTimeP99, group)), legend: "p99" },
        ],
        ...(latency && { limits: latency }),
        alerts: alerts.latency ?? onEndpoints("LoadBalancerSlow"),
    };
    const targets: Panel = {
        ...{ title: "Targets", show: "lines", unit: "none", decimals: 0, width: 6 },
        description:
            "Pods that pass and that fail the load balancer's health check. Without a healthy one nobody is served.",
        series: [
            { query: sum(value(CLOUDWATCH.healthyTargets, group)), legend: "healthy" },
            { query: sum(value(CLOUDWATCH.unhealthyTargets, group)), legend: "unhealthy" },
        ],
        alerts: onEndpoints("NoHealthyTargets"),
    };
    return { title: "Load balancer", panels: [answers, failed, slow, targets] };
}
