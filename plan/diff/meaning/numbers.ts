/** Money, room, time, rules and secrets, before and after. */
import { CATEGORIES, type Range } from "../../cost/line";
import { createSeconds } from "../../times";
import type { Change } from "../change";
import type { Graph } from "../../graph";
import { sameValue } from "../graph/same-value";
import type { Figures, NamedFinding } from "../figures";

export interface CostChange {
    /** Undefined where there was nothing, or nobody knows. */
    readonly before?: Range;
    readonly after?: Range;
    /** What was there has a price that is not known, so no line can be said to be new. */
    readonly beforeUnknown?: boolean;
    readonly budget?: number;
    readonly withinBudget: boolean;
    /** Over the budget now, and not before. */
    readonly newlyShort: boolean;
    readonly lines: readonly CostLine[];
}

export interface CostLine {
    readonly owner: string;
    readonly item: string;
    readonly before: Range;
    readonly after: Range;
}

export interface Numbers {
    readonly cost?: CostChange;
    readonly capacity?: { readonly fits: boolean; readonly newlyShort: boolean; readonly text: readonly string[] };
    readonly policy: { readonly gained: readonly NamedFinding[]; readonly gone: readonly NamedFinding[] };
    readonly missingSecrets: readonly string[];
}

/** `then`: of what was. What nobody counted is not compared; `undefined` where there was nothing. */
export function numbersOf(then: Figures | "unknown" | undefined, now: Figures | undefined): Numbers {
    const before = then === "unknown" ? undefined : then;
    const [were, are] = [before?.findings ?? [], now?.findings ?? []];
    const key = ({ rule, name, message }: NamedFinding): string => `${rule} ${name} ${message}`;
    const missing = (now?.missing ?? []).filter(
        ({ path }) => before?.missing.some((known) => known.path === path) !== true,
    );
    const changedCapacity = before?.capacity?.fits !== now?.capacity?.fits;
    return {
        ...(now !== undefined && { cost: costChange(then, now.cost) }),
        ...(now?.capacity !== undefined && {
            capacity: {
                fits: now.capacity.fits,
                newlyShort: !now.capacity.fits && (before === undefined || changedCapacity),
                text: now.capacity.text,
            },
        }),
        policy: {
            gained: are.filter((finding) => !were.some((known) => key(known) === key(finding))),
            gone: were.filter((finding) => !are.some((known) => key(known) === key(finding))),
        },
        missingSecrets: missing.map(({ command }) => command),
    };
}

const NONE: Range = { floor: 0, ceiling: 0 };

function costChange(then: Figures | "unknown" | undefined, after: Figures["cost"]): CostChange {
    const before = then === "unknown" ? undefined : then?.cost;
    const keys = new Map<string, CostLine>();
    // "9 x key" and "10 x key" are the same line, longer.
    const item = (text: string): string => text.replace(/^\d+ x /, "");
    const add = (cost: Figures["cost"] | undefined, side: "before" | "after"): void => {
        for (const line of cost?.lines ?? []) {
            const key = `${line.owner} ${line.category} ${item(line.item)}`;
            const known = keys.get(key) ?? {
                owner: line.owner,
                item: `${CATEGORIES[line.category]}, ${item(line.item)}`,
                before: NONE,
                after: NONE,
            };
            const sum = { floor: known[side].floor + line.floor, ceiling: known[side].ceiling + line.ceiling };
            keys.set(key, { ...known, [side]: sum });
        }
    };
    add(before, "before");
    add(after, "after");
    const differs = ({ before: one, after: other }: CostLine): boolean =>
        Math.abs(one.floor - other.floor) >= 0.5 || Math.abs(one.ceiling - other.ceiling) >= 0.5;
    return {
        ...(before !== undefined && { before: { floor: before.floor, ceiling: before.ceiling } }),
        after: { floor: after.floor, ceiling: after.ceiling },
        budget: after.budget,
        withinBudget: after.withinBudget,
        newlyShort: !after.withinBudget && before?.withinBudget !== false,
        ...(then === "unknown" && { beforeUnknown: true }),
        lines: then === "unknown" ? [] : [...keys.values()].filter(differs).sort((a, b) => weight(b) - weight(a)),
    };
}

const weight = ({ before, after }: CostLine): number =>
    Math.abs(after.floor - before.floor) + Math.abs(after.ceiling - before.ceiling) / 10;

/** An update is answered sooner than a creation, most of the time: what makes EKS and RDS renew machines is not. */
const UPDATE_SECONDS: Readonly<Record<string, { readonly seconds: number; readonly by?: readonly string[] }>> = {
    "aws:eks/cluster:Cluster": { seconds: 600 },
    "aws:eks/nodeGroup:NodeGroup": { seconds: 900, by: ["version", "releaseVersion", "launchTemplate"] },
    "aws:rds/instance:Instance": {
        seconds: 600,
        by: [
            "instanceClass",
            "engineVersion",
            "multiAz",
            "allocatedStorage",
            "storageType",
            "iops",
            "storageThroughput",
        ],
    },
    "aws:elasticache/replicationGroup:ReplicationGroup": {
        seconds: 600,
        by: ["nodeType", "engineVersion", "numCacheClusters", "multiAzEnabled", "automaticFailoverEnabled"],
    },
};
/** Of those, a change of anything else. */
const SETTING_SECONDS = 60;
const DELETE_SHARE = 0.4;

/** Seconds of the next `up`: the longest chain of what is touched, and of what is deleted after it. */
export function secondsOf(changes: readonly Change[], news: Graph): number {
    const finish = new Map<string, number>();
    const byUrn = new Map(changes.map((change) => [change.urn, change]));
    let last = 0;
    for (const { urn } of news.inOrder()) {
        const begin = Math.max(0, ...news.waitsFor(urn).map((other) => finish.get(other) ?? 0));
        const change = byUrn.get(urn);
        const end = begin + (change === undefined ? 0 : ownSeconds(change));
        finish.set(urn, end);
        last = Math.max(last, end);
    }
    const gone = changes.filter(
        ({ operation, deleteBeforeReplace }) =>
            operation === "delete" || (operation === "replace" && !deleteBeforeReplace),
    );
    return last + Math.max(0, ...gone.map((change) => goneSeconds(change)));
}

function ownSeconds(change: Change): number {
    const { operation, type, now, deleteBeforeReplace } = change;
    const create = createSeconds(type, now?.inputs ?? {});
    if (operation === "create") return create;
    if (operation === "replace") return create + (deleteBeforeReplace ? goneSeconds(change) : 0);
    if (operation !== "update") return 0;
    if (change.when === "window") return 20;
    if (type.startsWith("kubernetes:")) return create;
    const row = UPDATE_SECONDS[type];
    if (row === undefined) return Math.min(create, 20);
    const renews = row.by?.some((key) => !sameValue(change.old?.inputs[key], now?.inputs[key])) ?? true;
    return renews ? row.seconds : SETTING_SECONDS;
}

const goneSeconds = ({ type, old }: Change): number => createSeconds(type, old?.inputs ?? {}) * DELETE_SHARE;
