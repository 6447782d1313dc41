/** `make drain GROUP=<name>`: docs/guides/node-groups.md. kubectl is asked as it is set up on this machine. */
import { execFile } from "node:child_process";
import * as path from "node:path";
import { formatProblems } from "../../config/problems";
import { loadStackFile } from "../../config/stack-file";
import type { Environment } from "../../config/environment";
import { drain, type Kubectl } from "./drain";

const ROOT = path.join(__dirname, "..", "..");

const kubectl: Kubectl = (...args) =>
    new Promise((resolve, reject) => {
        execFile(
            process.env.KUBECTL ?? "kubectl",
            [...args],
            { maxBuffer: 64 * 1024 * 1024 },
            (error, stdout, stderr) => {
                if (error !== null && "code" in error && error.code === "ENOENT")
                    reject(new Error("kubectl is missing: install it, or name it with KUBECTL=<file>"));
                else resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` });
            },
        );
    });

async function main([stack = "", group = ""]: readonly string[]): Promise<number> {
    const file = `Pulumi.${stack}.yaml`;
    const loaded = loadStackFile(path.join(ROOT, file));
    if (!loaded.ok) return refuse(formatProblems(file, loaded.problems));
    const { environment } = loaded;
    const { nodeGroups, project } = environment;
    const found = nodeGroups[group];
    if (found === undefined)
        return refuse(`GROUP=${group} is not a node group of ${stack} | choose ${Object.keys(nodeGroups).join(", ")}`);
    if (found.state !== "leaving")
        return refuse(
            `nodeGroups.${group}.state  ${found.state}  lets new pods come to its nodes | write leaving, and deploy that first`,
        );
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

function refuse(line: string): number {
    process.stderr.write(`${line}\n`);
    return 2;
}

main(process.argv.slice(2)).then(
    (status) => {
        process.exitCode = status;
    },
    (error: unknown) => {
        process.exitCode = refuse(error instanceof Error ? error.message : String(error));
    },
);
