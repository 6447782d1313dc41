/** What one value has otherwise than another, small where little differs. `applied(base, patchOf(base, value))` is `value` again. */
import { isDeepStrictEqual } from "node:util";
import { isMap } from "../../plan/values";

/** Stands for a key that the base has and the value has not. */
const GONE = "(gone)";
const AT = /^\(at (\d+)\)$/;

/** What an object inherits is none of it: a key may be called `toString`. */
const own = (map: Readonly<Record<string, unknown>>, key: string): unknown =>
    Object.hasOwn(map, key) ? map[key] : undefined;

/** Both are not equal. */
export function patchOf(base: unknown, value: unknown): unknown {
    if (isMap(base) && isMap(value)) {
        const keys = [...new Set([...Object.keys(base), ...Object.keys(value)])].sort();
        const changed = keys.filter((key) => !isDeepStrictEqual(own(base, key), own(value, key)));
        return Object.fromEntries(
            changed.map((key) => [
                key,
                Object.hasOwn(value, key)
                    ? Object.hasOwn(base, key)
                        ? patchOf(base[key], value[key])
                        : value[key]
                    : GONE,
            ]),
        );
    }
    if (Array.isArray(base) && Array.isArray(value) && base.length === value.length) {
        const changed = value.map((_, index) => index).filter((index) => !isDeepStrictEqual(base[index], value[index]));
        return Object.fromEntries(
            changed.map((index) => [`(at ${String(index)})`, patchOf(base[index], value[index])]),
        );
    }
    return value;
}

export function applied(base: unknown, patch: unknown): unknown {
    if (!isMap(patch)) return patch;
    if (isMap(base)) {
        const kept = Object.entries(base).filter(([key]) => own(patch, key) !== GONE);
        const added = Object.entries(patch).filter(([key, value]) => !Object.hasOwn(base, key) && value !== GONE);
        return Object.fromEntries(
            [
                ...kept.map(
                    ([key, value]) => [key, Object.hasOwn(patch, key) ? applied(value, patch[key]) : value] as const,
                ),
                ...added,
            ].sort(([a], [b]) => (a < b ? -1 : 1)),
        );
    }
    if (Array.isArray(base) && Object.keys(patch).length > 0 && Object.keys(patch).every((key) => AT.test(key))) {
        const items: readonly unknown[] = base;
        return items.map((item, index) => {
            const key = `(at ${String(index)})`;
            return Object.hasOwn(patch, key) ? applied(item, patch[key]) : item;
        });
    }
    return patch;
}
