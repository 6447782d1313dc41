/** `make drain GROUP=<name>`: docs/guides/node-groups.md. kubectl is asked as it is set up on this machine. */
import { execFile } from "node:child_process";
import type { Environment } from "../../config/environment";
import { STACK_USAGE } from "../../config/stack-choice";
import { refuse, run } from "../../plan/command-line";
import { InputError } from "../../plan/input-error";
import { chosenFrom, chosenStack, type Chosen } from "../account/chosen";
import { drain, type Kubectl } from "./drain";

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
    const { nodeGroups, project, stack } = loaded.environment;
    const found = nodeGroups[group];
    if (found === undefined)
        return refuse([
            `GROUP=${group} is not a node group of ${stack} | choose ${Object.keys(nodeGroups).join(", ")}`,
        ]);
    if (found.state !== "leaving")
        return refuse([
            `nodeGroups.${group}.state  ${found.state}  lets new pods come to its nodes | write leaving, and deploy that first`,
        ]);
    const say = (line: string): unknown => process.stdout.write(`${line}\n`);
    const others = staying(nodeGroups, found.purpose);
    const status = await drain({ group, others, prefix: `${project}-${stack}-nodes-${group}`, kubectl, say });
    if (status === 0) say(`next: nodeGroups.${group}.state: absent, and docs/guides/node-groups.md, step 4`);
    return status;
}

function staying(groups: Environment["nodeGroups"], purpose: string): readonly string[] {
    return Object.entries(groups).flatMap(([name, group]) =>
        group.purpose === purpose && group.state === "active" ? [name] : [],
    );
}

run(`usage: npm run --silent drain -- ${STACK_USAGE} --group NAME`, (words) => chosenFrom(words, true), main);
