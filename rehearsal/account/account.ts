import { spawn, spawnSync } from "node:child_process";
import * as path from "node:path";
import { createInterface } from "node:readline/promises";
import type { Environment, PeopleSecrets } from "../../config/environment";
import { formatProblems } from "../../config/problems";
import { loadStackFile } from "../../config/stack-file";
import { OUTPUT, refusalText } from "../../config/transition/deployed";
import { strangeRoleLine, strangeRoles } from "../../plan/account-roles";
import { missingFrom } from "../../plan/missing";
import { record } from "../../plan/record";
import { broughtCertificateProblems } from "./brought-certificate";
import { broughtNetworkProblems } from "./brought-network";
import { commandOfAws, clearControlPlaneLogs, type Aws } from "../session/leftover-logs";
import { lookAround, missingFor, type Machine } from "./doctor";
import { mindcloud } from "../session/mindcloud";
import type { Output } from "../view/screen";

/** What must be mended before this environment can go to a real account; one line each. */
export function notForAws(environment: Environment, secrets: PeopleSecrets): readonly string[] {
    const missing = missingFrom(environment, secrets);
    return [
        ...rolesThatAreNotThere(environment),
        ...missing.placeholders.map(({ path: key, value, what }) => `${key}: ${value} ${what}: write your own`),
        ...missing.secrets.map(({ path: key, command }) => `secrets.${key}: is missing: ${command}`),
    ];
}

/** Where the account was prepared by bootstrap/account.yaml: somebody else may well have roles of such names. */
function rolesThatAreNotThere(environment: Environment): readonly string[] {
    const { project, deployment } = environment;
    return deployment.permissionsBoundary?.includes(`:policy/${project}-boundary-`) === true
        ? strangeRoles(environment).map(strangeRoleLine)
        : [];
}

export interface Terminal {
    readonly output: Output;
    readonly errors: Output;
    /** What the person types; undefined when nobody can be asked. */
    readonly ask?: (question: string) => Promise<string>;
}

/** What is run. Default: what is on this machine. */
export interface Tools {
    readonly machine?: Machine;
    readonly aws?: Aws;
    readonly pulumi?: (args: readonly string[], root: string) => Promise<number>;
    /** The output `environment` of a stack. */
    readonly deployed?: (stack: string, root: string) => unknown;
}

/** The real account: everything that can be known before is checked, then plain Pulumi takes over. Exit status 2: not started. */
export async function onAws(
    command: string,
    stack: string,
    yes: boolean,
    root: string,
    terminal: Terminal,
    { machine, aws = commandOfAws, pulumi = runPulumi, deployed = deployedOn }: Tools = {},
): Promise<number> {
    const { output, errors, ask } = terminal;
    const verb = { up: "up", down: "destroy", doctor: "doctor" }[command];
    const file = `Pulumi.${stack}.yaml`;
    const loaded = loadStackFile(path.join(root, file));
    if (!loaded.ok) {
        errors.write(`${formatProblems(file, loaded.problems)}\n`);
        return 2;
    }
    const { environment, secrets } = loaded;
    const problems =
        verb === undefined
            ? [`${command} is for the embedded cloud: on a real account, use Pulumi's own commands`]
            : [...missingFor("aws", machine ?? (await lookAround())), ...notForAws(environment, secrets)];
    // Placeholders are nobody's subnets.
    if (verb !== "destroy" && problems.length === 0)
        problems.push(
            ...(await broughtNetworkProblems(environment, aws)),
            ...(await broughtCertificateProblems(environment, aws)),
        );
    for (const line of problems) errors.write(`${line}\n`);
    if (verb === undefined || problems.length > 0) return 2;

    const { account, region } = environment;
    if (verb === "doctor") {
        output.write(`account ${account}, region ${region}, stack ${stack}: nothing is in the way of an up\n`);
        return 0;
    }
    output.write(`account ${account}, region ${region}, stack ${stack}: pulumi ${verb}\n`);
    if (!yes) {
        const answer = await ask?.(`type ${stack} to go on: `);
        if (answer?.trim() !== stack) {
            errors.write(
                ask === undefined ? "nobody is there to confirm: add --yes\n" : "not confirmed: nothing was started\n",
            );
            return 2;
        }
    }
    const refusal = verb === "up" ? refusalText(file, deployed(stack, root), environment) : undefined;
    if (refusal !== undefined) {
        errors.write(`${refusal}\n`);
        return 2;
    }
    const clusterName = await clusterNameIn(stack, root);
    const clear = async (looks: number): Promise<void> => {
        if (clusterName === undefined || environment.cluster.logGroup === "adopt") return;
        const say = (line: string): unknown => output.write(`${line}\n`);
        await clearControlPlaneLogs({ clusterName, region, looks, aws, say });
    };
    if (verb === "up") await clear(1);
    const status = await pulumi([verb, "--stack", stack], root);
    if (verb === "destroy" && status === 0) await clear(LOOKS_AFTER_DESTROY);
    return status;
}

/** Of the cluster that the program makes; undefined beside one that others made. */
async function clusterNameIn(stack: string, root: string): Promise<string | undefined> {
    const loaded = mindcloud(root)(stack);
    if ("problems" in loaded) return undefined;
    const { graph } = await record(() => loaded.deploy(), { project: loaded.project, stack, mode: "preview" });
    const [cluster] = graph.ofType("aws:eks/cluster:Cluster");
    return typeof cluster?.inputs.name === "string" ? cluster.inputs.name : undefined;
}

/** A look a minute: that is how long the last logs of a control plane take to arrive. */
const LOOKS_AFTER_DESTROY = 5;

/** Undefined where nothing is deployed yet, or by a release that did not tell; what else is wrong, the command itself says better. */
function deployedOn(stack: string, root: string): unknown {
    const asked = ["stack", "output", OUTPUT, "--json", "--stack", stack, "--non-interactive"];
    const { status, stdout } = spawnSync("pulumi", asked, { cwd: root, encoding: "utf8" });
    return status === 0 ? (JSON.parse(stdout) as unknown) : undefined;
}

/** With the whole environment of whoever runs this: here credentials are wanted. */
function runPulumi(args: readonly string[], root: string): Promise<number> {
    return new Promise((resolve, reject) => {
        const child = spawn("pulumi", [...args], { cwd: root, stdio: "inherit" });
        child.on("error", reject);
        child.on("close", (code) => {
            resolve(code ?? 1);
        });
    });
}

export async function askOnTerminal(question: string): Promise<string> {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    try {
        return await lines.question(question);
    } finally {
        lines.close();
    }
}
