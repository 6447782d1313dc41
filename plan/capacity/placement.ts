import type { NodeGroup, Taint } from "./nodes";
import type { Expression, PodSet, Toleration } from "./pods";

/** Whether pods may be on the nodes of a group at all: selector, required affinity and taints. */
export function admits(group: NodeGroup, set: PodSet): boolean {
    return (
        Object.entries(set.nodeSelector).every(([key, value]) => group.labels[key] === value) &&
        set.requires.every((expression) => matches(group, expression)) &&
        !group.taints.some((taint) => taint.effect !== "PREFER_NO_SCHEDULE" && !tolerates(set, taint))
    );
}

// Default weights of the scheduler's plugins (Kubernetes, "Scheduler Configuration"), each of a score up to 100.
const TAINTS = 3;
const AFFINITY = 2;
const SPREAD = 2;

/** How much the scheduler likes a node, before it looks at how full it is: 100 for that at most. */
export function liking(group: NodeGroup, set: PodSet, onThisNode: number): number {
    const avoided = group.taints.some((taint) => taint.effect === "PREFER_NO_SCHEDULE" && !tolerates(set, taint));
    const preferred = set.prefers.some((expression) => matches(group, expression));
    return (avoided ? 0 : 100 * TAINTS) + (preferred ? 100 * AFFINITY : 0) - Math.min(onThisNode, 1) * 100 * SPREAD;
}

function tolerates({ tolerations, kind }: PodSet, taint: Taint): boolean {
    // Agents of charts and add-ons tolerate everything; that is what makes them agents.
    return kind === "agent" || tolerations.some((toleration) => covers(toleration, taint));
}

function covers({ key, value, effect }: Toleration, taint: Taint): boolean {
    const name = { NO_SCHEDULE: "NoSchedule", PREFER_NO_SCHEDULE: "PreferNoSchedule", NO_EXECUTE: "NoExecute" };
    return (
        (key === undefined || key === taint.key) &&
        (value === undefined || value === taint.value) &&
        (effect === undefined || effect === name[taint.effect])
    );
}

function matches({ labels }: NodeGroup, { key, operator, values }: Expression): boolean {
    const value = labels[key];
    const isOneOf = typeof value === "string" && values.includes(value);
    switch (operator) {
        case "In":
            return isOneOf;
        case "NotIn":
            return !isOneOf;
        case "Exists":
            return value !== undefined;
        case "DoesNotExist":
            return value === undefined;
        default:
            return true; // Gt and Lt compare numbers, which no label of ours is
    }
}
