/**
 * `build-tools.ts [name...]`: builds what is named, or all that `make check` starts, into .cache/bin. By itself and beforehand, because
 * a test that had to build first would run out of its time. Exit status: 0 all are there, 1 a build failed, 2 Go is missing.
 */
import { DEFAULT_MINOR } from "../../config/versions";
import { allEnded } from "../engine/all-ended";
import { programsFor } from "../cluster/programs";
import { goPrograms } from "./go-build";
import { BuildFailed } from "./go-command";
import { PROGRAMS, type ProgramName } from "./go-programs";
import { MissingTool } from "./missing-tool";
import { findPulumi } from "./tools";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const isProgram = (name: string): name is ProgramName => name in PROGRAMS;

async function main(names: readonly string[]): Promise<number> {
    const unknown = names.find((name) => !isProgram(name));
    if (unknown !== undefined) {
        process.stderr.write(`${unknown} is none of ${Object.keys(PROGRAMS).join(", ")}\n`);
        return 2;
    }
    try {
        if (names.length > 0)
            await goPrograms(
                names.filter(isProgram).map((name) => PROGRAMS[name]),
                say,
            );
        else {
            // The others afterwards: metrics-server is made of what a control plane is made of.
            const others = programsFor(DEFAULT_MINOR, say).then(() => goPrograms(Object.values(PROGRAMS), say));
            await allEnded([findPulumi(process.stdout), others]);
        }
        return 0;
    } catch (error) {
        if (!(error instanceof MissingTool) && !(error instanceof BuildFailed)) throw error;
        process.stderr.write(`${error.message}\n`);
        return error instanceof MissingTool ? 2 : 1;
    }
}

void main(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
});
