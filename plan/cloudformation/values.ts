import type { Constraints } from "../papers/papers";
import { Secret } from "../values";

/** What stands for a secret: nobody reads it, and no schema looks at its content. */
const HIDDEN = "[secret]";
/** What Pulumi's provider puts behind a prefix. */
const SUFFIX = "20261129000000000000000001";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

export function hidden(value: unknown): unknown {
    if (value instanceof Secret) return typeof value.reveal() === "string" ? HIDDEN : hidden(masked(value.reveal()));
    if (Array.isArray(value)) return value.map(hidden);
    return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hidden(inner)]))
        : value;
}

function masked(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(masked);
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner)]));
    return HIDDEN;
}

/** As the papers want it: numbers and truths that the SDK writes as text, documents, maps as lists and lists as maps. */
export function converted(value: unknown, transform: string | undefined, type: Constraints["type"]): unknown {
    const [kind, keys = ""] = transform?.split(":") ?? [];
    const [first = "", second = ""] = keys.split(",");
    switch (kind) {
        case "json":
            return typeof value === "string" && value !== HIDDEN ? JSON.parse(value) : value;
        case "pairs":
            return Object.entries(isObject(value) ? value : {}).map(([key, inner]) => ({
                [first]: key,
                [second]: inner,
            }));
        case "entries":
            return Object.fromEntries(
                (Array.isArray(value) ? value : []).map((entry: Readonly<Record<string, unknown>>) => [
                    String(entry[first]),
                    entry[second],
                ]),
            );
        case "prefix":
            return `${String(value)}${SUFFIX}`;
        case "present":
            return {};
        default:
            return typed(value, type);
    }
}

function typed(value: unknown, type: Constraints["type"]): unknown {
    if (typeof value !== "string" || type === undefined) return value;
    if (type === "boolean") return value === "true" ? true : value === "false" ? false : value;
    return value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
}
