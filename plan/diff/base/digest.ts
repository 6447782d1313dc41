import { createHmac } from "node:crypto";
import { isMap, isUnknown, Secret, UNKNOWN } from "../../values";

const DIGEST = "$digest";
const NOBODY_KNOWS = "$unknown";

/** A secret of another process: all that is told of it is whether another value is the same. */
export class Digest {
    readonly #digest: string;
    readonly #salt: string;

    constructor(digest: string, salt: string) {
        this.#digest = digest;
        this.#salt = salt;
    }

    isOf(content: unknown): boolean {
        return digestOf(content, this.#salt) === this.#digest;
    }

    equals(other: Digest): boolean {
        return other.#digest === this.#digest && other.#salt === this.#salt;
    }

    toJSON(): string {
        return "[secret]";
    }
}

function digestOf(content: unknown, salt: string): string {
    return createHmac("sha256", salt)
        .update(JSON.stringify([plain(content)]))
        .digest("hex");
}

function plain(value: unknown): unknown {
    if (value instanceof Secret) return plain(value.reveal());
    if (Array.isArray(value)) return value.map(plain);
    if (!isMap(value) || isUnknown(value)) return value;
    return Object.fromEntries(
        Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, item]) => [key, plain(item)]),
    );
}

/** For another process: secrets as digests. */
export function told(value: unknown, salt: string): unknown {
    if (value instanceof Secret) return { [DIGEST]: digestOf(value.reveal(), salt) };
    if (isUnknown(value)) return { [NOBODY_KNOWS]: true };
    if (Array.isArray(value)) return value.map((item) => told(item, salt));
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, told(item, salt)]));
}

export function read(inputs: Readonly<Record<string, unknown>>, salt: string): Record<string, unknown> {
    const open = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(open);
        if (!isMap(value)) return value;
        if (typeof value[DIGEST] === "string") return new Digest(value[DIGEST], salt);
        return value[NOBODY_KNOWS] === true ? UNKNOWN : read(value, salt);
    };
    return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, open(value)]));
}
