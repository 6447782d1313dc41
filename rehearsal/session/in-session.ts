import * as fs from "node:fs";
import { allEnded } from "../engine/all-ended";
import { CloudProcess } from "../cloud/process";
import { Store } from "../cloud/store";
import { Cli } from "../engine/command";
import { Engine } from "../engine/engine";
import { cleanEnvironment } from "../engine/environment";
import { choose, record, WrongKubernetes, type Plane } from "../kubernetes/plane";
import { disconnect } from "../kubernetes/real/cluster";
import { madeByPulumi } from "../kubernetes/real/inventory";
import { startPlane } from "../kubernetes/start";
import { Lock } from "./lock";
import { pathsOf } from "./paths";
import { DEFAULT_PACE } from "../provider/pace";
import { principalOf, refusals } from "../account/roles";
import type { EngineWork } from "../../iam/actions/engine";
import type { Rehearsed } from "./rehearsed";
import { readState } from "../engine/state";
import { findPulumi } from "../programs/tools";
import type { Actor, Options, Session } from "./session";
import { beginAnew } from "../engine/unwritten";
import { Screen } from "../view/screen";

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
        if (options.charts !== undefined && kubernetes !== "real")
            throw new WrongKubernetes(
                "CHARTS: charts are installed on a real control plane: leave KUBERNETES=memory out",
            );
        const [pulumi] = await allEnded([
            findPulumi(options.output),
            kubernetes === "real" ? rehearsed.controlPlanes?.build(say) : undefined,
        ]);
        cli = new Cli(pulumi.file, (pid) => {
            lock.add(pid);
        });
        fs.mkdirSync(paths.home, { recursive: true });
        record(paths, kubernetes);
        if (kubernetes === "real") plane = await startPlane(rehearsed, paths, say, options.charts);
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
const LOOKS = /\b(preview|drift|compare|accept)\b/;

function usual(command: string): Actor {
    return LOOKS.test(command) ? "preview" : "deploy";
}

function engineWork(command: string, as: Actor): EngineWork {
    if (as === "deploy") return "update";
    return /preview|accept/.test(command) ? "preview" : "refresh";
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
