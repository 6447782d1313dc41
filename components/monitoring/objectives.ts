/**
 * Service level objectives, and the alerts that follow from one: not when something is bad for a moment, but when the errors that the
 * objective allows are being used up too fast. Google, "The Site Reliability Workbook", chapter 5, "Multiwindow, Multi-Burn-Rate Alerts".
 */
import { hours, minutes, type Duration } from "../workload/quantities";
import {
    alertsOf,
    recording,
    type Alert,
    type AlertGroup,
    type Owner,
    type Recording,
    type RunbookPage,
} from "./alerts";
import type { DashboardUid } from "./dashboards/uid";
import { above, and, recorded, type Query, type Range } from "./promql";

export interface Objective {
    /** Beginning of its alerts' names: `MyriadErrors` makes MyriadErrorsBudgetBurnsFast and MyriadErrorsBudgetBurnsSlowly. */
    readonly name: string;
    /** Middle of its recorded series' names: `errors` makes `myriad:errors:ratio_rate5m`. */
    readonly of: string;
    /** What is promised, in words: "99.9 % of requests are answered without an error". */
    readonly promise: string;
    /** Share that must be good over 30 days: 0.999. */
    readonly target: number;
    /** Share that was bad during a range. One series, without labels. */
    readonly badShare: (range: Range) => Query;
    readonly dashboard?: DashboardUid;
}

interface Burn {
    readonly long: Range;
    readonly short: Range;
    /** Times faster than would use up the allowed errors in exactly 30 days. */
    readonly factor: number;
    readonly for: Duration;
}

/** The workbook's factors: 2 % of the budget in an hour and 5 % in six wake somebody, 10 % in a day or in three is a ticket. */
export const BURNS: Readonly<Record<"fast" | "slow", readonly Burn[]>> = {
    fast: [
        { long: "1h", short: "5m", factor: 14.4, for: minutes(2) },
        { long: "6h", short: "30m", factor: 6, for: minutes(15) },
    ],
    slow: [
        { long: "1d", short: "2h", factor: 3, for: hours(1) },
        { long: "3d", short: "6h", factor: 1, for: hours(3) },
    ],
};

const WINDOWS: readonly Range[] = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];

export function objectiveGroup(owner: Owner, runbook: RunbookPage, objective: Objective): AlertGroup {
    refuseHopeless(objective);
    const { name } = objective;
    const shares = new Map(WINDOWS.map((range) => [range, shareIn(owner, objective, range)]));
    return {
        rules: [
            ...shares.values(),
            ...BURNS.fast.map((burn) => burnAlert(owner, runbook, objective, burn, `${name}BudgetBurnsFast`, shares)),
            ...BURNS.slow.map((burn) => burnAlert(owner, runbook, objective, burn, `${name}BudgetBurnsSlowly`, shares)),
        ],
    };
}

const shareIn = ({ system }: Owner, { of, badShare }: Objective, range: Range): Recording =>
    recording(`${system.replaceAll("-", "_")}:${of}:ratio_rate${range}`, badShare(range));

function burnAlert(
    owner: Owner,
    runbook: RunbookPage,
    { promise, target, dashboard }: Objective,
    { long, short, factor, for: pending }: Burn,
    name: string,
    shares: ReadonlyMap<Range, Recording>,
): Alert {
    const limit = rounded(factor * (1 - target));
    const over = (range: Range) => {
        const share = shares.get(range);
        if (share === undefined) throw new Error(`${name}: nothing records a share over ${range}`);
        return above(recorded(share.name, share.expr), limit);
    };
    return alertsOf(
        owner,
        runbook,
    )({
        name,
        severity: factor >= 6 ? "critical" : "warning",
        for: pending,
        // Also over the short window: then it is over soon after its cause is.
        expr: and(over(long), over(short)),
        summary: `The error budget of an objective is used up too fast: ${promise}.`,
        description: `{{ $value | humanizePercentage }} was bad during the last ${long}, and it goes on; ${percentText(limit)} is ${factor} times what the objective allows.`,
        labels: { window: long },
        ...(dashboard && { dashboard }),
    });
}

/** 1 % bad is 100 % of nothing more: beyond a share of 1 an alert can never fire. */
function refuseHopeless({ name, target }: Objective): void {
    const fastest = BURNS.fast[0]?.factor ?? 1;
    if (!(target > 0 && target < 1))
        throw new Error(`objective ${name} has target ${target}: write a share such as 0.999`);
    if (fastest * (1 - target) >= 1)
        throw new Error(
            `objective ${name} allows so much (${target}) that its fastest alert can never fire: write an alert on a threshold`,
        );
}

/** Without what binary fractions add: 14.4 * (1 - 0.999) is 0.014400000000000012. */
const rounded = (share: number): number => Number(share.toPrecision(6));

const percentText = (share: number): string => `${Number((share * 100).toPrecision(4))} %`;
