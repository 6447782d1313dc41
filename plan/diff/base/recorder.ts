/** Records and counts the stack file of the command line by the packages that are found from here, for a process that has others. */
import * as fs from "node:fs";
import { ProgramError } from "../../record";
import { sideOf } from "../side";
import type { Told } from "./apart";
import { told } from "./digest";
import { InputError } from "../../input-error";
import { programIn } from "./program";
import { figuresOf } from "../meaning/figures";
import { toldProblems } from "../../told-problems";

async function main(directory: string, file: string, stack: string, salt: string): Promise<void> {
    const side = await sideOf(programIn(directory), { file, stack }, "");
    const { graph, environment, secrets, encrypted } = side;
    if (environment === undefined) throw new Error("nothing was recorded");
    const figures = figuresOf(side, new Date().toISOString().slice(0, 10));
    const document: Told = {
        resources: graph.resources.map((resource) => ({
            ...resource,
            inputs: told(resource.inputs, salt) as typeof resource.inputs,
        })),
        environment,
        // Which there are; none of their values.
        secrets: Object.fromEntries(
            Object.entries(secrets).map(([key, secret]) => [
                key,
                secret.kind === "given" ? { kind: "given", value: undefined } : secret,
            ]),
        ),
        encrypted: [...encrypted],
        ...(figures !== undefined && { figures }),
    };
    process.stdout.write(JSON.stringify(document));
}

const [, , directory = "", file = "", stack = ""] = process.argv;
main(directory, file, stack, fs.readFileSync(0, "utf8").trim()).catch((error: unknown) => {
    const problems =
        error instanceof ProgramError
            ? toldProblems(error)
            : error instanceof InputError
              ? error.problems
              : [String(error)];
    process.stderr.write(`${problems.join("\n")}\n`);
    process.exitCode = 2;
});
