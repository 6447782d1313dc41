/**
 * What the document promises: 99.9 % uptime (MYR-71), errors below 0.1 % (MYR-78), and an average for each tier
 * (MYR-77). Uptime is what callers see of /health; the rest are the documented metrics, which no code exports yet.
 */
import { alertsOf, type AlertGroup, type Owner } from "../../monitoring/alerts";
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../../monitoring/catalogues/cloudwatch";
import { PROBES } from "../../monitoring/catalogues/probes";
import { targetGroupsOf } from "../../monitoring/dashboards/load-balancer";
import { objectiveGroup } from "../../monitoring/objectives";
import {
    above,
    averageBy,
    averageOf,
    averageOver,
    minus,
    over,
    rate,
    sum,
    sumOver,
    type Query,
    type Range,
} from "../../monitoring/promql";
import { minutes } from "../../workload/quantities";
import { metrics } from "./metrics";
import type { Tiers } from "./schema";

const PAGE = "components/systems/myriad/runbooks.md";
const OURS = { namespace: "myriad" } as const;

/** MYR-77: averages, as written. */
export const TIER_SECONDS = { swift: 0.5, base: 2, max: 10 } as const satisfies Record<keyof Tiers, number>;

export interface MyriadSurroundings {
    /** Whether a load balancer counts its answers. */
    readonly loadBalanced: boolean;
}

export const myriadAlerts = (owner: Owner, { loadBalanced }: MyriadSurroundings): readonly AlertGroup[] => [
    tierAlerts(owner),
    objectiveGroup(owner, PAGE, {
        name: "MyriadUptime",
        of: "down",
        promise: "Myriad answers its health check 99.9 % of the time",
        target: 0.999,
        badShare: (range) => minus(1, averageBy([], averageOver(PROBES.success, range, OURS))),
    }),
    objectiveGroup(owner, PAGE, {
        name: "MyriadErrors",
        of: "errors",
        promise: "99.9 % of requests are answered without an error",
        target: 0.999,
        badShare: loadBalanced ? shareOfAnswers : shareOfRequests,
    }),
];

/** As callers see it. Sums of periods, each read several times: in a ratio that cancels out. */
function shareOfAnswers(range: Range): Query {
    const group = { dimension_TargetGroup: targetGroupsOf(OURS.namespace) };
    return over(sum(sumOver(CLOUDWATCH.targetErrors, range, group)), sum(sumOver(CLOUDWATCH.requests, range, group)));
}

/** As the application counts it, where nobody else does. */
const shareOfRequests = (range: Range): Query =>
    over(sum(rate(metrics.requests, range, { ...OURS, status: "error" })), sum(rate(metrics.requests, range, OURS)));

function tierAlerts(owner: Owner): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    return {
        rules: Object.entries(TIER_SECONDS).map(([tier, limit]) =>
            alert({
                name: `Slow${tier.charAt(0).toUpperCase()}${tier.slice(1)}Tier`,
                severity: "warning",
                for: minutes(5),
                expr: above(
                    averageOf(metrics.requestDuration, "5m", ["tier"], { ...OURS, tier: `myriad-${tier}` }),
                    limit,
                ),
                summary: `Requests of the tier ${tier} take longer than is promised.`,
                description: `A request to {{ $labels.tier }} takes {{ $value | humanizeDuration }} on average; the promise is ${limit}s.`,
            }),
        ),
    };
}
