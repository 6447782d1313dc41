import { OUTPUT } from "../../config/transition/deployed";
import { holdsSecret } from "../engine/wire";
import type { Expected, Progress, Step } from "./progress";

export interface Group {
    readonly name: string;
    readonly done: number;
    readonly total: number;
    readonly failed: number;
    readonly running: readonly Step[];
    readonly started: number;
    readonly ended: number;
    readonly changed: number;
}

/** Outermost components in the order in which they began. */
export function groupsOf(progress: Progress): readonly Group[] {
    const byGroup = new Map<string, Step[]>();
    for (const step of progress.steps()) {
        const steps = byGroup.get(step.group);
        if (steps === undefined) byGroup.set(step.group, [step]);
        else steps.push(step);
    }
    return [...byGroup].map(([name, steps]) => {
        const ended = steps.filter((step) => step.ended !== undefined);
        return {
            name,
            done: ended.length,
            total: Math.max(progress.expected.get(name) ?? 0, steps.length),
            failed: steps.filter((step) => step.failed).length,
            running: steps.filter((step) => step.ended === undefined),
            started: Math.min(...steps.map((step) => step.started)),
            ended: Math.max(...ended.map((step) => step.ended ?? 0)),
            changed: steps.filter((step) => step.operation !== "same" && step.operation !== "read").length,
        };
    });
}

export function total(expected: Expected, progress: Progress): number {
    const known = [...expected.values()].reduce((sum, count) => sum + count, 0);
    return Math.max(known, progress.steps().length);
}

export function done(progress: Progress): number {
    return progress.steps().filter((step) => step.ended !== undefined).length;
}

/** `  12.3 s`: right-aligned, so that a log reads as a column. */
export function clock(milliseconds: number): string {
    return `${(milliseconds / 1000).toFixed(1).padStart(6)} s`;
}

/** `eks Cluster` for `aws:eks/cluster:Cluster`. */
export function kindOf(type: string): string {
    const [, module = "", kind = type] = type.split(":");
    return `${module.split("/")[0] ?? ""} ${kind}`.trim();
}

/** What the run waits for now: those that take longest first. */
export function waitingFor(progress: Progress, now: number): string {
    const running = progress.steps().filter((step) => step.ended === undefined && !step.type.startsWith("mindcloud:"));
    const [longest, ...others] = running.sort((a, b) => a.started - b.started);
    if (longest === undefined) return "waiting for the program";
    const more = others.length === 0 ? "" : ` and ${String(others.length)} more`;
    return `waiting for ${longest.name} (${kindOf(longest.type)}) ${((now - longest.started) / 1000).toFixed(1)} s${more}`;
}

/** The live picture, at most `height` lines of at most `width` characters. */
export function tree(
    progress: Progress,
    started: number,
    now: number,
    height: number,
    width: number,
): readonly string[] {
    const groups = groupsOf(progress);
    const finished = groups.filter((group) => group.done >= group.total);
    const open = groups.filter((group) => group.done < group.total);
    const [sum, all] = [done(progress), total(progress.expected, progress)];
    const head = `${clock(now - started)}  ${bar(sum, all)} ${String(sum)} of ${String(all)}  ${waitingFor(progress, now)}`;
    const rows = open.flatMap((group) => [
        `  ${group.name.padEnd(24)} ${String(group.done)} of ${String(group.total)}${group.failed > 0 ? `, ${String(group.failed)} failed` : ""}`,
        ...group.running
            .filter((step) => step.name !== group.name && !step.type.startsWith("mindcloud:"))
            .map(
                (step) =>
                    `    ${step.operation} ${step.name} (${kindOf(step.type)}) ${((now - step.started) / 1000).toFixed(1)} s`,
            ),
    ]);
    const foot = finished.length === 0 ? [] : [`  done: ${finished.map((group) => group.name).join(", ")}`];
    const room = height - 1 - foot.length;
    const shown =
        rows.length <= room
            ? rows
            : [...rows.slice(0, room - 1), `    and ${String(rows.length - room + 1)} more lines`];
    return [head, ...shown, ...foot].map((line) => (line.length > width ? `${line.slice(0, width - 3)}...` : line));
}

function bar(sum: number, all: number): string {
    const filled = all === 0 ? 0 : Math.min(20, Math.round((sum / all) * 20));
    return `${"#".repeat(filled)}${".".repeat(20 - filled)}`;
}

/** Outputs as a person reads them: secrets stay secret, long values are cut. */
export function outputLines(outputs: Readonly<Record<string, unknown>>): readonly string[] {
    // `environment` is for the next up, and some hundred lines long.
    const names = Object.keys(outputs)
        .filter((name) => name !== OUTPUT)
        .sort();
    const width = Math.max(0, ...names.map((name) => name.length));
    return names.map((name) => {
        const output = outputs[name];
        const value = holdsSecret(output) ? "[secret]" : typeof output === "string" ? output : JSON.stringify(output);
        return `  ${name.padEnd(width)}  ${value.length > 120 ? `${value.slice(0, 117)}...` : value}`;
    });
}
