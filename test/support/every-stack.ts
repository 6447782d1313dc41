import type { Graph } from "../../plan/graph";
import { type Mode, MODES, recordingOf, STACK_FILES, type Stack, stackFrom } from "./recordings";

export interface Recorded extends Stack {
    readonly file: string;
    readonly mode: Mode;
    /** Inside `it` only: the recording is made before the first of them. */
    readonly graph: Graph;
}

/** The same tests over every Pulumi.<stack>.yaml of the project, in preview and in update mode. */
export function forEveryStack(tests: (recorded: Recorded) => void, modes: readonly Mode[] = MODES): void {
    for (const file of STACK_FILES)
        for (const mode of modes)
            describe(`${file} in ${mode} mode`, () => {
                let graph: Graph | undefined;
                before(async () => {
                    ({ graph } = await recordingOf(file, mode));
                });
                tests({
                    ...stackFrom(file),
                    file,
                    mode,
                    get graph() {
                        if (graph === undefined)
                            throw new Error("the graph is there inside `it`, not while tests are declared");
                        return graph;
                    },
                });
            });
}
