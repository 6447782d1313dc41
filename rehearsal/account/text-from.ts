/** What a program of this machine prints. */
import { execFile } from "node:child_process";

/** A million versions of objects are some 300 MB of JSON. */
const MOST_BYTES = 512 * 1024 * 1024;

/** Rejects with one line: `missing` where there is no such program, else the last that it said. */
export function textFrom(program: string, words: readonly string[], missing: string): Promise<string> {
    return new Promise((resolve, reject) => {
        execFile(program, [...words], { maxBuffer: MOST_BYTES }, (error, stdout, stderr) => {
            if (error === null) resolve(stdout);
            else if ("code" in error && error.code === "ENOENT") reject(new Error(missing));
            else reject(new Error(stderr.trim().split("\n").at(-1) ?? error.message));
        });
    });
}
