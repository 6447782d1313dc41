/** The little language in which plan/papers/arguments names members (README.md there). */
export interface Segment {
    readonly name: string;
    /** How this segment enters a list: at the argument's own position, at a fixed one, as one more entry, or in the one added last. */
    readonly list?: "same" | "first" | "more" | "last";
    /** A member of that entry that is always the same. */
    readonly constant?: readonly [key: string, value: string | boolean];
}

export interface Path {
    /** Another request than the one that creates. */
    readonly operation?: string;
    readonly segments: readonly Segment[];
    /** What becomes of the value on its way. */
    readonly transform?: string;
}

const LISTS = { "": "same", "0": "first", "+": "more", "^": "last" } as const;

export function parsePath(text: string): Path {
    const [body = "", transform] = text.split("|");
    const [, operation, rest = ""] = /^(?:([A-Z]\w+):)?(.*)$/.exec(body) ?? [];
    const segments = (rest.match(/(?:[^.[\]]|\[[^\]]*\])+/g) ?? []).map(segmentOf);
    return { operation, segments, transform };
}

function segmentOf(part: string): Segment {
    const [, name = "", inside] = /^([^[]+)(?:\[([^\]]*)\])?$/.exec(part) ?? [];
    if (inside === undefined) return { name };
    const [position = "", key, value] = /^([0+^]?)=?(?:(\w+)=(.+))?$/.exec(inside)?.slice(1) ?? [];
    const list = LISTS[position as keyof typeof LISTS];
    if (key === undefined || value === undefined) return { name, list };
    return { name, list, constant: [key, value === "true" ? true : value] };
}
