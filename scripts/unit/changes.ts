/** What has changed in the project since a state was written down: by content, whatever git says. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { filesUnder } from "./reach";

export type Hashes = Readonly<Record<string, string>>;

export function hashesOf(root: string): Hashes {
    return Object.fromEntries(
        filesUnder(root).map((file) => [
            file,
            createHash("sha1")
                .update(fs.readFileSync(path.join(root, file)))
                .digest("base64"),
        ]),
    );
}

export interface Changes {
    readonly changed: ReadonlySet<string>;
    /** Those of them that were not there, or are no longer: for who lists a folder. */
    readonly cameOrWent: readonly string[];
}

export function changesBetween(before: Hashes, now: Hashes): Changes {
    const files = [...new Set([...Object.keys(before), ...Object.keys(now)])];
    const changed = files.filter((file) => before[file] !== now[file]);
    return {
        changed: new Set(changed),
        cameOrWent: changed.filter((file) => before[file] === undefined || now[file] === undefined),
    };
}

/** `undefined` where there is none, or none that can be read. */
export function readState(file: string): unknown {
    try {
        return JSON.parse(fs.readFileSync(file, "utf8"));
    } catch {
        return undefined;
    }
}

export function writeState(file: string, state: unknown): void {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify(state));
}
