import { EngineFailed } from "../command";
import { clearStaleLock, mustRecover } from "../pending";
import { counting } from "../rehearsed";
import type { Session } from "../session";
import { writingOnce } from "../unwritten";
import { outputLines } from "../view/text";
import { reportFailure, seconds } from "./report";

/** Exit status: 0 done, 1 AWS or the program refused, 130 stopped by Ctrl-C. */
export async function up(session: Session): Promise<number> {
    const { rehearsed, engine, screen } = session;
    await clearStaleLock(session);
    if (mustRecover(session)) return 1;

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
        const first = engine.state().resources.length === 0 && session.cloud().live().length === 0;
        await writingOnce(session, first, (checkpoints) => engine.up(program, screen.onEvent, checkpoints));
        screen.close();
        const { same = 0, ...changes } = screen.progress.changes;
        if (Object.keys(changes).length === 0) {
            screen.say(`${rehearsed.stack} is up to date: ${String(same)} resources, no changes, ${seconds(screen)}`);
            return 0;
        }
        screen.say(`${describe(changes)}${same > 0 ? `, ${String(same)} unchanged` : ""} in ${seconds(screen)}`);
        screen.say("");
        for (const line of outputLines(screen.progress.outputs)) screen.say(line);
        screen.say("");
        screen.say(
            `next: make plan STACK=${rehearsed.stack} (cost, time), make down STACK=${rehearsed.stack} (destroy it), make up STACK=${rehearsed.stack} CLOUD=aws (the real account)`,
        );
        return 0;
    } catch (error) {
        if (!(error instanceof EngineFailed)) throw error;
        return reportFailure(session, error, "up");
    }
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
