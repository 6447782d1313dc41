import * as util from "node:util";

/**
 * A value that must never be read by a person: it prints as `[secret]` however it is printed, so that a plan, a failed
 * assertion or a stray `console.log` cannot leak it. Rules that need the content (is it generated? is it long enough?) ask for it by name.
 */
export class Secret {
    readonly #content: unknown;

    constructor(content: unknown) {
        this.#content = content;
    }

    reveal(): unknown {
        return this.#content;
    }

    toJSON(): string {
        return "[secret]";
    }

    toString(): string {
        return "[secret]";
    }

    [util.inspect.custom](): string {
        return "[secret]";
    }
}

class Unknown {
    toJSON(): string {
        return "[unknown]";
    }

    toString(): string {
        return "[unknown]";
    }

    [util.inspect.custom](): string {
        return "[unknown]";
    }
}

/** What only AWS can say (an id, an address): present in preview mode wherever an input needs it. */
export const UNKNOWN: Unknown = Object.freeze(new Unknown());

/** A secret that nobody knows yet is unknown too: the SDK keeps its mark (`serializeProperty` in its runtime/rpc.ts, not yet in 3.246). */
export function isUnknown(value: unknown): boolean {
    return value === UNKNOWN || (value instanceof Secret && isUnknown(value.reveal()));
}

// Marks of Pulumi's wire format (pulumi/pulumi sdk/go/common/resource/properties.go); the SDK does not export them as public API.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const UNKNOWN_ON_THE_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function secretOnTheWire(content: unknown): Record<string, unknown> {
    return { [SIGNATURE]: SECRET, value: content };
}

export function isSecretOnTheWire(value: unknown): boolean {
    return isMap(value) && value[SIGNATURE] === SECRET;
}

export function isMap(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What `decode` reads back. */
export function encode(value: unknown): unknown {
    if (value === UNKNOWN) return UNKNOWN_ON_THE_WIRE;
    if (value instanceof Secret) return secretOnTheWire(encode(value.reveal()));
    if (Array.isArray(value)) return value.map(encode);
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encode(each)]));
}

/** From Pulumi's wire format to what rules and views read. */
export function decode(value: unknown): unknown {
    if (value === UNKNOWN_ON_THE_WIRE) return UNKNOWN;
    if (Array.isArray(value)) return value.map(decode);
    if (!isMap(value)) return value;

    switch (value[SIGNATURE]) {
        case SECRET:
            return new Secret(decode(value.value));
        case RESOURCE:
            // A component has a URN only; a resource is meant by its id, which is what the provider receives.
            return value.id === undefined ? value.urn : value.id === "" ? UNKNOWN : decode(value.id);
        default: // plain maps, and assets and archives, whose `text`, `path` or `assets` stay readable without the mark
            return decodeMap(value);
    }
}

export function decodeMap(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const decoded: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(map)) if (key !== SIGNATURE) decoded[key] = decode(value);
    return decoded;
}
