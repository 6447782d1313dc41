/** Renderings of one release that are alike become one variant, with the values that tell it from the others. */
import type { Variant } from "../plan/charts/record";
import { valueAt } from "../plan/charts/variant";
import { isMap } from "./rendered";

/** `Facts`: by which renderings are alike or not. */
export interface RenderedRelease<Facts> {
    readonly release: string;
    readonly environment: string;
    readonly values: Readonly<Record<string, unknown>>;
    readonly facts: Facts;
}

interface Alike<Facts> {
    readonly facts: Facts;
    readonly members: RenderedRelease<Facts>[];
}

export function variantsOf<Facts extends object>(
    all: readonly RenderedRelease<Facts>[],
): readonly (Pick<Variant, "release" | "environments" | "when"> & Facts)[] {
    const releases = [...new Set(all.map(({ release }) => release))].sort();
    return releases.flatMap((release) => {
        const groups = grouped(all.filter((each) => each.release === release));
        const paths = tellingPaths(groups);
        return groups.map(({ facts, members }) => ({
            release,
            environments: members.map(({ environment }) => environment).sort(),
            when: Object.fromEntries(paths.map((at) => [at, valueAt(members[0]?.values, at)])),
            ...facts,
        }));
    });
}

function grouped<Facts>(renderings: readonly RenderedRelease<Facts>[]): readonly Alike<Facts>[] {
    const groups = new Map<string, Alike<Facts>>();
    for (const rendering of renderings) {
        const key = JSON.stringify(rendering.facts);
        const group = groups.get(key);
        if (group === undefined) groups.set(key, { facts: rendering.facts, members: [rendering] });
        else group.members.push(rendering);
    }
    return [...groups.values()];
}

/** As few as tell every group from every other: each the same all through a group. Switches and numbers first: they shape, names do not. */
function tellingPaths(groups: readonly Alike<unknown>[]): readonly string[] {
    if (groups.length < 2) return [];
    const paths = new Set(groups.flatMap(({ members }) => members.flatMap(({ values }) => leavesOf(values))));
    const valueIn = ({ members }: Alike<unknown>, at: string) => JSON.stringify(valueAt(members[0]?.values, at));
    const steady = [...paths].filter((at) =>
        groups.every((group) =>
            group.members.every(({ values }) => JSON.stringify(valueAt(values, at)) === valueIn(group, at)),
        ),
    );
    let untold = groups.flatMap((one, index) => groups.slice(index + 1).map((other) => [one, other] as const));
    const chosen: string[] = [];
    while (untold.length > 0) {
        const tells = (at: string) => untold.filter(([one, other]) => valueIn(one, at) !== valueIn(other, at)).length;
        const [best] = steady
            .filter((at) => tells(at) > 0)
            .sort((a, b) => tells(b) - tells(a) || weight(groups, a) - weight(groups, b) || (a < b ? -1 : 1));
        if (best === undefined) throw new Error("two renderings differ, and no value of theirs says why");
        chosen.push(best);
        untold = untold.filter(([one, other]) => valueIn(one, best) === valueIn(other, best));
    }
    return chosen.sort();
}

const weight = (groups: readonly Alike<unknown>[], at: string): number =>
    groups.some(({ members }) => typeof valueAt(members[0]?.values, at) === "string") ? 1 : 0;

/** Paths of all values that hold no other, in the form that `valueAt` reads. */
function leavesOf(value: unknown, at = ""): readonly string[] {
    if (Array.isArray(value) && value.length > 0)
        return value.flatMap((each, index) => leavesOf(each, `${at}[${index}]`));
    if (isMap(value) && Object.keys(value).length > 0)
        return Object.entries(value).flatMap(([key, each]) =>
            // A key with a dot in it has no path.
            key.includes(".") ? [] : leavesOf(each, at === "" ? key : `${at}.${key}`),
        );
    return [at];
}
