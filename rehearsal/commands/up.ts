import * as fs from "node:fs";
import * as path from "node:path";
import { EngineFailed } from "../engine/command";
import { clearStaleLock, mustRecover } from "../session/pending";
import { judgedFileOf } from "../kubernetes/real/front";
import { whyNot } from "../kubernetes/real/why";
import { counting } from "../session/rehearsed";
import type { Session } from "../session/session";
import { outputsIn } from "../engine/state";
import { writingOnce } from "../engine/unwritten";
import { clusterTable } from "../view/cluster-table";
import { settledFacts, type Patience } from "../view/settled";
import { outputLines } from "../view/text";
import { reportFailure, seconds } from "./report";

/** Exit status: 0 done, 1 AWS or the program refused, 2 refused before the first step, 130 stopped by Ctrl-C. */
export async function up(session: Session): Promise<number> {
    const { rehearsed, engine, screen } = session;
    await clearStaleLock(session);
    if (await mustRecover(session)) return 1;

    const refusal = rehearsed.refused?.(outputsIn(engine.state()));
    if (refusal !== undefined) {
        for (const line of refusal.split("\n")) screen.say(line);
        return 2;
    }

    const program = counting(
        () => rehearsed.deploy(),
        (expected) => {
            screen.progress.expected = expected;
        },
    );
    screen.say(
        `${rehearsed.project}  ${rehearsed.stack}  ${rehearsed.region}  on the embedded cloud (no AWS account is touched)`,
    );
    try {
        const first = engine.state().resources.length === 0 && (await session.standing()).live().length === 0;
        await writingOnce(session, first, (checkpoints) =>
            engine.up(program, screen.onEvent, checkpoints, {
                // Where pods really start, one system that does not become ready is no reason to leave the others half-made. Where they stand
                // it is as on AWS: an engine that would skip a provider which exists panics, and hangs (3.276: SameStep.Skip).
                continueOnError: first && session.plane !== undefined,
                refresh: session.refresh,
            }),
        );
        screen.close();
        const { same = 0, ...changes } = screen.progress.changes;
        if (Object.keys(changes).length === 0) {
            screen.say(`${rehearsed.stack} is up to date: ${String(same)} resources, no changes, ${seconds(screen)}`);
            await sayWhatRuns(session);
            return 0;
        }
        screen.say(`${describe(changes)}${same > 0 ? `, ${String(same)} unchanged` : ""} in ${seconds(screen)}`);
        screen.say("");
        for (const line of outputLines(screen.progress.outputs)) screen.say(line);
        screen.say("");
        await sayWhatRuns(session);
        screen.say(
            `next: make plan STACK=${rehearsed.stack} (cost, time), make down STACK=${rehearsed.stack} (destroy it), make up STACK=${rehearsed.stack} CLOUD=aws (the real account)`,
        );
        return 0;
    } catch (error) {
        if (!(error instanceof EngineFailed)) throw error;
        screen.close();
        await sayWhatRuns(session, { seconds: 0, operatorSeconds: 0 }).catch(() => undefined); // an API server that is gone is among the problems
        return reportFailure(session, error, "up");
    }
}

/** Where Kubernetes is real: what runs, on what, and how to look around. */
async function sayWhatRuns({ plane, paths, screen }: Session, patience: Patience = {}): Promise<void> {
    if (plane === undefined) return;
    const onWait = (): void => {
        screen.say("waiting for the autoscalers' first look, 15 s after they were made, and for what operators make");
    };
    const facts = await settledFacts(plane.cluster.api, { onWait, ...patience });
    for (const line of [...clusterTable(facts), ...(await whyNot(plane.cluster.api, facts.workloads))])
        screen.say(line);
    for (const line of judgedLines(paths.cluster)) screen.say(line);
    screen.say(`look around: KUBECONFIG=${shortest(plane.kubeconfig)} ${shortest(plane.kubectl)} get pods -A`);
}

/** Of charts: by them the API server would ask pods in which nothing runs. */
function judgedLines(directory: string): readonly string[] {
    const file = judgedFileOf(directory);
    if (!fs.existsSync(file)) return [];
    const names = [...new Set(fs.readFileSync(file, "utf8").trim().split("\n"))].sort();
    return [`  judged by the API server and not kept, since they ask pods: ${names.join(", ")}`];
}

function shortest(file: string): string {
    const relative = path.relative(process.cwd(), file);
    return relative.startsWith("..") ? file : relative;
}

const WORDS: Readonly<Record<string, string>> = {
    create: "created",
    update: "updated",
    delete: "deleted",
    replace: "replaced",
    import: "imported",
    read: "read",
};

function describe(changes: Readonly<Record<string, number | undefined>>): string {
    return Object.entries(changes)
        .map(([operation, count]) => `${String(count ?? 0)} ${WORDS[operation] ?? operation}`)
        .join(", ");
}
