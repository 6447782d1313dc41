import type { Path, Segment } from "./paths";

export type Body = Record<string, unknown>;

/** Puts one value where a path says. `indices`: positions of the argument's own lists, the innermost last. */
export function put(body: Body, path: Path, value: unknown, indices: readonly number[]): void {
    const lists = path.segments.filter(({ list }) => list === "same" || list === "more").length;
    // Lists are matched from the inside out: the papers flatten what is outside.
    const positions = indices.slice(Math.max(0, indices.length - lists));
    let at: Body = body;
    path.segments.forEach((segment, number) => {
        const last = number === path.segments.length - 1;
        const place = segment.list === undefined ? { into: at, key: segment.name } : entryOf(at, segment, positions);
        if (last) (place.into as Record<string | number, unknown>)[place.key] = value;
        else at = objectAt(place);
        if (!last && segment.constant !== undefined) at[segment.constant[0]] = segment.constant[1];
    });
}

interface Place {
    readonly into: Body | unknown[];
    readonly key: string | number;
}

function entryOf(at: Body, { name, list }: Segment, positions: number[]): Place {
    const entries = (at[name] ??= []) as unknown[];
    const position = list === "same" || list === "more" ? positions.shift() : undefined;
    const key =
        list === "more"
            ? entries.length
            : list === "last"
              ? entries.length - 1
              : list === "first"
                ? 0
                : (position ?? 0);
    return { into: entries, key };
}

function objectAt({ into, key }: Place): Body {
    const holder = into as Record<string | number, unknown>;
    return (holder[key] ??= {}) as Body;
}
