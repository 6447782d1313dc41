import { SYSTEMS } from "../components/systems";
import type { SystemDefinition } from "../components/systems/definition";
import { ABSENT, STAND_IN, type RunSetting } from "../components/systems/settings";
import type { Environment } from "../config/environment";

/** A part of a system that is not the real thing, and why. */
export interface Part {
    readonly system: string;
    readonly workload: string;
    readonly runs: typeof STAND_IN | typeof ABSENT;
    /** What is known of the upstream code; undefined where it is the stack's choice. */
    readonly because?: string;
}

/** Whatever does no work in this environment. */
export const partsOf = ({ systems }: Pick<Environment, "systems">): readonly Part[] =>
    Object.entries(systems).flatMap(([system, { enabled, workloads }]) => {
        const facts = (SYSTEMS as Readonly<Record<string, Pick<SystemDefinition<never>, "withoutCode">>>)[system];
        return Object.entries(enabled ? (workloads as Readonly<Record<string, RunSetting>>) : {}).flatMap(
            ([workload, { image }]) => {
                if (image !== STAND_IN && image !== ABSENT) return [];
                const because = facts?.withoutCode?.[workload];
                return [{ system, workload, runs: image, ...(because !== undefined && { because }) }];
            },
        );
    });

/** One line for each reason; a stack that runs nothing but stand-ins has one for each system. */
export function partLines(parts: readonly Part[]): readonly string[] {
    const groups = new Map<string, string[]>();
    for (const { system, workload, runs, because = "" } of parts) {
        const key = JSON.stringify([system, runs, because]);
        groups.set(key, [...(groups.get(key) ?? []), workload]);
    }
    return [...groups].map(([key, workloads]) => {
        const [system, runs, because] = JSON.parse(key) as [string, Part["runs"], string];
        return `${runs.padEnd(STAND_IN.length)}  ${system} ${workloads.join(", ")}${because === "" ? "" : `: ${because}`}`;
    });
}
