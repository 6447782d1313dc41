import type { Evaluation } from "../policy/evaluate";
import { capacityJson } from "./capacity/json";
import { costJson } from "./cost/json";
import type { Plan } from "./plan";
import type { Recording } from "./record";
import { transitionJson } from "./transition";

/** The contract for scripts (docs/design.md, Architecture): sorted keys, so that two plans of one environment are equal byte by byte. */
export function jsonOf(plan: Plan, { graph, outputs }: Recording): string {
    const { environment, access, reach, doors, parts, notes, cost, capacity, time, missing, policy, transition } = plan;
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
        reach,
        doors,
        parts,
        notes,
        cost: costJson(cost),
        capacity: capacityJson(capacity),
        time: { totalSeconds: time.totalSeconds, criticalPath: time.criticalPath, readyAfter: time.readyAfter },
        budget,
        missing,
        policy: policyOf(policy),
        ...(transition && { from: transition.source, ...transitionJson(transition.problems ?? []) }),
    };
    return `${JSON.stringify(sorted(document), undefined, 2)}\n`;
}

function policyOf({ rules, findings, excepted, nextExpiry }: Evaluation): unknown {
    return {
        rules: rules.map(({ id, title, source }) => ({ id, title, source })),
        findings,
        exceptions: excepted.map(({ finding, exception: { reason, expires } }) => ({ ...finding, reason, expires })),
        nextExpiry,
    };
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
