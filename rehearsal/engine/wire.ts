import { isMap, isSecretOnTheWire, secretOnTheWire } from "../../plan/values";

/** Values as the engine sends them: plain JSON, with secrets and unknowns as marked values inside. */
export type Properties = Readonly<Record<string, unknown>>;

/** What stands for a value that nobody knows yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function isUnknown(value: unknown): boolean {
    return value === UNKNOWN;
}

/** The values without their secret marks: what AWS would see. */
export function reveal(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(reveal);
    if (!isMap(value)) return value;
    if (isSecretOnTheWire(value)) return reveal(value.value);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reveal(inner)]));
}

export function revealAll(properties: Properties): Record<string, unknown> {
    return reveal(properties) as Record<string, unknown>;
}

export function holdsSecret(value: unknown): boolean {
    if (Array.isArray(value)) return value.some(holdsSecret);
    if (!isMap(value)) return false;
    return isSecretOnTheWire(value) || Object.values(value).some(holdsSecret);
}

/** Marks each output whose input of the same name holds a secret, as the engine does for providers that know nothing of secrets. */
export function markSecretOutputs(outputs: Properties, inputs: Properties): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(outputs).map(([key, value]) => [
            key,
            holdsSecret(inputs[key]) && !isSecretOnTheWire(value) ? secretOnTheWire(value) : value,
        ]),
    );
}

/** Equal in content; secret or not makes no difference, nor does the order of keys. */
export function sameContent(one: unknown, other: unknown): boolean {
    return canonical(reveal(one)) === canonical(reveal(other));
}

/** Whether what is known of `pattern` agrees with `value`: an unknown, or a secret that only the engine can read, stands for anything. */
export function agrees(pattern: unknown, value: unknown): boolean {
    if (isUnknown(pattern) || isSecretOnTheWire(pattern)) return true;
    if (Array.isArray(pattern))
        return (
            Array.isArray(value) &&
            pattern.length === value.length &&
            pattern.every((item, index) => agrees(item, value[index]))
        );
    if (!isMap(pattern)) return pattern === value;
    if (!isMap(value)) return false;
    const keys = new Set([...Object.keys(pattern), ...Object.keys(value)]);
    return [...keys].every((key) => agrees(pattern[key], value[key]));
}

/** Every string inside, with the keys that lead to it. */
export function* strings(
    value: unknown,
    path: readonly string[] = [],
): Generator<{ path: readonly string[]; text: string }> {
    if (typeof value === "string") yield { path, text: value };
    else if (Array.isArray(value))
        for (const [index, item] of value.entries()) yield* strings(item, [...path, String(index)]);
    else if (isMap(value)) for (const [key, item] of Object.entries(value)) yield* strings(item, [...path, key]);
}

function canonical(value: unknown): string {
    return JSON.stringify(value, (_key, inner: unknown) =>
        isMap(inner)
            ? Object.fromEntries(
                  Object.entries(inner)
                      .filter(([, item]) => item !== undefined)
                      .sort(([a], [b]) => (a < b ? -1 : 1)),
              )
            : inner,
    );
}
