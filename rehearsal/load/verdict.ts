/** What a script of load/ hands on of a run of k6, and the table that is made of it. */
import { isMap } from "../../plan/values";

/** One number that a document asks for. */
export interface Asked {
    /** Of docs/traceability.md. */
    readonly row: string;
    readonly asks: string;
    /** As k6 calls it, with its tags: `checks{check:has answer}`. */
    readonly metric: string;
    /** As k6 has it: `p(99)<2000`. */
    readonly threshold: string;
}

export interface Verdict {
    readonly row: string;
    readonly asks: string;
    readonly seen: string;
    /** Undefined: it could not be shown here. */
    readonly holds: boolean | undefined;
}

interface Metric {
    readonly values: Readonly<Record<string, number>>;
    readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

interface Summary {
    readonly documented: readonly Asked[];
    readonly metrics: Readonly<Record<string, Metric>>;
}

/** Of the file that load/documented.js writes. */
export function verdictsOf(text: string): readonly Verdict[] {
    const { documented, metrics } = summaryIn(text);
    const requests = metrics.http_reqs?.values.count ?? 0;
    const failed = metrics.http_req_failed?.values.rate ?? 1;
    return documented.map(({ row, asks, metric, threshold }) => {
        const found = metrics[metric];
        // A refused connection takes no time: how fast it was says nothing.
        const nothing = requests === 0 ? "nothing was asked" : failed === 1 ? "nothing was answered" : undefined;
        if (nothing !== undefined) return { row, asks, seen: nothing, holds: false };
        if (found === undefined) return { row, asks, seen: "not measured", holds: false };
        return { row, asks, seen: seenOf(metric, threshold, found), holds: found.thresholds?.[threshold]?.ok === true };
    });
}

/** Requests that k6 had no user left for; 0 where users wait for their answers. */
export const unsentOf = (text: string): number => summaryIn(text).metrics.dropped_iterations?.values.count ?? 0;

function summaryIn(text: string): Summary {
    let parsed: unknown;
    try {
        parsed = JSON.parse(text);
    } catch {
        throw new Error("the summary of k6 is no JSON");
    }
    if (!isMap(parsed) || !Array.isArray(parsed.documented) || !isMap(parsed.metrics))
        throw new Error("the summary of k6 has no documented numbers, or no metrics");
    return parsed as unknown as Summary;
}

/** `avg` of `avg<2000`: by that name k6 keeps what it compared. */
export const aggregateOf = (threshold: string): string => /^[^<>=!]+/.exec(threshold)?.[0].trim() ?? threshold;

function seenOf(metric: string, threshold: string, { values }: Metric): string {
    const value = values[aggregateOf(threshold)];
    if (value === undefined) return "not measured";
    if (metric.startsWith("http_req_duration")) return milliseconds(value);
    if (metric.startsWith("checks") || metric.startsWith("http_req_failed")) return `${percent(value)} %`;
    return threshold.startsWith("rate") ? `${value.toFixed(value < 10 ? 2 : 0)} a second` : value.toFixed(0);
}

const milliseconds = (value: number): string =>
    value < 1000 ? `${value.toFixed(value < 10 ? 1 : 0)} ms` : `${(value / 1000).toFixed(1)} s`;

/** Cut, not rounded: 99.99 % of checks must not look like all of them. */
const percent = (share: number): string => String(Math.floor(share * 10_000) / 100);

export function tableOf(what: string, verdicts: readonly Verdict[]): readonly string[] {
    const width = (of: (verdict: Verdict) => string): number => Math.max(...verdicts.map((each) => of(each).length), 5);
    const [asked, row] = [width(({ asks }) => asks), width((each) => each.row)];
    const [short, open] = [false, undefined].map((kind) => verdicts.filter(({ holds }) => holds === kind).length);
    const hidden = open === 0 ? "" : `, ${String(open)} not shown`;
    return [
        `${"".padEnd(13)}  ${"row".padEnd(row)}  ${"asked".padEnd(asked)}  seen`,
        ...verdicts.map(
            (each) => `${wordOf(each).padEnd(13)}  ${each.row.padEnd(row)}  ${each.asks.padEnd(asked)}  ${each.seen}`,
        ),
        "",
        short === 0
            ? `${what} carries the load: ${String(verdicts.length - (open ?? 0))} numbers hold${hidden}`
            : `${what} does not carry the load: ${String(short)} of ${String(verdicts.length)} numbers do not hold${hidden}`,
    ];
}

const wordOf = ({ holds }: Verdict): string => {
    if (holds === undefined) return "not shown";
    return holds ? "holds" : "does not hold";
};
