import type { Amounts } from "../../plan/capacity/amounts";
import type { Autoscaler, ClusterFacts, Node, Volume, Workload } from "./cluster-facts";

/** A terminal of 80 columns wraps the longest names, one of 100 and a log do not. */
const WIDTH = 100;
/** With what else is said of a volume, no more than that. */
const NAME_WIDTH = 44;
const MEBIBYTES_PER_GIBIBYTE = 1024;

/** What runs where, as the last thing that `make up` says. What is not as it should be is marked and counted in the heading. */
export function clusterTable({ workloads, autoscalers, volumes, nodes }: ClusterFacts): readonly string[] {
    return [
        ...section("workloads, ready / wanted", workloads, workloadRow, isWell),
        ...section("autoscalers, replicas now and bounds", autoscalers, autoscalerRow, ({ now, min }) => now >= min),
        ...section("volumes", volumes, volumeRow, ({ phase }) => phase === "Bound"),
        ...section("nodes, requested / allocatable", nodes, nodeRow, ({ ready }) => ready, [
            "",
            "",
            "",
            "cpu",
            "memory",
            "pods",
        ]),
    ].map((line) => (line.length > WIDTH ? `${line.slice(0, WIDTH - 3)}...` : line));
}

function section<Item>(
    title: string,
    items: readonly Item[],
    row: (item: Item) => readonly string[],
    well: (item: Item) => boolean,
    headings: readonly string[] = [],
): readonly string[] {
    if (items.length === 0) return [];
    const rows = items.map(row);
    const widths = (rows[0] ?? []).map((_, column) =>
        Math.max(...[...rows, headings].map((cells) => cells[column]?.length ?? 0)),
    );
    const line = (cells: readonly string[], mark: string): string =>
        `${mark} ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
    const bad = items.filter((item) => !well(item)).length;
    const heading = `${title}: ${String(items.length)}${bad === 0 ? "" : `, ${String(bad)} not well`}`;
    return [
        heading,
        ...(headings.length === 0 ? [] : [line(headings, " ")]),
        ...rows.map((cells, index) => line(cells, items[index] !== undefined && well(items[index]) ? " " : "!")),
        "",
    ];
}

const isWell = ({ ready, wanted }: Workload): boolean => ready >= wanted;

function workloadRow({ namespace, name, kind, ready, wanted, schedule }: Workload): readonly string[] {
    return [schedule ?? `${String(ready)} / ${String(wanted)}`, kind, namespace, name];
}

function autoscalerRow({ namespace, name, min, max, now, by }: Autoscaler): readonly string[] {
    return [`${String(now)} of ${String(min)} - ${String(max)}`, namespace, name, by.join(", ")];
}

function volumeRow({ namespace, name, phase, size, storageClass, zone }: Volume): readonly string[] {
    return [phase, namespace, shortened(name), size, storageClass, zone];
}

/** Of a claim of an operator's StatefulSet: the template's name and the pod's, which say the same twice. The ordinal is at the end. */
const shortened = (name: string): string =>
    name.length <= NAME_WIDTH ? name : `${name.slice(0, NAME_WIDTH / 2 - 2)}...${name.slice(1 - NAME_WIDTH / 2)}`;

function nodeRow({ name, instanceType, zone, requested, allocatable, ready, addedFor }: Node): readonly string[] {
    return [
        name,
        instanceType,
        zone,
        part(requested, allocatable, ({ cpu }) => cpu / 1000, ""),
        part(requested, allocatable, ({ memory }) => memory / MEBIBYTES_PER_GIBIBYTE, " Gi"),
        `${String(requested.pods)} / ${String(allocatable.pods)}`,
        ready ? (addedFor === "" ? "" : "added") : "not ready",
    ];
}

/** `1.2 / 1.9  63 %`. */
function part(requested: Amounts, allocatable: Amounts, of: (amounts: Amounts) => number, unit: string): string {
    const [asked, there] = [of(requested), of(allocatable)];
    const share = there === 0 ? "" : `${String(Math.round((asked / there) * 100)).padStart(4)} %`;
    return `${asked.toFixed(1)} / ${there.toFixed(1)}${unit}${share}`;
}
