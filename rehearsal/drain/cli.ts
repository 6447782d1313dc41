/** `make drain GROUP=<name>`: docs/guides/node-groups.md. kubectl is asked as it is set up on this machine. */
import { execFile } from "node:child_process";
import { STACK_USAGE } from "../../config/stack-choice";
import { refuse, run } from "../../plan/command-line";
import { InputError } from "../../plan/input-error";
import { chosenFrom, chosenStack, type Chosen } from "../account/chosen";
import { drain, type Kubectl } from "./drain";
import { leavingOf } from "./leaving";

const kubectl: Kubectl = (...args) =>
    new Promise((resolve, reject) => {
        execFile(
            process.env.KUBECTL ?? "kubectl",
            [...args],
            { maxBuffer: 64 * 1024 * 1024 },
            (error, stdout, stderr) => {
                if (error !== null && "code" in error && error.code === "ENOENT")
                    reject(new InputError("kubectl is missing: install it, or name it with KUBECTL=<file>"));
                else resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` });
            },
        );
    });

async function main({ group = "", ...choice }: Chosen): Promise<number> {
    const loaded = chosenStack(choice);
    if (loaded === undefined) return 2;
    const leaving = leavingOf(loaded.environment, group);
    if (typeof leaving === "string") return refuse([leaving]);
    const say = (line: string): unknown => process.stdout.write(`${line}\n`);
    const status = await drain({ ...leaving, kubectl, say });
    if (status === 0) say(`next: nodeGroups.${group}.state: absent, and docs/guides/node-groups.md, step 4`);
    return status;
}

run(`usage: npm run --silent drain -- ${STACK_USAGE} --group NAME`, (words) => chosenFrom(words, true), main);
