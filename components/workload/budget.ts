/** How many pods a drained node may take at a time: always at least one, or no node could ever be replaced; never all of them. */
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import type * as pulumi from "@pulumi/pulumi";
import { selectorLabels, standardLabels } from "./labels";
import type { NamespaceHandle } from "./site";
import { floorOf, type Scaling } from "./scaling";

/** As a document says it. Default from the floor. */
export type Budget = { readonly minAvailable: number } | { readonly maxUnavailable: number };

/** A quarter of the floor may be away; with a single replica, that one: its volume then moves with it. */
export function budgetFor(floor: number): Budget {
    return { maxUnavailable: Math.max(1, Math.floor(floor / 4)) };
}

export function budgetProblems(budget: Budget | undefined, scaling: Scaling): string[] {
    if (budget === undefined) return [];
    const floor = floorOf(scaling);
    if ("maxUnavailable" in budget)
        return Number.isInteger(budget.maxUnavailable) &&
            budget.maxUnavailable >= 1 &&
            (budget.maxUnavailable < floor || floor <= 1)
            ? []
            : [`may lose ${budget.maxUnavailable} of ${floor} pods: write 1 to ${Math.max(1, floor - 1)}`];
    return Number.isInteger(budget.minAvailable) && budget.minAvailable >= 1 && budget.minAvailable < floor
        ? []
        : [`keeps ${budget.minAvailable} of ${floor} pods, so no node could be drained: write less than ${floor}`];
}

export interface BudgetArgs {
    readonly namespace: NamespaceHandle;
    readonly workload: string;
    readonly budget: Budget;
    readonly opts: pulumi.CustomResourceOptions;
}

export function disruptionBudget(name: string, { namespace, workload, budget, opts }: BudgetArgs): PodDisruptionBudget {
    return new PodDisruptionBudget(
        `${name}-budget`,
        {
            metadata: {
                name: workload,
                namespace: namespace.namespaceName,
                labels: standardLabels({ name: workload, partOf: namespace.system }),
            },
            spec: {
                ...budget,
                selector: { matchLabels: selectorLabels(workload) },
                // A pod that never became ready protects nothing, and would hold a drain up for ever.
                unhealthyPodEvictionPolicy: "AlwaysAllow",
            },
        },
        opts,
    );
}
