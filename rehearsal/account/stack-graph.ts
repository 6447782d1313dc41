/** What a stack file of this project makes, as after an up: for who asks a real account or cluster about it. */
import * as path from "node:path";
import type { Environment } from "../../config/environment";
import { formatProblems } from "../../config/problems";
import { loadStackFile } from "../../config/stack-file";
import type { Graph } from "../../plan/graph";
import { record } from "../../plan/record";
import { deploy } from "../../program";

const ROOT = path.join(__dirname, "..", "..");

/** Undefined where the file is wrong, or not there; that is said on stderr. */
export async function stackGraph(
    stack: string,
): Promise<{ readonly environment: Environment; readonly graph: Graph } | undefined> {
    const file = `Pulumi.${stack}.yaml`;
    const loaded = loadStackFile(path.join(ROOT, file));
    if (!loaded.ok) {
        process.stderr.write(`${formatProblems(file, loaded.problems)}\n`);
        return undefined;
    }
    const { environment, secrets } = loaded;
    const { project } = environment;
    const { graph } = await record(() => deploy(environment, secrets), { project, stack, mode: "update" });
    return { environment, graph };
}
