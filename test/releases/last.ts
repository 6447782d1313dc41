/** What is kept of the last release: its plan of the environment with everything, and the stack files that it took. */
import * as fs from "node:fs";
import * as path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

export const FOLDER = path.join(__dirname, "last");
const PLAN = path.join(FOLDER, "plan.json.gz");
const STACKS = path.join(FOLDER, "stacks");

/** As a file that `npm run diff -- --base-plan` reads, written to `file`. */
export const unpackPlan = (file: string): void => {
    fs.writeFileSync(file, gunzipSync(fs.readFileSync(PLAN)));
};

export const stacks = (): readonly string[] =>
    fs
        .readdirSync(STACKS)
        .sort()
        .map((name) => path.join(STACKS, name));

export function keep(plan: string, files: readonly string[]): void {
    fs.rmSync(FOLDER, { recursive: true, force: true });
    fs.mkdirSync(STACKS, { recursive: true });
    // Level and no time of day: the same plan is the same file.
    fs.writeFileSync(PLAN, gzipSync(plan, { level: 9 }));
    for (const file of files) fs.copyFileSync(file, path.join(STACKS, path.basename(file)));
}
