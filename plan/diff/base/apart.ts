import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Environment, PeopleSecrets } from "../../../config/environment";
import { Graph, type RecordedResource } from "../../graph";
import type { Figures } from "../figures";
import { ELSE, type Side, type StackAt } from "../side";
import { read } from "./digest";
import { InputError } from "../../input-error";

export interface Told {
    readonly resources: readonly RecordedResource[];
    readonly environment: Environment;
    readonly secrets: PeopleSecrets;
    readonly encrypted: readonly (readonly [string, string])[];
    /** Counted where secrets can be read: rules ask what is in them. */
    readonly figures?: Figures;
}

/** What the recorder is made of: the working tree's, so that it counts by today's prices and rules whatever BASE has. */
const RECORDER = ["plan", "config", "components", "policy", "iam"];

/**
 * BASE on packages of its own, in a process of its own, by the recorder of the working tree. What comes back holds no secret: a digest
 * with a salt that lives as long as this run.
 */
export async function recordApart(
    root: string,
    directory: string,
    { file, stack }: StackAt,
    whose: string,
): Promise<Side> {
    const recorder = path.join(directory, ".recorder");
    fs.rmSync(recorder, { recursive: true, force: true });
    for (const folder of RECORDER) fs.cpSync(path.join(root, folder), path.join(recorder, folder), { recursive: true });
    const salt = randomBytes(32).toString("hex");
    const ran = spawnSync(
        process.execPath,
        [
            "-r",
            path.join(root, "scripts", "typescript-cache.js"),
            path.join(recorder, "plan", "diff", "base", "recorder.ts"),
            directory,
            file,
            stack,
        ],
        { cwd: directory, encoding: "utf8", input: salt, maxBuffer: 512 * 1024 * 1024 },
    );
    if (ran.status !== 0)
        throw new InputError(
            `${whose} cannot be recorded:`,
            (ran.stderr || String(ran.error ?? `ended by ${String(ran.signal)}`)).trim(),
            ELSE,
        );
    const told = JSON.parse(ran.stdout) as Told;
    return Promise.resolve({
        graph: new Graph(told.resources.map((resource) => ({ ...resource, inputs: read(resource.inputs, salt) }))),
        environment: told.environment,
        secrets: told.secrets,
        encrypted: new Map(told.encrypted),
        ...(told.figures !== undefined && { figures: told.figures }),
    });
}
