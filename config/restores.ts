/** A store's lives: the one that it began with, and one for each restore. New stands beside old, and the last that is wanted is in use. */
import { createHash } from "node:crypto";

/** What every entry of a `restoreFrom` may say beside its source. */
export interface Restore {
    /** What becomes of the life before it. Default keep. */
    readonly replaced?: "keep" | "leaving" | "absent" | undefined;
    /** It was the wrong one: the life before it is in use again, and this one is no longer protected. */
    readonly abandoned?: boolean | undefined;
    /** It is being filled: made and protected, and the one before it is still in use. */
    readonly filling?: boolean | undefined;
}

export interface Life<From extends Restore> {
    /** Of names. Empty for the first, whose names are as they always were. */
    readonly suffix: string;
    readonly from?: From;
    /** `leaving`: not protected any more, so that the next change may take it away. */
    readonly state: "used" | "kept" | "leaving";
}

/** Six digits tell the few lives of one store apart. */
const DIGITS = 6;
/** What says what becomes of lives, and not where one comes from. */
const NOT_SOURCE: readonly string[] = ["replaced", "abandoned", "filling", "version"];

/** From the source alone: entries before it may go once their lives have gone, and no name changes. */
export function suffixOf(restore: object): string {
    const source = Object.entries(restore)
        .filter(([key, value]: [string, unknown]) => value !== undefined && !NOT_SOURCE.includes(key))
        .sort(([one], [other]) => (one < other ? -1 : 1));
    return createHash("sha256").update(JSON.stringify(source)).digest("hex").slice(0, DIGITS);
}

/** In the order in which they came; those that are gone are left out. */
export function livesOf<From extends Restore>(restores: readonly From[]): readonly Life<From>[] {
    const all = [undefined, ...restores];
    const used = all.findLastIndex((each) => each?.abandoned !== true && each?.filling !== true);
    return all.flatMap((from, index): Life<From>[] => {
        const named = { suffix: from === undefined ? "" : suffixOf(from), ...(from !== undefined && { from }) };
        if (index === used) return [{ ...named, state: "used" }];
        if (from?.abandoned === true) return [{ ...named, state: "leaving" }];
        const fate = all[index + 1]?.replaced ?? "keep";
        return fate === "absent" ? [] : [{ ...named, state: fate === "keep" ? "kept" : "leaving" }];
    });
}

/** Where clients are pointed. */
export function usedLife<From extends Restore>(restores: readonly From[]): Life<From> {
    const used = livesOf(restores).find(({ state }) => state === "used");
    if (used === undefined) throw new Error("a store has no life in use: the first one cannot be abandoned");
    return used;
}

const SUFFIX = new RegExp(`-[0-9a-f]{${String(DIGITS)}}(?=-|$)`);

/** Of a name of a life: that of the store, the same for all of them. */
export const withoutLife = (name: string): string => name.replace(SUFFIX, "");

/** A name of a life. */
export const ofLife = (name: string, { suffix }: { readonly suffix: string }): string =>
    suffix === "" ? name : `${name}-${suffix}`;
