/** Documents told by others: an environment by what it has otherwise than the one with everything, a company by its first neighbour. */
import { isDeepStrictEqual } from "node:util";
import type { Document } from "./document";
import { applied, patchOf } from "./patch";

/** What a file holds. */
export interface Shared {
    /** The first stands for all of them. */
    readonly companies: readonly string[];
    /** What the others have otherwise than the first. */
    readonly otherwise: Document;
    readonly same: readonly string[];
    readonly changed: Document;
    readonly own: Document;
}

export function share(document: Document, base: Document, companies: readonly string[]): Shared {
    const told = neighbours(document, companies);
    const keys = Object.keys(document).sort();
    const rest = keys.filter((key) => !Object.hasOwn(told, key));
    const isSame = (key: string): boolean => isDeepStrictEqual(document[key], base[key]);
    const pick = (wanted: readonly string[], of: (key: string) => unknown): Document =>
        Object.fromEntries(wanted.map((key) => [key, of(key)])) as Document;
    return {
        companies,
        otherwise: patchOf(
            told,
            pick(
                keys.filter((key) => Object.hasOwn(told, key)),
                (key) => document[key],
            ),
        ) as Document,
        same: rest.filter(isSame),
        changed: pick(
            rest.filter((key) => Object.hasOwn(base, key) && !isSame(key)),
            (key) => patchOf(base[key], document[key]),
        ),
        own: pick(
            rest.filter((key) => !Object.hasOwn(base, key)),
            (key) => document[key],
        ),
    };
}

export function restore({ companies, otherwise, same, changed, own }: Shared, base: Document): Document {
    const rest = Object.fromEntries([
        ...same.map((key) => [key, base[key]] as const),
        ...Object.entries(changed).map(([key, patch]) => [key, applied(base[key], patch)] as const),
        ...Object.entries(own),
    ]) as Document;
    return { ...rest, ...(applied(neighbours(rest, companies), otherwise) as Document) };
}

/** What each company would be if it were the first under its own name. */
function neighbours(document: Document, [first, ...others]: readonly string[]): Document {
    if (first === undefined) return {};
    const model = Object.entries(document).filter(([key]) => key.includes(first));
    return Object.fromEntries(
        others.flatMap((name) => JSON.parse(JSON.stringify(model).replaceAll(first, name)) as typeof model),
    );
}
