/** `life.ts FOLDER STACK`: an up and a down of a stack of the tests in a folder of its own, on the in-memory Kubernetes; not where a user's environments stand. */
import path from "node:path";
import { main } from "../../rehearsal/main";
import { mindcloud } from "../../rehearsal/session/mindcloud";

const STACKS = path.resolve(__dirname, "../stacks");

async function live([folder = "", stack = ""]: readonly string[]): Promise<number> {
    const surroundings = { root: folder, load: mindcloud(STACKS), output: process.stdout, errors: process.stderr };
    const up = await main(["up", "--stack", stack, "--kubernetes", "memory", "--minute", "0"], surroundings);
    const down = await main(["down", "--stack", stack, "--minute", "0"], surroundings);
    return up === 0 ? down : up;
}

void live(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
});
