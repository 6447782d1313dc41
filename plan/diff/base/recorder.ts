/** Records the stack file of the command line by the packages that are found from here, for a process that has others. */
import * as fs from "node:fs";
import * as path from "node:path";
import { ProgramError } from "../../record";
import { sideOf } from "../side";
import type { Told } from "./apart";
import { told } from "./digest";
import { InputError } from "../../input-error";
import { programIn } from "./program";

async function main(file: string, stack: string, salt: string): Promise<void> {
    const { graph, environment, secrets, encrypted } = await sideOf(
        programIn(path.join(__dirname, "../../..")),
        { file, stack },
        "",
    );
    if (environment === undefined) throw new Error("nothing was recorded");
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
    };
    process.stdout.write(JSON.stringify(document));
}

main(process.argv[2] ?? "", process.argv[3] ?? "", fs.readFileSync(0, "utf8").trim()).catch((error: unknown) => {
    const problems = error instanceof ProgramError || error instanceof InputError ? error.problems : [String(error)];
    process.stderr.write(`${problems.join("\n")}\n`);
    process.exitCode = 2;
});
