import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { automation } from "@pulumi/pulumi";
import { stringify } from "yaml";
import { dropDebugMessages, leaveStacksUnmapped } from "../../components/quietly";
import { withoutStacks } from "../../plan/light";
import type { Cli, Ran } from "./command";
import { cleanEnvironment } from "./environment";
import type { Event } from "./event";
import type { Paths } from "../session/paths";
import { needing, readState, stateFileOf, type Needs, type StateResource } from "./state";

export type { Event } from "./event";

/** How often the engine writes its state: before and after each step, or once at the end. */
export type Checkpoints = "every" | "last";
export type Program = () => Record<string, unknown>;

/** Read by the CLI (pulumi/pulumi sdk/go/common/env); it belongs to what the CLI calls experimental. */
const WRITING_ONCE = { PULUMI_SKIP_CHECKPOINTS: "true", PULUMI_EXPERIMENTAL: "true" } as const;

export interface EngineOptions {
    readonly project: string;
    readonly stack: string;
    readonly paths: Paths;
    readonly cli: Cli;
    readonly cliVersion: string;
    /** Where the embedded cloud listens. */
    readonly cloud: Readonly<Record<string, string>>;
    /** Plain configuration, for the copy of the stack file; the program itself gets its environment from the loader. */
    readonly config: Readonly<Record<string, unknown>>;
    /** How many resources at once. The engine's default of 4 per core would hide what AWS does. Default 64. */
    readonly parallel?: number;
}

export interface UpOptions {
    /** Limits it to these URNs. Default: all. */
    readonly targets?: readonly string[];
    /** Whether what does not depend on a failed resource is still made. Default no, as Pulumi's own. */
    readonly continueOnError?: boolean;
    /** Whether what really exists is read first, so that what was changed behind Pulumi's back is put back. Default no. */
    readonly refresh?: boolean;
}

export interface PreviewOptions {
    /** Folders of packs that it is held to. Default: none. */
    readonly policyPacks?: readonly string[];
    /** Where the engine writes what it means to do, by URN, as `pulumi preview --save-plan` does. Default: nowhere. */
    readonly plan?: string;
}

/** The real Pulumi engine with a state of its own under `.cache`. */
export class Engine {
    readonly #options: EngineOptions;
    readonly #environment: Record<string, string>;
    readonly #parallel: number;

    constructor(options: EngineOptions) {
        this.#options = options;
        this.#parallel = options.parallel ?? 64;
        this.#environment = { ...cleanEnvironment(options.paths), ...options.cloud };
        prepare(options);
    }

    async up(
        program: Program,
        onEvent: (event: Event) => void,
        checkpoints: Checkpoints,
        { targets = [], continueOnError = false, refresh = false }: UpOptions = {},
    ): Promise<void> {
        const stack = await this.#stack(quietly(program), checkpoints);
        await withPlainStacks(() =>
            stack.up({
                parallel: this.#parallel,
                onEvent,
                color: "never",
                suppressProgress: true,
                target: [...targets],
                continueOnError,
                refresh,
            }),
        );
    }

    /** What an `up` would do; nothing changes, though the engine would make a state for each step all the same. */
    async preview(
        program: Program,
        onEvent: (event: Event) => void,
        { policyPacks = [], plan }: PreviewOptions = {},
    ): Promise<void> {
        const stack = await this.#stack(quietly(program), "last");
        await withPlainStacks(() =>
            stack.preview({
                parallel: this.#parallel,
                onEvent,
                color: "never",
                suppressProgress: true,
                ...(policyPacks.length > 0 && { policyPacks: [...policyPacks] }),
                ...(plan !== undefined && { plan }),
            }),
        );
    }

    /** Compares what the state says with what really exists. `previewOnly` writes nothing: it is how drift is looked for. */
    async refresh(onEvent: (event: Event) => void, previewOnly: boolean): Promise<void> {
        const stack = await this.#stack(() => ({}), previewOnly ? "last" : "every");
        const options = { parallel: this.#parallel, onEvent, color: "never" } as const;
        await (previewOnly ? stack.previewRefresh(options) : stack.refresh(options));
    }

    async destroy(onEvent: (event: Event) => void, checkpoints: Checkpoints): Promise<void> {
        const stack = await this.#stack(() => ({}), checkpoints);
        await stack.destroy({ parallel: this.#parallel, onEvent, color: "never" });
    }

    async import(resources: readonly automation.ImportResource[], nameTable: Record<string, string>): Promise<void> {
        const stack = await this.#stack(() => ({}));
        await stack.import({ resources: [...resources], nameTable, protect: false, generateCode: false });
    }

    /**
     * Gives what was imported the dependencies that it was registered with: an import file has no place for them, and without them
     * the engine deletes a role beside its policies.
     */
    async depending(needs: ReadonlyMap<string, Needs>): Promise<void> {
        const stack = await this.#stack(() => ({}));
        const exported = await stack.exportStack();
        const deployment = exported.deployment as { resources: readonly StateResource[] };
        await stack.importStack({ ...exported, deployment: { ...deployment, resources: needing(deployment, needs) } });
    }

    /** Any command that the Automation API has no method for. */
    async run(...args: readonly string[]): Promise<Ran> {
        return this.runIn(this.#options.paths.work, args);
    }

    /** As a person does on a command line: in the folder of the project, with what the environment says besides. */
    async runIn(directory: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ran> {
        const { cli, stack } = this.#options;
        return cli.run([...args, "--stack", stack, "--non-interactive", "--color", "never"], directory, {
            ...this.#environment,
            ...more,
        });
    }

    async #stack(program: Program, checkpoints: Checkpoints = "every"): Promise<automation.Stack> {
        const { cli, cliVersion, paths, project, stack } = this.#options;
        const known = fs.existsSync(stateFileOf(paths, project, stack));
        const open = known
            ? automation.LocalWorkspace.selectStack.bind(automation.LocalWorkspace)
            : automation.LocalWorkspace.createStack.bind(automation.LocalWorkspace);
        const opened = await open(
            { stackName: stack, projectName: project, program: async () => Promise.resolve(program()) },
            {
                workDir: paths.work,
                pulumiHome: paths.home,
                secretsProvider: "passphrase",
                pulumiCommand: cli.forAutomation(cliVersion),
                envVars: { ...this.#environment, ...(checkpoints === "last" && WRITING_ONCE) },
            },
        );
        // After each run the Automation API asks the CLI three times for what the events have told already; each costs a second.
        return Object.assign(opened, {
            outputs: async () => Promise.resolve({}),
            info: async () => Promise.resolve(undefined),
        });
    }

    state(): ReturnType<typeof readState> {
        return readState(this.#options.paths, this.#options.project, this.#options.stack);
    }
}

/** The copy of the project that the engine works in: it writes to its stack file, and that must not be the user's. */
function prepare({ paths, project, stack, config }: EngineOptions): void {
    for (const directory of [paths.work, paths.state, paths.home]) fs.mkdirSync(directory, { recursive: true });
    if (!fs.existsSync(paths.passphrase))
        fs.writeFileSync(paths.passphrase, randomBytes(24).toString("base64"), { mode: 0o600 });
    fs.writeFileSync(`${paths.work}/Pulumi.yaml`, stringify({ name: project, runtime: "nodejs" }));
    const file = `${paths.work}/Pulumi.${stack}.yaml`;
    const salt = fs.existsSync(file) ? /^encryptionsalt: .*$/m.exec(fs.readFileSync(file, "utf8"))?.[0] : undefined;
    // The engine reads more plain words for numbers and times than YAML 1.2 does: what it would take for another thing is quoted.
    fs.writeFileSync(file, stringify({ config }, { version: "1.1" }) + (salt === undefined ? "" : `${salt}\n`));
}

function quietly(program: Program): Program {
    return () => {
        dropDebugMessages();
        return program();
    };
}

async function withPlainStacks<Result>(work: () => Promise<Result>): Promise<Result> {
    const mapAgain = leaveStacksUnmapped();
    try {
        return await withoutStacks(work);
    } finally {
        mapAgain();
    }
}
