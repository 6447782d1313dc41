/** Money, room, time, rules and secrets, before and after. */
import { evaluate } from "../../../policy/evaluate";
import type { Finding } from "../../../policy/rule";
import type { Capacity } from "../../capacity/capacity";
import type { Cost } from "../../cost/cost";
import { CATEGORIES, type Range } from "../../cost/line";
import { planFrom, type Plan } from "../../plan";
import { createSeconds } from "../../times";
import type { Change } from "../change";
import type { Graph } from "../../graph";
import type { Side } from "../side";

export interface CostChange {
    readonly before?: Range;
    readonly after?: Range;
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

export type NamedFinding = Finding & { readonly name: string };

export interface Planned {
    readonly before?: Plan;
    readonly after?: Plan;
}

/** By the working tree's own prices and rules on both sides. What an older environment lacks for them is not compared. */
export function planned(before: Side | undefined, after: Side | undefined, today: string): Planned {
    const [then, now] = [before, after].map((side) => planOf(side, today));
    const same = before === after ? now : then;
    return { ...(same !== undefined && { before: same }), ...(now !== undefined && { after: now }) };
}

function planOf(side: Side | undefined, today: string): Plan | undefined {
    if (side?.environment === undefined) return undefined;
    const { graph, environment, secrets } = side;
    try {
        return planFrom(graph, environment, secrets, evaluate(graph, environment, { today }));
    } catch {
        return undefined;
    }
}

const NONE: Range = { floor: 0, ceiling: 0 };

export function numbersOf(
    { before, after }: Planned,
    capacityText: (capacity: Capacity | undefined) => readonly string[],
): Numbers {
    const findings = (plan: Plan | undefined): readonly NamedFinding[] =>
        (plan?.policy.findings ?? []).map((finding) => ({
            ...finding,
            name: plan?.graph.find(finding.urn)?.name ?? finding.urn,
        }));
    const [then, now] = [findings(before), findings(after)];
    const key = ({ rule, name, message }: NamedFinding): string => `${rule} ${name} ${message}`;
    const missing = (after?.missing.secrets ?? []).filter(
        ({ path }) => before?.missing.secrets.some((known) => known.path === path) !== true,
    );
    const changedCapacity = before?.capacity?.fits !== after?.capacity?.fits;
    return {
        ...(after !== undefined && { cost: costChange(before?.cost, after.cost) }),
        ...(after?.capacity !== undefined && {
            capacity: {
                fits: after.capacity.fits,
                newlyShort: !after.capacity.fits && (before === undefined || changedCapacity),
                text: capacityText(after.capacity),
            },
        }),
        policy: {
            gained: now.filter((finding) => !then.some((known) => key(known) === key(finding))),
            gone: then.filter((finding) => !now.some((known) => key(known) === key(finding))),
        },
        missingSecrets: missing.map(({ command }) => command),
    };
}

function costChange(before: Cost | undefined, after: Cost): CostChange {
    const keys = new Map<string, CostLine>();
    // "9 x key" and "10 x key" are the same line, longer.
    const item = (text: string): string => text.replace(/^\d+ x /, "");
    const add = (cost: Cost | undefined, side: "before" | "after"): void => {
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
        lines: [...keys.values()].filter(differs).sort((one, other) => weight(other) - weight(one)),
    };
}

const weight = ({ before, after }: CostLine): number =>
    Math.abs(after.floor - before.floor) + Math.abs(after.ceiling - before.ceiling) / 10;

/** An update is answered sooner than a creation, most of the time: EKS and RDS are not. */
const UPDATE_SECONDS: Readonly<Record<string, number>> = {
    "aws:eks/cluster:Cluster": 600,
    "aws:eks/nodeGroup:NodeGroup": 900,
    "aws:rds/instance:Instance": 600,
    "aws:elasticache/replicationGroup:ReplicationGroup": 600,
};
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
    return type.startsWith("kubernetes:") ? create : (UPDATE_SECONDS[type] ?? Math.min(create, 20));
}

const goneSeconds = ({ type, old }: Change): number => createSeconds(type, old?.inputs ?? {}) * DELETE_SHARE;
