/** What one value has otherwise than another, small where little differs. `applied(base, patchOf(base, value))` is `value` again. */
import { isDeepStrictEqual } from "node:util";
import { isMap } from "../../plan/values";

/** Stands for a key that the base has and the value has not. */
const GONE = "(gone)";
const AT = /^\(at (\d+)\)$/;

/** Both are not equal. */
export function patchOf(base: unknown, value: unknown): unknown {
    if (isMap(base) && isMap(value)) {
        const keys = [...new Set([...Object.keys(base), ...Object.keys(value)])].sort();
        const changed = keys.filter((key) => !isDeepStrictEqual(base[key], value[key]));
        return Object.fromEntries(
            changed.map((key) => [
                key,
                key in value ? (key in base ? patchOf(base[key], value[key]) : value[key]) : GONE,
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
        const kept = Object.entries(base).filter(([key]) => patch[key] !== GONE);
        const added = Object.entries(patch).filter(([key, value]) => !(key in base) && value !== GONE);
        return Object.fromEntries(
            [
                ...kept.map(([key, value]) => [key, key in patch ? applied(value, patch[key]) : value] as const),
                ...added,
            ].sort(([a], [b]) => (a < b ? -1 : 1)),
        );
    }
    if (Array.isArray(base) && Object.keys(patch).length > 0 && Object.keys(patch).every((key) => AT.test(key))) {
        const items: readonly unknown[] = base;
        return items.map((item, index) => {
            const key = `(at ${String(index)})`;
            return key in patch ? applied(item, patch[key]) : item;
        });
    }
    return patch;
}
