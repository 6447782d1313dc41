/** For which releases every value is tried: the fewest that have them all, because a trial renders the chart again for each. */
import type { Release } from "./releases";
import type { ValueEffect } from "../plan/charts/record";
import { isMap } from "./rendered";

export function tried<Each extends Release>(releases: readonly Each[]): ReadonlySet<Each> {
    const chosen = new Set<Each>();
    const untried = new Map<Each, ReadonlySet<string>>(releases.map((release) => [release, pathsOf(release)]));
    const seen = new Set<string>();
    for (;;) {
        const [best] = [...untried]
            .map(([release, paths]) => ({ release, added: [...paths].filter((at) => !seen.has(at)) }))
            .sort((a, b) => b.added.length - a.added.length);
        if (best === undefined || best.added.length === 0) return chosen;
        chosen.add(best.release);
        untried.delete(best.release);
        for (const at of best.added) seen.add(at);
    }
}

/** Read only where a template finds its own earlier objects (`lookup`), which a first installation never does: values by chart and release. */
const FROM_THE_SECOND_TIME: Readonly<Record<string, readonly string[]>> = {
    // templates/_helpers.tpl, aws-load-balancer-controller.webhookCerts
    "aws-load-balancer-controller": ["aws-load-balancer-controller: keepTLSSecret"],
};

export interface Trial extends Pick<Release, "chart" | "name" | "values"> {
    /** Values that made no difference, and those that are what the chart has anyway. */
    readonly unread: readonly string[];
    readonly same: readonly string[];
}

/** What each value does in the environments that tried it: one in which it does nothing is one too many. */
export function effectsOf(trials: readonly Trial[]): Readonly<Record<string, ValueEffect>> {
    const found = new Map<string, ValueEffect>();
    for (const { chart, name, values, unread, same } of trials) {
        const [unreadAt, sameAt] = [unread, same].map((paths) => new Set(paths));
        for (const { exact, at } of leaves(values)) {
            const value = `${name}: ${at}`;
            const effect =
                unreadAt?.has(exact) === true ? idle(chart, value) : sameAt?.has(exact) === true ? "default" : "read";
            if (found.get(value) === undefined || RANK.indexOf(effect) > RANK.indexOf(found.get(value) ?? effect))
                found.set(value, effect);
        }
    }
    return Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The later one stands where environments disagree. */
const RANK: readonly ValueEffect[] = ["default", "read", "later", "none"];

const idle = (chart: string, value: string): ValueEffect =>
    FROM_THE_SECOND_TIME[chart]?.includes(value) === true ? "later" : "none";

/** As the record names them. */
export const valuesOf = ({ name, values }: Pick<Release, "name" | "values">): readonly string[] => [
    ...new Set(leaves(values).map(({ at }) => `${name}: ${at}`)),
];

/** With the value of a switch, on which it depends what else is read; whatever else is said, only where it stands. */
const pathsOf = ({ chart, name, values }: Release): ReadonlySet<string> =>
    new Set(
        leaves(values).map(
            ({ at, value }) => `${chart} ${name} ${at}${typeof value === "boolean" ? `=${String(value)}` : ""}`,
        ),
    );

interface Leaf {
    /** As the program of Helm names it, with the places in lists; and without them, for lists grow. */
    readonly exact: string;
    readonly at: string;
    readonly value: unknown;
}

function leaves(value: unknown, exact = "", at = ""): readonly Leaf[] {
    const below = (key: string, path: string): string => (path === "" ? key : `${path}.${key}`);
    const inner = Array.isArray(value)
        ? value.flatMap((each, index) => leaves(each, `${exact}[${String(index)}]`, `${at}[]`))
        : isMap(value)
          ? Object.entries(value).flatMap(([key, each]) => leaves(each, below(key, exact), below(key, at)))
          : [];
    return inner.length > 0 || exact === "" ? inner : [{ exact, at, value }];
}
