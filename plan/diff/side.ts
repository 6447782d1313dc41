import * as path from "node:path";
import type { Environment, PeopleSecrets } from "../../config/environment";
import type { Loaded } from "../../config/load";
import { formatProblems } from "../../config/problems";
import type { Graph } from "../graph";
import { record, type RecordOptions } from "../record";
import type { Program } from "../plan";
import { InputError } from "../input-error";

/** One of the two programs that are compared: what it registered, and what its stack file says. */
export interface Side {
    readonly graph: Graph;
    readonly environment?: Environment;
    readonly secrets: PeopleSecrets;
    /** Ciphertexts of the stack file by key path: those of the same secret differ when it was set again. */
    readonly encrypted: ReadonlyMap<string, string>;
}

/** A checkout's program and its reader of stack files. */
export interface Checkedout {
    readonly deploy: Program;
    readonly load: (file: string) => Loaded;
    /** `mindcloud:secrets` as written. */
    readonly encrypted: (file: string) => ReadonlyMap<string, string>;
}

/** Records a stack file by the recorder of this very checkout. `whose`: for people, such as `BASE main`. */
export async function sideOf(
    { deploy, load, encrypted }: Checkedout,
    file: string,
    whose: string,
    mode: RecordOptions["mode"] = "update",
): Promise<Side> {
    const loaded = load(file);
    if (!loaded.ok) throw new InputError(...named(whose, formatProblems(path.basename(file), loaded.problems)));
    const { environment, secrets } = loaded;
    const { project, stack } = environment;
    const { graph } = await record(() => deploy(environment, secrets), { project, stack, mode });
    return { graph, environment, secrets, encrypted: encrypted(file) };
}

function named(whose: string, problems: string): readonly string[] {
    return whose === "" ? [problems] : [`${whose} cannot be recorded:`, problems];
}
