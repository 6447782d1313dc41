import type { CloudObject } from "../../cloud/store";
import type { State } from "../../engine/state";
import { nameOf } from "../../view/progress";
import { kindOf } from "../../view/text";
import type { Findings } from "../rehearsal";
import type { Run } from "../lab";
import type { Step } from "../watch";

/** A command that must end well; otherwise the last lines of what it said. */
export function endsWell({ status, text }: Pick<Run, "status" | "text">): Findings {
    if (status === 0) return [];
    return [`ended with status ${String(status)}`, ...text.trimEnd().split("\n").slice(-8)];
}

/** A command that must end well, and what it did. */
export function ranWell(run: Pick<Run, "status" | "text" | "steps">): { findings: Findings; fact: string } {
    return { findings: endsWell(run), fact: counted(run.steps) };
}

/** A run in which nothing may differ from what is there. */
export function unchanged(run: Pick<Run, "status" | "text" | "steps">): Findings {
    const steps = changes(run.steps).map((step) => `would ${said(step)}, although nothing was changed`);
    return [...endsWell(run), ...(run.steps.length === 0 ? ["the engine looked at nothing"] : []), ...steps];
}

/** Two witnesses, asked separately: either may know something that the other does not. */
export function nothingLeft(state: State, cloud: readonly CloudObject[]): Findings {
    return [
        ...state.resources.map(({ urn, type }) => `${nameOf(urn)} (${kindOf(type)}) is left in the state`),
        ...state.pending.map(({ resource }) => `${nameOf(resource.urn)} is left as an open operation`),
        ...cloud.map(({ name, type, id }) => `${name} (${kindOf(type)}) ${id} is left in the cloud`),
    ];
}

export function changes(steps: readonly Step[]): readonly Step[] {
    return steps.filter(({ operation }) => operation !== "same" && operation !== "read");
}

export function said({ operation, name, type, changed }: Step): string {
    const where = changed.length === 0 ? "" : `: ${changed.join(", ")}`;
    return `${operation} ${name} (${kindOf(type)})${where}`;
}

export function counted(steps: readonly Step[]): string {
    const counts = new Map<string, number>();
    for (const { operation } of steps) counts.set(operation, (counts.get(operation) ?? 0) + 1);
    return [...counts].map(([operation, count]) => `${String(count)} ${operation}`).join(", ");
}
