import type { Plan } from "./plan";

/** The contract for scripts (DESIGN.md, Commands): sorted keys, so that two plans of one environment are equal byte by byte. */
export function jsonOf(plan: Plan): string {
    const { environment, graph, outputs, access, time, missing } = plan;
    const { project, stack, region, account, profile, data, budget } = environment;
    const document = {
        project,
        stack,
        region,
        account,
        profile,
        data,
        resources: graph.resources,
        outputs,
        access,
        time,
        budget,
        missing,
    };
    return `${JSON.stringify(sorted(document), undefined, 2)}\n`;
}

/** Secrets and unknowns know how they are printed, and say so before their keys would be looked at. */
function sorted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null || "toJSON" in value) return value;
    return Object.fromEntries(
        Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, item]: [string, unknown]) => [key, sorted(item)]),
    );
}
