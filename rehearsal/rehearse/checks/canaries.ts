import * as fs from "node:fs";
import * as path from "node:path";
import { isMap, isSecretOnTheWire } from "../../../plan/values";
import type { CloudObject } from "../../cloud/store";
import { strings } from "../../engine/wire";
import type { Findings } from "../rehearsal";

/** Shorter values, such as "true" or a port, are found everywhere. */
const SHORTEST = 12;
/** Pulumi marks all of it. What the program puts there itself is what a document keeps in a Secret, such as a bucket's name (PlainSecret). */
const NOT_SECRET = "kubernetes:core/v1:Secret";

/** Every secret value that exists, and what JSON documents among them hold under names of secrets. */
export function secretsIn(objects: readonly CloudObject[]): readonly string[] {
    const found = new Set<string>();
    const collect = (value: unknown): void => {
        for (const { text } of strings(value)) {
            if (text.length >= SHORTEST) found.add(text);
            for (const { path: keys, text: inner } of strings(parsed(text)))
                if (/password|token|secret|key/i.test(keys.at(-1) ?? "") && inner.length >= SHORTEST) found.add(inner);
        }
    };
    const visit = (value: unknown): void => {
        if (Array.isArray(value)) value.forEach(visit);
        else if (isMap(value)) {
            if (isSecretOnTheWire(value)) collect(value.value);
            else Object.values(value).forEach(visit);
        }
    };
    for (const { type, inputs, outputs } of objects) if (type !== NOT_SECRET) visit([inputs, outputs]);
    return [...found];
}

/** Looks for each of them in every file below the directory, as it is and as JSON writes it. Nothing but the file's name is told. */
export function inClear(directory: string, secrets: readonly string[]): Findings {
    if (secrets.length === 0) return ["there is no secret to look for"];
    return filesIn(directory).flatMap((file) => {
        const text = fs.readFileSync(file, "utf8");
        const hits = secrets.filter(
            (secret) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)),
        );
        return hits.length === 0
            ? []
            : [`${path.relative(directory, file)} holds ${String(hits.length)} secrets in clear`];
    });
}

function filesIn(directory: string): readonly string[] {
    return fs.readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
        const file = path.join(directory, entry.name);
        return entry.isDirectory() ? filesIn(file) : entry.isFile() ? [file] : [];
    });
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
