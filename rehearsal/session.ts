import * as fs from "node:fs";
import { allEnded } from "./all-ended";
import { CloudProcess } from "./cloud/process";
import { Store, type CloudObject } from "./cloud/store";
import { Cli } from "./command";
import { Engine } from "./engine";
import { cleanEnvironment } from "./environment";
import { choose, record, type Kubernetes, type Plane } from "./kubernetes/plane";
import { disconnect } from "./kubernetes/real/cluster";
import { madeByPulumi } from "./kubernetes/real/inventory";
import { startPlane } from "./kubernetes/start";
import { Lock } from "./lock";
import { pathsOf, type Paths } from "./paths";
import type { Standing } from "./pending";
import type { Fault } from "./provider/faults";
import { DEFAULT_PACE } from "./provider/pace";
import { principalOf, refusals } from "./roles";
import type { EngineWork } from "../iam/actions/engine";
import type { Rehearsed } from "./rehearsed";
import { readState } from "./state";
import { findPulumi } from "./tools";
import { beginAnew, type Checkpoints } from "./unwritten";
import { Screen, type Output } from "./view/screen";

export interface Options {
    /** Of the checkout. */
    readonly root: string;
    readonly output: Output;
    /** What a minute of AWS takes. Default 90 ms. */
    readonly minuteInMilliseconds?: number;
    /** Where the modelled time is written: provider/clock.ts. Default none, and `minuteInMilliseconds` holds. */
    readonly clockFile?: string;
    readonly faults?: readonly Fault[];
    /** Hours that have passed since the last command; default none. */
    readonly laterHours?: number;
    readonly parallel?: number;
    /** `best`: real where there is Go. Default what the environment stands on already, else the in-memory stand-in. */
    readonly kubernetes?: Kubernetes | "best";
    /** Whether `up` reads first what really exists. Default no. */
    readonly refresh?: boolean;
    /** Who acts on the embedded AWS. Default the account's role for this stack: `preview` for what only looks, else `deploy`. */
    readonly as?: Actor;
    /** How often the engine writes its state. Default `last` where nothing can be lost (unwritten.ts). */
    readonly checkpoints?: Checkpoints;
}

export type Actor = "administrator" | "deploy" | "preview";

/** Everything that a command on the embedded cloud works with. */
export interface Session {
    readonly rehearsed: Rehearsed;
    readonly paths: Paths;
    readonly engine: Engine;
    readonly screen: Screen;
    readonly checkpoints: Checkpoints;
    readonly refresh: boolean;
    /** The embedded cloud as it is on the disk now. A real control plane's objects are not in it. */
    readonly cloud: () => Store;
    /** Everything that exists now, on the control plane too. */
    readonly standing: () => Promise<Standing>;
    /** Deletes by hand what Pulumi does not know, as with the AWS CLI. Ends the embedded cloud: the last thing that a command does to it. */
    readonly clear: (which: (object: CloudObject) => boolean) => Promise<readonly CloudObject[]>;
    /** The real control plane, where Kubernetes is real. */
    readonly plane?: Plane;
    readonly interrupted: () => boolean;
}

/** Takes the lock, starts the embedded cloud, runs the command, and leaves nothing running whatever happens. */
export async function inSession(
    command: string,
    rehearsed: Rehearsed,
    options: Options,
    work: (session: Session) => Promise<number>,
): Promise<number> {
    const paths = pathsOf(options.root, rehearsed.stack);
    const say = (line: string): void => {
        options.output.write(`${line}\n`);
    };
    const lock = await Lock.take(paths.lock, command, say);
    let cloud: CloudProcess | undefined;
    let plane: Plane | undefined;
    let screen: Screen | undefined;
    const stop = stopOnSignal(
        () => screen,
        () => cli,
    );
    let cli: Cli | undefined;
    try {
        await beginAnew(paths, rehearsed, say);
        const { project, stack, config, roles } = rehearsed;
        const as = options.as ?? usual(command);
        const caller = as === "administrator" ? undefined : roles?.[as];
        if (roles !== undefined && caller !== undefined) {
            const refused = refusals(principalOf(caller), roles.engineRequests(engineWork(command, as)));
            refused.forEach(say);
            if (refused.length > 0) return 1;
        }
        const stands = readState(paths, project, stack).resources.length > 0;
        const kubernetes = choose(rehearsed, options.kubernetes, paths, stands, say);
        const [pulumi] = await allEnded([
            findPulumi(options.output),
            kubernetes === "real" ? rehearsed.controlPlanes?.build(say) : undefined,
        ]);
        cli = new Cli(pulumi.file, (pid) => {
            lock.add(pid);
        });
        fs.mkdirSync(paths.home, { recursive: true });
        record(paths, kubernetes);
        if (kubernetes === "real") plane = await startPlane(rehearsed, paths, say);
        const settings = {
            kubeconfig: plane?.kubeconfig,
            directory: paths.work,
            minuteInMilliseconds: options.minuteInMilliseconds ?? DEFAULT_PACE.minuteInMilliseconds,
            clockFile: options.clockFile,
            faults: options.faults ?? [],
            existing: rehearsed.existing,
            laterHours: options.laterHours,
            caller,
        };
        cloud = await CloudProcess.start(settings, cleanEnvironment(paths), (pid) => {
            lock.add(pid);
        });
        screen = new Screen(options.output);
        const engine = new Engine({
            project,
            stack,
            config,
            paths,
            cli,
            cliVersion: pulumi.version,
            cloud: cloud.environment,
            parallel: options.parallel,
        });
        const store = (): Store => Store.open(paths.work, "readOnly");
        return await work({
            rehearsed,
            plane,
            paths,
            engine,
            screen,
            checkpoints: options.checkpoints ?? "last",
            refresh: options.refresh ?? false,
            cloud: store,
            standing: async () => {
                const made = plane === undefined ? [] : await madeByPulumi(plane.cluster);
                return { live: () => [...store().live(), ...made] };
            },
            clear: async (which) => {
                await cloud?.stop();
                const own = Store.open(paths.work, "own");
                const found = own.live().filter(which);
                for (const object of found) await own.remove(object);
                return found;
            },
            interrupted: () => stop.count() > 0,
        });
    } finally {
        stop.off();
        screen?.close();
        await cloud?.stop();
        if (plane !== undefined) disconnect(plane.cluster);
        lock.release();
    }
}

/** Whom the commands of deploy-stack.yml and drift.yml act as; a rehearsal's sessions are called `rehearse (preview)`. */
const LOOKS = /\b(preview|drift|compare)\b/;

function usual(command: string): Actor {
    return LOOKS.test(command) ? "preview" : "deploy";
}

function engineWork(command: string, as: Actor): EngineWork {
    if (as === "deploy") return "update";
    return command.includes("preview") ? "preview" : "refresh";
}

/** Once: finish what is under way. Twice: at once, and `make recover` puts it right. */
function stopOnSignal(screen: () => Screen | undefined, cli: () => Cli | undefined): { count(): number; off(): void } {
    let count = 0;
    const onSignal = (): void => {
        count++;
        screen()?.say(
            count === 1
                ? "stopping: what is under way is finished first (Ctrl-C again stops at once; then `make recover`)"
                : "stopping at once",
        );
        cli()?.interrupt();
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, onSignal);
    return {
        count: () => count,
        off: () => {
            for (const signal of signals) process.off(signal, onSignal);
        },
    };
}
