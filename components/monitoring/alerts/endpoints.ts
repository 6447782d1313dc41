/** What callers see: `/health` asked from outside the pod, and the load balancer's answers. Neither needs a metric of the application's own. */
import { minutes } from "../../workload/quantities";
import { alertsOf, type Alert, type AlertGroup, type Owner } from "../alerts";
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../catalogues/cloudwatch";
import { PROBES } from "../catalogues/probes";
import { above, below, equals, max, over, sum, value, type Matcher, type Matchers, type Query } from "../promql";

const PAGE = "docs/runbooks/endpoints.md";

export interface Traffic {
    /** Target groups of a namespace (dashboards/load-balancer.ts: targetGroupsOf). */
    readonly targetGroups: Matcher;
    /** Share of answers 5xx from which on callers notice. */
    readonly errors: number;
    /** Seconds within which 99 of 100 answers are promised. Default: nothing is promised. */
    readonly p99?: number;
}

/** `ours` selects the namespaces of the probes. */
export const healthAlerts = (owner: Owner, ours: Matchers): AlertGroup => ({
    rules: [
        alertsOf(
            owner,
            PAGE,
        )({
            name: "HealthCheckFailing",
            severity: "critical",
            for: minutes(2),
            expr: equals(value(PROBES.success, ours), 0),
            summary: "A service does not answer its health check.",
            description: "{{ $labels.instance }} does not answer as it should (probe_success is {{ $value }}).",
        }),
    ],
});

/** Share of the answers of the last period that the pods themselves made 5xx. */
export const errorShare = (targetGroups: Matcher): Query => {
    const group = { dimension_TargetGroup: targetGroups };
    return over(sum(value(CLOUDWATCH.targetErrors, group)), sum(value(CLOUDWATCH.requests, group)));
};

/** Seconds within which 99 of 100 answers of the slowest target group came. */
export const slowest = (targetGroups: Matcher): Query =>
    max(value(CLOUDWATCH.responseTimeP99, { dimension_TargetGroup: targetGroups }));

export const healthyTargets = (targetGroups: Matcher): Query =>
    sum(value(CLOUDWATCH.healthyTargets, { dimension_TargetGroup: targetGroups }));

export function trafficAlerts(owner: Owner, { targetGroups, errors, p99 }: Traffic): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    const slow: Alert[] =
        p99 === undefined
            ? []
            : [
                  alert({
                      name: "LoadBalancerSlow",
                      severity: "warning",
                      for: minutes(10),
                      expr: above(slowest(targetGroups), p99),
                      summary: "Callers wait longer than is promised, as the load balancer measures it.",
                      description: `1 of 100 answers takes longer than {{ $value | humanizeDuration }}; the promise is ${p99}s.`,
                  }),
              ];
    return {
        rules: [
            alert({
                name: "LoadBalancerErrors",
                severity: "critical",
                for: minutes(5),
                expr: above(errorShare(targetGroups), errors),
                summary: "Callers get errors, as the load balancer counts them.",
                description: `{{ $value | humanizePercentage }} of requests were answered with 5xx; the limit is ${errors * 100}%.`,
            }),
            alert({
                name: "NoHealthyTargets",
                severity: "critical",
                for: minutes(3),
                expr: below(healthyTargets(targetGroups), 1),
                summary: "The load balancer has no healthy pod to send requests to: everybody gets an error.",
                description: "{{ $value }} targets are healthy.",
            }),
            ...slow,
        ],
    };
}
