/** A rename that the program does not tell: the engine would make a second one and delete the first. */
import type { Graph, RecordedResource } from "../graph";
import type { Pairs } from "./graph/match";
import { sameValue } from "./graph/same-value";

export interface Rename {
    readonly from: RecordedResource;
    readonly to: RecordedResource;
    /** What to write among the options of `to`. */
    readonly alias: string;
}

/** Names and what is made of them say nothing about whether two are one. */
const NAMING = new Set(["tags", "metadata", "name", "namePrefix"]);
const ALIKE = 0.8;

/** Only the outermost of what was renamed: its alias covers its children. */
export function renamesOf(olds: Graph, news: Graph, { before, gone }: Pairs): readonly Rename[] {
    const come = news.resources.filter(({ urn }) => !before.has(urn));
    const byType = new Map<string, RecordedResource[]>();
    for (const resource of come) byType.set(resource.type, [...(byType.get(resource.type) ?? []), resource]);
    const taken = new Set<string>();
    const renames: Rename[] = [];
    for (const old of outermostFirst(gone, olds)) {
        const sameType = ({ type }: RecordedResource): number => (type === old.type ? 1 : 0);
        if (renames.some(({ from }) => isBelow(old, from.urn, olds))) continue;
        // A component that is called otherwise in the program is another type to the engine.
        const candidates = old.custom ? (byType.get(old.type) ?? []) : come.filter(({ custom }) => !custom);
        const best = candidates
            .filter(({ urn }) => !taken.has(urn))
            .map((now) => ({ now, alike: alikeness(old, now, olds, news) }))
            .filter(({ alike }) => alike >= ALIKE)
            .sort((one, other) => other.alike - one.alike || sameType(other.now) - sameType(one.now))[0]?.now;
        if (best === undefined) continue;
        taken.add(best.urn);
        renames.push({ from: old, to: best, alias: aliasLine(old, best, before) });
    }
    return renames;
}

function outermostFirst(resources: readonly RecordedResource[], graph: Graph): readonly RecordedResource[] {
    return [...resources].sort((a, b) => graph.ancestorsOf(a).length - graph.ancestorsOf(b).length);
}

function isBelow(resource: RecordedResource, urn: string, graph: Graph): boolean {
    return graph.ancestorsOf(resource).some((ancestor) => ancestor.urn === urn);
}

/** Components by what is in them, resources by what they say: 1 is the same, 0 nothing. */
function alikeness(old: RecordedResource, now: RecordedResource, olds: Graph, news: Graph): number {
    if (old.custom) {
        const keys = [...new Set([...Object.keys(old.inputs), ...Object.keys(now.inputs)])].filter(
            (key) => !NAMING.has(key),
        );
        // Of what says nothing but its name, a name is all there is: two of them are two.
        if (keys.length === 0) return old.name === now.name ? 1 : 0;
        return keys.filter((key) => sameValue(old.inputs[key], now.inputs[key])).length / keys.length;
    }
    const [before, after] = [contents(old, olds), contents(now, news)];
    if (before.length === 0 && after.length === 0) return old.name === now.name && old.type === now.type ? 1 : 0;
    const common = before.filter((each) => after.includes(each)).length;
    return (2 * common) / (before.length + after.length);
}

/** Types and names below it, without its own name in front. */
function contents(resource: RecordedResource, graph: Graph): readonly string[] {
    return graph
        .descendantsOf(resource)
        .map(({ type, name }) => `${type} ${name.startsWith(resource.name) ? name.slice(resource.name.length) : name}`);
}

/** The same for every stack: types and name of a URN, and of its project and stack nothing. */
function urnInProgram(urn: string): string {
    const [, , type = "", ...name] = urn.replace(/^urn:pulumi:/, "").split("::");
    return `pulumi.createUrn(${JSON.stringify(name.join("::"))}, ${JSON.stringify(type)})`;
}

function aliasLine(
    from: RecordedResource,
    to: RecordedResource,
    before: ReadonlyMap<string, RecordedResource>,
): string {
    const parts = [
        ...(from.name === to.name ? [] : [`name: ${JSON.stringify(from.name)}`]),
        ...(from.type === to.type ? [] : [`type: ${JSON.stringify(from.type)}`]),
        ...(from.parent === (to.parent === undefined ? undefined : (before.get(to.parent)?.urn ?? to.parent))
            ? []
            : [
                  from.parent === undefined
                      ? "parent: pulumi.rootStackResource"
                      : `parent: ${urnInProgram(from.parent)}`,
              ]),
    ];
    return `aliases: [{ ${parts.join(", ")} }]`;
}
