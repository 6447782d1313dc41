import { parseArgs } from "node:util";
import { accept } from "./accept/embedded";
import { health } from "./health/embedded";
import { down } from "./commands/down";
import { drift } from "./commands/drift";
import { recover } from "./commands/recover";
import { up } from "./commands/up";
import { WrongKubernetes, type Kubernetes } from "./kubernetes/plane";
import { Busy } from "./session/lock";
import { FAULTS, parseFault } from "./provider/faults";
import type { Load } from "./session/rehearsed";
import { inSession } from "./session/in-session";
import type { Actor, Session } from "./session/session";
import { MissingTool } from "./programs/tools";
import type { Output } from "./view/screen";

export interface Surroundings {
    readonly root: string;
    readonly load: Load;
    readonly output: Output;
    readonly errors: Output;
    /** `--cloud aws`: the real account. */
    readonly onAws?: (command: string, stack: string, yes: boolean) => Promise<number>;
}

const COMMANDS: Readonly<Record<string, (session: Session) => Promise<number>>> = {
    up,
    down,
    recover,
    drift,
    accept,
    health,
};

const USAGE = `usage: rehearsal/cli.ts <up|down|recover|drift|accept|health> --stack <name> [options]
  --cloud aws            the real account instead of the embedded cloud (up, down)
  --yes                  with --cloud aws: do not ask for confirmation
  --minute <ms>          what a minute of AWS takes here, default 90
  --parallel <count>     resources at once, default 64
  --kubernetes <kind>    real (needs Go) or memory; default: what the environment stands on, else real where there is Go
  --charts <folder>      up: installs the charts themselves from chart folders that you have, real: from their repositories
  --as administrator     who deploys by hand: may do everything. Default: the role of bootstrap/account.yaml for the stack
  --refresh              up reads first what really exists, and puts back what was changed behind Pulumi's back
  --checkpoints every    write the state at every step, as on AWS; default: once, where nothing can be lost
  --later <hours>        so much time has passed since the last command: maintenance windows, nights, the seven days of a way back
  --fault <where>=<what> may be repeated; where: type token, logical name or URN; what: ${Object.keys(FAULTS).join(", ")}
`;

/** Exit status: 0 fine, 1 the cloud refused or something is left, 2 the input is wrong or a tool is missing, 130 stopped. */
export async function main(
    argv: readonly string[],
    { root, load, output, errors, onAws }: Surroundings,
): Promise<number> {
    const parsed = parse(argv);
    if (typeof parsed === "string") {
        errors.write(`${parsed}\n${USAGE}`);
        return 2;
    }
    const { command, stack, options } = parsed;
    try {
        if (options.cloud === "aws" && onAws !== undefined) return await onAws(command, stack, options.yes === true);
        const rehearsed = load(stack);
        if ("problems" in rehearsed) {
            errors.write(`${rehearsed.problems}\n`);
            return 2;
        }
        const work = COMMANDS[command];
        if (work === undefined) throw new Error(`no such command: ${command}`);
        const minuteInMilliseconds = options.minute === undefined ? undefined : Number(options.minute);
        const parallel = options.parallel === undefined ? undefined : Number(options.parallel);
        return await inSession(
            command,
            rehearsed,
            {
                ...{ root, output, minuteInMilliseconds, parallel, faults: (options.fault ?? []).map(parseFault) },
                checkpoints: options.checkpoints === "every" ? "every" : "last",
                refresh: options.refresh,
                laterHours: options.later === undefined ? undefined : Number(options.later),
                as: options.as,
                charts: options.charts,
                kubernetes: options.kubernetes ?? "best",
            },
            work,
        );
    } catch (error) {
        if (![Busy, MissingTool, WrongKubernetes].some((kind) => error instanceof kind)) throw error;
        if (!(error instanceof Error)) throw error;
        errors.write(`${error.message}\n`);
        return 2;
    }
}

interface Parsed {
    readonly command: string;
    readonly stack: string;
    readonly options: {
        readonly cloud?: string;
        readonly yes?: boolean;
        readonly minute?: string;
        readonly later?: string;
        readonly parallel?: string;
        readonly checkpoints?: string;
        readonly refresh?: boolean;
        readonly kubernetes?: Kubernetes;
        readonly charts?: string;
        readonly as?: Actor;
        readonly fault?: string[];
    };
}

/** The command, or what is wrong with it. */
function parse(argv: readonly string[]): Parsed | string {
    try {
        const { values, positionals } = parseArgs({
            args: [...argv],
            allowPositionals: true,
            options: {
                stack: { type: "string" },
                cloud: { type: "string" },
                yes: { type: "boolean" },
                minute: { type: "string" },
                later: { type: "string" },
                parallel: { type: "string" },
                checkpoints: { type: "string" },
                refresh: { type: "boolean" },
                kubernetes: { type: "string" },
                charts: { type: "string" },
                as: { type: "string" },
                fault: { type: "string", multiple: true },
            },
        });
        const [command = "", ...more] = positionals;
        if (!(command in COMMANDS) || more.length > 0) return `"${positionals.join(" ")}" is not a command`;
        if (values.stack === undefined || !/^[A-Za-z0-9_.-]{1,100}$/.test(values.stack))
            return "--stack must name a stack";
        if (values.cloud !== undefined && values.cloud !== "aws")
            return `--cloud ${values.cloud}: only aws is known; without it, the embedded cloud`;
        if (values.checkpoints !== undefined && values.checkpoints !== "every")
            return `--checkpoints ${values.checkpoints}: only every is known; without it, once where nothing can be lost`;
        const { kubernetes, as, ...rest } = values;
        if (as !== undefined && as !== "administrator")
            return `--as ${as}: only administrator is known; without it, the role of the account for the stack`;
        if (rest.charts !== undefined && command !== "up")
            return "--charts belongs to up: an environment keeps its charts";
        if (rest.charts !== undefined && values.cloud !== undefined)
            return "--charts belongs to the embedded cloud: on AWS charts come from their repositories";
        if (kubernetes !== undefined && kubernetes !== "real" && kubernetes !== "memory")
            return `--kubernetes ${kubernetes}: only real and memory are known`;
        for (const name of ["minute", "later", "parallel"] as const)
            if (values[name] !== undefined && !/^\d+$/.test(values[name])) return `--${name} must be a whole number`;
        for (const fault of values.fault ?? []) parseFault(fault);
        return { command, stack: values.stack, options: { ...rest, kubernetes, as } };
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}
