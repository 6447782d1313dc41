/** Of what was: values that stay, and values that nobody told. */
import type { RecordedResource } from "../../graph";
import { at } from "../../replacements";
import { isMap, isUnknown, UNKNOWN } from "../../values";

/** `ignoreChanges`: the old value stays. */
export function withIgnored(
    inputs: Record<string, unknown>,
    old: RecordedResource,
    paths: readonly string[],
): Record<string, unknown> {
    return paths.reduce((all, path) => put(all, path.split("."), at(old.inputs, path)), inputs);
}

function put(
    map: Record<string, unknown>,
    [key = "", ...rest]: readonly string[],
    value: unknown,
): Record<string, unknown> {
    if (rest.length === 0) {
        const { [key]: _, ...others } = map;
        return value === undefined ? others : { ...others, [key]: value };
    }
    const inner = map[key];
    return isMap(inner) && !isUnknown(inner) ? { ...map, [key]: put(inner, rest, value) } : map;
}

const THEN = "[known before]";

/** What was unknown then is another thing than what is unknown now. */
export function then(value: unknown): unknown {
    if (value === UNKNOWN) return THEN;
    if (Array.isArray(value)) return value.map(then);
    if (!isMap(value) || "toJSON" in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, then(item)]));
}
