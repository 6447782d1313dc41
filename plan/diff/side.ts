import * as path from "node:path";
import type { Environment, PeopleSecrets } from "../../config/environment";
import { environmentFrom } from "../../config/transition/deployed";
import type { Loaded } from "../../config/load";
import { formatProblems } from "../../config/problems";
import type { Graph } from "../graph";
import type { Figures } from "./figures";
import { record, type RecordOptions } from "../record";
import type { Program } from "../plan";
import { InputError } from "../input-error";

/** One of the two programs that are compared: what it registered, and what its stack file says. */
export interface Side {
    readonly graph: Graph;
    /** As after an up, where `graph` is what a preview knows: what is counted is counted in it. */
    readonly counted?: Graph;
    /** What was counted elsewhere, such as in a plan. */
    readonly figures?: Figures;
    readonly environment?: Environment;
    readonly secrets: PeopleSecrets;
    /** Ciphertexts of the stack file by key path: those of the same secret differ when it was set again. */
    readonly encrypted: ReadonlyMap<string, string>;
}

/** A checkout's program and its reader of stack files. */
export interface Checkedout {
    readonly deploy: Program;
    readonly load: (file: string, stack: string) => Loaded;
    /** `mindcloud:secrets` as written. */
    readonly encrypted: (file: string) => ReadonlyMap<string, string>;
}

/** A stack file, and the stack that it is read as. */
export interface StackAt {
    readonly file: string;
    readonly stack: string;
}

/** Records a stack file by the recorder of this very checkout. `whose`: for people, such as `BASE main`. */
export async function sideOf(
    { deploy, load, encrypted }: Checkedout,
    { file, stack: name }: StackAt,
    whose: string,
    mode: RecordOptions["mode"] = "update",
    answersAs?: RecordOptions["answersAs"],
): Promise<Side> {
    const loaded = load(file, name);
    if (!loaded.ok) throw new InputError(...named(whose, formatProblems(path.basename(file), loaded.problems)));
    const { environment, secrets } = loaded;
    const { project, stack } = environment;
    const { graph } = await record(() => deploy(environment, secrets), { project, stack, mode, answersAs });
    // By another program, it may be of another form.
    return { graph, environment: environmentFrom(environment) ?? environment, secrets, encrypted: encrypted(file) };
}

/** What else BASE may be, where it cannot be recorded. */
export const ELSE = "compare with a commit that can be: BASE=<commit> (--base), or --base-plan FILE";

function named(whose: string, problems: string): readonly string[] {
    return whose === "" ? [problems] : [`${whose} cannot be recorded:`, problems, ELSE];
}
