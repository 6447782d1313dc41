import { MONITORING } from "../owners";
import { sumOf, type Category, type Line, type Range } from "./line";

/** What a system's document expects to pay, line by line, so that the plan can say where it differs and why. */
interface Document {
    readonly source: string;
    readonly total: Bracket;
    readonly lines: readonly DocumentedLine[];
    /** What the document does not mention, by category. */
    readonly leavesOut: string;
}

type Bracket = readonly [low: number, high: number];

interface DocumentedLine {
    readonly what: string;
    readonly usd: Bracket;
    readonly covers: (line: Line) => boolean;
    /** Why ours may be less, or more. */
    readonly below: string;
    readonly above: string;
}

const of =
    (...categories: readonly Category[]) =>
    ({ category, owner }: Line): boolean =>
        categories.includes(category) && owner !== MONITORING;

/** By the name of the system's component. */
const DOCUMENTS: Readonly<Record<string, Document>> = {
    myriad: {
        source: "Myriad's phase document, MYR-73 to MYR-76 (50,000 queries a day)",
        total: [552, 1102],
        leavesOut: "NAT, keys and secrets, volumes, load balancer and backups",
        lines: [
            {
                what: "Kubernetes cluster, 3-6 nodes",
                usd: [300, 600],
                covers: of("cluster", "nodes"),
                below: "Graviton, and no more nodes than the floor's pods need",
                above: "control plane and every node that the groups may have, for 20 orchestrators at once",
            },
            {
                what: "Redis",
                usd: [150, 300],
                covers: of("redis"),
                below: "Valkey is a fifth cheaper than Redis; burstable nodes are enough for 50,000 queries a day",
                above: "nodes are larger than the document's 2 GiB",
            },
            {
                what: "S3, 100 GB",
                usd: [2.3, 2.3],
                covers: of("objects"),
                below: "5 GB a bucket at the floor, where nobody asked anything yet",
                above: "500 GB a bucket at the ceiling, dumps and logs included",
            },
            {
                what: "data transfer",
                usd: [50, 100],
                covers: of("traffic"),
                below: "images and objects come through the S3 endpoint; an idle environment sends little",
                above: "500 GB to the internet, 300 GB through NAT and 1,000 GB between zones",
            },
            {
                what: "monitoring",
                usd: [50, 100],
                covers: ({ category, owner }) => category === "monitoring" || owner === MONITORING,
                below: "Prometheus runs on the nodes that are there; CloudWatch has control plane logs and alarms only",
                above: "30 GB of audit logs and a minute's metrics of every node that the groups may have",
            },
        ],
    },
};

export interface Comparison {
    readonly source: string;
    readonly total: ComparedLine;
    readonly lines: readonly ComparedLine[];
    /** Lines of ours that no line of the document covers. */
    readonly besides: Range & { readonly what: string };
}

export interface ComparedLine {
    readonly what: string;
    readonly documented: Bracket;
    readonly ours: Range;
    /** Absent where ours lies within the document's. */
    readonly why?: string;
}

/** Only for a system that is alone: otherwise the shared parts would be compared with nobody's. */
export function comparisonOf(systems: readonly string[], lines: readonly Line[]): Comparison | undefined {
    const [system = "", ...others] = systems;
    const document = others.length > 0 ? undefined : DOCUMENTS[system];
    if (document === undefined) return undefined;
    const uncovered = lines.filter((line) => !document.lines.some(({ covers }) => covers(line)));
    return {
        source: document.source,
        total: { what: "all of it", documented: document.total, ours: sumOf(lines) },
        lines: document.lines.map(({ what, usd, covers, below, above }) => {
            const ours = sumOf(lines.filter(covers));
            const { startsBelow, endsAbove } = against(usd, ours);
            const reasons = [...(startsBelow ? [below] : []), ...(endsAbove ? [above] : [])];
            return { what, documented: usd, ours, ...(reasons.length > 0 && { why: reasons.join("; ") }) };
        }),
        besides: { what: document.leavesOut, ...sumOf(uncovered) },
    };
}

/** To the dollar: the documents know no cents, but for S3. */
export function against([low, high]: Bracket, { floor, ceiling }: Range) {
    const dollars = (usd: number): number => (high < 10 ? usd : Math.round(usd));
    return { startsBelow: dollars(floor) < low, endsAbove: dollars(ceiling) > high };
}
