import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Environment, PeopleSecrets } from "../../../config/environment";
import { Graph, type RecordedResource } from "../../graph";
import type { Side, StackAt } from "../side";
import { read } from "./digest";
import { InputError } from "../../input-error";

export interface Told {
    readonly resources: readonly RecordedResource[];
    readonly environment: Environment;
    readonly secrets: PeopleSecrets;
    readonly encrypted: readonly (readonly [string, string])[];
}

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
    const recorder = path.join(directory, "plan");
    fs.rmSync(recorder, { recursive: true, force: true });
    fs.cpSync(path.join(root, "plan"), recorder, { recursive: true });
    const salt = randomBytes(32).toString("hex");
    const ran = spawnSync(
        process.execPath,
        [
            "-r",
            path.join(root, "scripts", "typescript-cache.js"),
            path.join(recorder, "diff", "base", "recorder.ts"),
            file,
            stack,
        ],
        { cwd: directory, encoding: "utf8", input: salt, maxBuffer: 512 * 1024 * 1024 },
    );
    if (ran.status !== 0)
        throw new InputError(`${whose} cannot be recorded:`, (ran.stderr || String(ran.error)).trim());
    const told = JSON.parse(ran.stdout) as Told;
    return Promise.resolve({
        graph: new Graph(told.resources.map((resource) => ({ ...resource, inputs: read(resource.inputs, salt) }))),
        environment: told.environment,
        secrets: told.secrets,
        encrypted: new Map(told.encrypted),
    });
}
