/** `make bootstrap`: prints the command, runs nothing. Remarks go to stderr, so that stdout is the command alone. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { parse } from "yaml";
import { broughtArns } from "./brought";
import { bootstrapCommand, repositoryOf, type StackFile } from "./command";
import { detectionCommands } from "./detection";
import { isTree } from "./template";

function readStack(stack: string): StackFile {
    const file = parse(fs.readFileSync(`Pulumi.${stack}.yaml`, "utf8")) as { config?: Record<string, unknown> } | null;
    const text = (key: string): string | undefined => {
        const value = file?.config?.[key];
        return typeof value === "string" ? value : undefined;
    };
    const [region, account] = [text("aws:region"), text(`${project}:account`)];
    const domain = file?.config?.[`${project}:domain`];
    const zone = isTree(domain) && typeof domain.zoneId === "string" ? domain.zoneId : undefined;
    const settings = { existing: file?.config?.[`${project}:existing`], secrets: file?.config?.[`${project}:secrets`] };
    const where = {
        project,
        stack,
        account: account ?? "",
        region: region ?? "",
        partition: partitionOf(region ?? ""),
    };
    return { stack, region, account, zone, brought: broughtArns(where, settings) };
}

function partitionOf(region: string): string {
    if (region.startsWith("cn-")) return "aws-cn";
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
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
const stack = readStack(wanted);
const given = {
    project,
    stack,
    stacks: stacks.map(readStack),
    repository: asked === undefined || asked === "" ? remote() : asked,
};
const { command, remarks } =
    process.env.DETECTION === "1"
        ? detectionCommands({ ...given, email: process.env.EMAIL, partition: partitionOf(stack.region ?? "") })
        : bootstrapCommand(given);
for (const remark of remarks) process.stderr.write(`# ${remark}\n`);
process.stdout.write(`${command}\n`);
