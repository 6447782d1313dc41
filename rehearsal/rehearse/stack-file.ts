import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { keysAt } from "../../config/json-schema";

/** A part of a stack file's `config:`, by the keys that stand there; null takes a key away. */
export type Patch = Readonly<Record<string, unknown>>;

interface StackFile {
    readonly config: Readonly<Record<string, unknown>>;
}

/** `data: keep`, with these systems and no others. */
export const keeping = (...systems: readonly string[]): Patch => ({
    "mindcloud:data": "keep",
    "mindcloud:systems": Object.fromEntries(
        keysAt(["systems"]).map((key) => [key, { enabled: systems.includes(key) }]),
    ),
});

/** Writes the stack file of a checkout, changed by these patches in turn, into another directory. */
export function writeStackFile(from: string, to: string, stack: string, patches: readonly Patch[]): void {
    const name = `Pulumi.${stack}.yaml`;
    const file = parse(fs.readFileSync(path.join(from, name), "utf8")) as StackFile;
    const config = patches.reduce<unknown>(merge, file.config);
    fs.mkdirSync(to, { recursive: true });
    fs.writeFileSync(path.join(to, name), stringify({ config }, { version: "1.1" }));
}

/** The text of a stack file with dotted keys under `mindcloud:` set; null takes one away. */
export function withKeys(text: string, keys: Readonly<Record<string, unknown>>): string {
    const { config } = parse(text) as StackFile;
    const patches = Object.entries(keys).map(([key, value]): unknown => {
        const [first = "", ...rest] = key.split(".");
        return { [`mindcloud:${first}`]: rest.reduceRight<unknown>((inner, word) => ({ [word]: inner }), value) };
    });
    return stringify({ config: patches.reduce<unknown>(merge, config) }, { version: "1.1" }); // a time stays text
}

/** JSON Merge Patch (RFC 7396): maps merge, everything else is replaced, null removes. */
export function merge(base: unknown, patch: unknown): unknown {
    if (!isTree(patch)) return patch;
    const merged = new Map(Object.entries(isTree(base) ? base : {}));
    for (const [key, value] of Object.entries(patch))
        if (value === null) merged.delete(key);
        else merged.set(key, merge(merged.get(key), value));
    return Object.fromEntries(merged);
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
