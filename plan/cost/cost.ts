import type { Environment } from "../../config/environment";
import { PRICES, SOURCES, type Source } from "../../config/prices";
import type { Capacity } from "../capacity/capacity";
import type { Graph } from "../graph";
import { PLATFORM, systemsOf, type OwnerOf } from "../owners";
import { kindOf } from "../words";
import { ASSUMED } from "./assumptions";
import { comparisonOf, type Comparison } from "./documented";
import { freeBecause } from "./free";
import { sumOf, times, type Line, type Range, type Unpriced } from "./line";
import { nodeLines } from "./nodes";
import { metricReadLines } from "./metric-reads";
import { loadBalancers, pricedResource } from "./resources";
import { volumeLines } from "./volumes";

/** What the environment costs, in USD a month. */
export interface Cost extends Range {
    readonly budget: number;
    readonly withinBudget: boolean;
    /** By owner, dearest first. */
    readonly owners: readonly (Range & { readonly owner: string })[];
    readonly lines: readonly Line[];
    readonly unpriced: readonly Unpriced[];
    /** Region whose prices these are. */
    readonly pricedAs: string;
    /** First and last day on which prices were read. */
    readonly read: readonly [string, string];
    /** Against what a system's document expects; absent unless that system is alone. */
    readonly documented?: Comparison;
}

const PRICED_AS = "us-east-1";

export function costOf(graph: Graph, environment: Environment, capacity: Capacity | undefined, ownerOf: OwnerOf): Cost {
    const { lines: ofResources, unpriced } = resourceLines(graph, ownerOf);
    const nodes = capacity === undefined ? { lines: [], unpriced: [] } : nodeLines(capacity);
    const lines = [
        ...ofResources,
        ...nodes.lines,
        ...volumeLines(graph, ownerOf),
        ...metricReadLines(graph, ownerOf),
        ...sharedLines(graph, environment),
    ].filter(({ ceiling }) => ceiling > 0);
    const total = sumOf(lines);
    const documented = comparisonOf(systemsOf(graph, ownerOf), lines);
    const budget = environment.budget.monthlyUsd;
    return {
        ...total,
        budget,
        withinBudget: total.floor <= budget,
        owners: byOwner(lines),
        lines: grouped(lines),
        unpriced: [...unpriced, ...nodes.unpriced],
        pricedAs: PRICED_AS,
        read: readBetween(),
        ...(documented && { documented }),
    };
}

function resourceLines(graph: Graph, ownerOf: OwnerOf) {
    const lines: Line[] = [];
    const unpriced: Unpriced[] = [];
    for (const resource of graph.resources) {
        if (!resource.custom || resource.type.startsWith("pulumi:") || isCountedElsewhere(resource.type)) continue;
        const found = pricedResource(resource, graph);
        if (found === undefined) {
            if (freeBecause(resource.type) === undefined)
                unpriced.push({
                    item: `${kindOf(resource.type)} ${resource.name}`,
                    why: `nobody priced ${resource.type}`,
                });
        } else if ("unpriced" in found) unpriced.push({ item: resource.name, why: found.unpriced });
        else for (const part of found.parts) lines.push({ ...part, item: found.item, owner: ownerOf(resource) });
    }
    return { lines, unpriced };
}

/** Nodes by group with their pods, backups by volume. */
const COUNTED_ELSEWHERE: readonly string[] = ["aws:eks/nodeGroup:NodeGroup", "aws:backup/plan:Plan"];
export const isCountedElsewhere = (type: string): boolean => COUNTED_ELSEWHERE.includes(type);

/** What no single resource stands for. */
function sharedLines(graph: Graph, { network }: Environment): readonly Line[] {
    const balancers = loadBalancers(graph, network.zones).flatMap(({ item, parts }) =>
        parts.map((part) => ({ ...part, item, owner: PLATFORM })),
    );
    const crossing = times(PRICES.crossZoneTraffic.usd, ASSUMED.crossZoneTraffic);
    const traffic: Line = { category: "traffic", owner: PLATFORM, item: "traffic between zones", ...crossing };
    return network.zones > 1 ? [...balancers, traffic] : balancers;
}

function byOwner(lines: readonly Line[]): Cost["owners"] {
    const owners = [...new Set(lines.map(({ owner }) => owner))];
    return owners
        .map((owner) => ({ owner, ...sumOf(lines.filter((line) => line.owner === owner)) }))
        .sort((a, b) => b.floor - a.floor || (a.owner < b.owner ? -1 : 1));
}

/** Nine keys are one line. */
function grouped(lines: readonly Line[]): readonly Line[] {
    const groups = new Map<string, { line: Line; count: number }>();
    for (const line of lines) {
        const key = `${line.owner} ${line.category} ${line.item}`;
        const known = groups.get(key);
        const sum = known === undefined ? line : { ...line, ...sumOf([known.line, line]) };
        groups.set(key, { line: sum, count: (known?.count ?? 0) + 1 });
    }
    return [...groups.values()]
        .map(({ line, count }) => (count === 1 ? line : { ...line, item: `${String(count)} x ${line.item}` }))
        .sort((a, b) => b.floor - a.floor || b.ceiling - a.ceiling || (a.item < b.item ? -1 : 1));
}

function readBetween(): Cost["read"] {
    const days = Object.values<Source>(SOURCES)
        .flatMap(({ read }) => (read === undefined ? [] : [read]))
        .sort();
    return [days[0] ?? "", days.at(-1) ?? ""];
}
