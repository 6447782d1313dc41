/** k6: one on the machine that fits, else built from its Go module. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { hasGo } from "../cluster";
import { goPrograms, isBuilt, type Say } from "../programs/go-build";
import { K6, ON_DEMAND } from "../programs/go-programs";
import { MissingTool } from "../programs/missing-tool";
import { onMachine } from "../programs/released";
import type { LoadScript } from "./scripts";

const ROOT = path.join(__dirname, "../..");

/** Why it cannot be had, in one line. */
export function k6Missing(machine: { readonly built: boolean; readonly found: boolean; readonly go: boolean }) {
    if (machine.built || machine.found || machine.go) return undefined;
    return `k6 is missing: install k6 ${K6.version} or newer (below 2), or Go, with which it is built once`;
}

export const k6MissingHere = (): string | undefined =>
    k6Missing({ built: isBuilt(ON_DEMAND.k6), found: onMachine(K6) !== undefined, go: hasGo() });

export async function k6(say: Say): Promise<string> {
    const missing = k6MissingHere();
    if (missing !== undefined) throw new MissingTool(missing);
    const { k6: program } = ON_DEMAND;
    return (await goPrograms([program], say)).get(program.name) ?? program.name;
}

export interface Ran {
    /** What the script handed on; undefined where it did not come so far. */
    readonly summary: string | undefined;
    /** What k6 complained of. */
    readonly problem: string;
}

export interface Run {
    readonly target: string;
    readonly token?: string;
    /** The documents' durations; else a second for each minute. */
    readonly full: boolean;
    /** For the summary. */
    readonly directory: string;
}

/** The token goes by the environment: a list of processes does not show it. */
export async function run(file: string, { name }: LoadScript, { target, token, full, directory }: Run): Promise<Ran> {
    const summary = path.join(directory, `${name}.json`);
    fs.rmSync(summary, { force: true });
    const { PATH, HOME } = process.env;
    const child = spawn(file, ["run", "--quiet", "--no-usage-report", path.join(ROOT, "load", `${name}.js`)], {
        stdio: ["ignore", "ignore", "pipe"],
        env: {
            ...{ PATH, HOME, TARGET: target, SUMMARY: summary, FULL: full ? "1" : "" },
            ...(token !== undefined && { LOAD_TOKEN: token }),
        },
    });
    let complaints = "";
    child.stderr.on("data", (data: Buffer) => (complaints = `${complaints}${data.toString()}`.slice(-4000)));
    await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
    return {
        summary: fs.existsSync(summary) ? fs.readFileSync(summary, "utf8") : undefined,
        problem: complaints.trim().split("\n").at(-1) ?? "",
    };
}
