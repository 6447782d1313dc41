import { spawn } from "node:child_process";
import * as path from "node:path";
import { createInterface } from "node:readline/promises";
import type { Environment, PeopleSecrets } from "../config/environment";
import { formatProblems } from "../config/problems";
import { loadStackFile } from "../config/stack-file";
import { missingFrom } from "../plan/missing";
import { lookAround, missingFor, type Machine } from "./doctor";
import type { Output } from "./view/screen";

/** What must be mended before this environment can go to a real account; one line each. */
export function notForAws(environment: Environment, secrets: PeopleSecrets): readonly string[] {
    const missing = missingFrom(environment, secrets);
    return [
        ...missing.placeholders.map(({ path: key, value, what }) => `${key}: ${value} ${what}: write your own`),
        ...missing.secrets.map(({ path: key, command }) => `secrets.${key}: is missing: ${command}`),
    ];
}

export interface Terminal {
    readonly output: Output;
    readonly errors: Output;
    /** What the person types; undefined when nobody can be asked. */
    readonly ask?: (question: string) => Promise<string>;
}

/** The real account: everything that can be known before is checked, then plain Pulumi takes over. Exit status 2: not started. */
export async function onAws(
    command: string,
    stack: string,
    yes: boolean,
    root: string,
    terminal: Terminal,
    machine?: Machine,
): Promise<number> {
    const { output, errors, ask } = terminal;
    const verb = { up: "up", down: "destroy" }[command];
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
    for (const line of problems) errors.write(`${line}\n`);
    if (verb === undefined || problems.length > 0) return 2;

    const { account, region } = environment;
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
    return runPulumi([verb, "--stack", stack], root);
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
