import { isMap } from "../values";

/** Equal in content: the order of keys makes no difference, nor does a key without a value. */
export function same(one: unknown, other: unknown): boolean {
    if (one === other) return true;
    if (Array.isArray(one))
        return (
            Array.isArray(other) && one.length === other.length && one.every((item, index) => same(item, other[index]))
        );
    if (!isMap(one) || !isMap(other) || "toJSON" in one || "toJSON" in other) return false;
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].every((key) => same(one[key], other[key]));
}
