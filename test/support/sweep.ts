/** Runs in a thread of its own: records every set of systems and sends what the rules find. */
import { parentPort } from "node:worker_threads";
import { evaluate } from "../../policy/evaluate";
import { recordStack, STACK_FILES, subsetsOf, TODAY } from "./recordings";

export interface Swept {
    readonly sets: readonly string[];
    /** What was found, with the set of systems. */
    readonly findings: readonly string[];
}

export async function sweep(): Promise<Swept> {
    const sets: string[] = [];
    const findings: string[] = [];
    for (const { name, stack } of subsetsOf(STACK_FILES)) {
        const { graph } = await recordStack(stack, "update");
        for (const { rule, urn, message } of evaluate(graph, stack.environment, { today: TODAY }).findings)
            findings.push(`${name}: ${rule}: ${graph.get(urn).name} ${message}`);
        sets.push(name);
    }
    return { sets, findings };
}

if (parentPort !== null) {
    const port = parentPort;
    void sweep().then((swept) => {
        port.postMessage(swept);
    });
}
