/** What a stack file makes, as after an up: for who asks a real account or cluster about it. */
import type { Environment } from "../../config/environment";
import type { StackChoice } from "../../config/stack-choice";
import type { Graph } from "../../plan/graph";
import { record } from "../../plan/record";
import { deploy } from "../../program";
import { chosenStack } from "./chosen";

/** Undefined where the file is wrong, or not there; that is said on stderr. */
export async function stackGraph(
    choice: StackChoice,
): Promise<{ readonly environment: Environment; readonly graph: Graph } | undefined> {
    const loaded = chosenStack(choice);
    if (loaded === undefined) return undefined;
    const { environment, secrets } = loaded;
    const { project, stack } = environment;
    const { graph } = await record(() => deploy(environment, secrets), { project, stack, mode: "update" });
    return { environment, graph };
}
