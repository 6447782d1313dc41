/** Recordings that tests share: each stack file is recorded once per mode and process, however many tests look at it. */
import { readdirSync } from "node:fs";
import * as path from "node:path";
import type { Environment, PeopleSecrets } from "../../config/environment";
import { loadStackFile } from "../../config/stack-file";
import { record, type Recording, type RecordOptions } from "../../plan/record";
import { deploy } from "../../program";

const ROOT = path.join(__dirname, "../..");

export type Mode = RecordOptions["mode"];
export const MODES: readonly Mode[] = ["preview", "update"];

/** Day for which exceptions are weighed: fixed, so that a test does not turn red over night. */
export const TODAY = "2026-11-21";

export interface Stack {
    readonly environment: Environment;
    readonly secrets: PeopleSecrets;
}

/** Every Pulumi.<stack>.yaml of the project, whatever a user calls them. */
export const STACK_FILES: readonly string[] = readdirSync(ROOT)
    .filter((file) => /^Pulumi\..+\.yaml$/.test(file))
    .sort();

export function stackFrom(file: string): Stack {
    const loaded = loadStackFile(path.resolve(ROOT, file));
    if (!loaded.ok) throw new Error(loaded.problems.map(({ path: key, rule }) => `${file}: ${key} ${rule}`).join("\n"));
    return loaded;
}

export function recordStack(
    { environment, secrets }: Stack,
    mode: Mode,
    options: Pick<RecordOptions, "mutate"> = {},
): Promise<Recording> {
    const { project, stack } = environment;
    return record(() => deploy(environment, secrets), { project, stack, mode, ...options });
}

const shared = new Map<string, Promise<Recording>>();

export function recordingOf(file: string, mode: Mode): Promise<Recording> {
    const key = `${file} ${mode}`;
    const recording = shared.get(key) ?? recordStack(stackFrom(file), mode);
    shared.set(key, recording);
    return recording;
}
