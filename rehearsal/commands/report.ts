import type { EngineFailed } from "../engine/command";
import type { Session } from "../session/session";
import type { Screen } from "../view/screen";
import { nameOf } from "../view/progress";

const MOST_PROBLEMS = 20;

export function seconds(screen: Screen): string {
    return `${(screen.elapsed() / 1000).toFixed(1)} s`;
}

/** What went wrong and what to do next; the exit status. */
export function reportFailure(
    { screen, engine, rehearsed, interrupted }: Session,
    error: EngineFailed,
    command: "up" | "down",
): number {
    screen.close();
    const state = engine.state();
    const existing = state.resources.filter(
        (resource) => resource.custom && !resource.type.startsWith("pulumi:"),
    ).length;
    const again = `make ${command} STACK=${rehearsed.stack}`;
    const next = state.pending.length > 0 ? `make recover STACK=${rehearsed.stack}` : again;
    if (interrupted()) {
        screen.say(`stopped after ${seconds(screen)}: ${String(existing)} resources exist. ${next} goes on from here.`);
        return 130;
    }
    const problems = sayProblems(screen, error);
    const count = problems === 1 ? "1 problem" : `${String(problems)} problems`;
    screen.say(
        `failed after ${seconds(screen)}: ${count}, ${String(existing)} resources exist. Mend it, then ${next} goes on from here.`,
    );
    return 1;
}

/** What the engine said of each resource that failed, or else what it said at its end; how many problems there were. */
export function sayProblems(screen: Screen, error: EngineFailed): number {
    const problems = screen.progress.problems();
    for (const { message, urn } of problems.slice(0, MOST_PROBLEMS))
        screen.say(`  ${message.includes(nameOf(urn)) ? "" : `${nameOf(urn)}: `}${message}`);
    if (problems.length > MOST_PROBLEMS) screen.say(`  and ${String(problems.length - MOST_PROBLEMS)} more`);
    if (problems.length === 0)
        screen.say(error.ran.stderr.trim() === "" ? error.ran.stdout.trim() : error.ran.stderr.trim());
    return problems.length;
}
