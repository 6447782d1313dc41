import { EngineFailed } from "../engine/command";
import { Watch, type Step } from "../rehearse/watch";
import type { Session } from "../session/session";
import { kindOf } from "../view/text";
import { reportFailure, seconds } from "./report";

/**
 * What was changed or deleted behind Pulumi's back, by name. Reads the cloud and writes nothing, not even the state.
 * Exit status: 0 no drift, 1 drift, or the cloud could not be read, 130 stopped.
 */
export async function drift(session: Session): Promise<number> {
    const { engine, screen, rehearsed } = session;
    const watch = new Watch();
    try {
        await engine.refresh((event) => {
            watch.take(event);
            screen.onEvent(event);
        }, true);
    } catch (error) {
        if (!(error instanceof EngineFailed)) throw error;
        return reportFailure(session, error, "up");
    }
    screen.close();
    const lines = driftLines(watch.steps());
    for (const line of lines) screen.say(line);
    const { stack } = rehearsed;
    screen.say(
        lines.length === 0
            ? `${stack} is as Pulumi left it: ${String(watch.steps().length)} resources looked at in ${seconds(screen)}`
            : `${stack} has drifted: ${String(lines.length)} of ${String(watch.steps().length)} resources, looked at in ${seconds(screen)}. make up STACK=${stack} REFRESH=1 puts them back.`,
    );
    return lines.length === 0 ? 0 : 1;
}

/** One line for each resource that is not what the state says, in the order of their names. */
export function driftLines(steps: readonly Step[]): readonly string[] {
    return steps
        .flatMap(({ operation, name, type, changed }) => {
            if (operation === "delete") return [`  gone     ${name} (${kindOf(type)})`];
            if (operation !== "update") return [];
            return [`  changed  ${name} (${kindOf(type)})${changed.length === 0 ? "" : `: ${changed.join(", ")}`}`];
        })
        .sort();
}
