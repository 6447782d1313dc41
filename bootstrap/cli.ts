/** `make bootstrap`: prints the command, runs nothing. Remarks go to stderr, so that stdout is the command alone. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { parse } from "yaml";
import { bootstrapCommand, repositoryOf, type StackFile } from "./command";

function readStack(stack: string): StackFile {
    const file = parse(fs.readFileSync(`Pulumi.${stack}.yaml`, "utf8")) as { config?: Record<string, unknown> } | null;
    const text = (key: string): string | undefined => {
        const value = file?.config?.[key];
        return typeof value === "string" ? value : undefined;
    };
    return { stack, region: text("aws:region"), account: text(`${project}:account`) };
}

function remote(): string | undefined {
    const asked = spawnSync("git", ["remote", "get-url", "origin"], { encoding: "utf8" });
    return asked.status === 0 ? repositoryOf(asked.stdout) : undefined;
}

const project = (parse(fs.readFileSync("Pulumi.yaml", "utf8")) as { name: string }).name;
const stacks = fs
    .readdirSync(".")
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
const flag = process.argv.indexOf("--stack");
const wanted = flag < 0 ? "dev" : (process.argv[flag + 1] ?? "dev");

if (!stacks.includes(wanted)) {
    process.stderr.write(
        `Pulumi.${wanted}.yaml does not exist: choose one of ${stacks.join(", ")}, or say make stack STACK=${wanted}\n`,
    );
    process.exit(2);
}
const asked = process.env.GITHUB?.trim();
const { command, remarks } = bootstrapCommand({
    project,
    stack: readStack(wanted),
    stacks: stacks.map(readStack),
    repository: asked === undefined || asked === "" ? remote() : asked,
});
for (const remark of remarks) process.stderr.write(`# ${remark}\n`);
process.stdout.write(`${command}\n`);
