import { mapIn } from "../../../plan/capacity/requests";
import type { Live } from "../../kubernetes/real/api";
import { nameOf, numberOf } from "../drill/sight";
import type { Findings } from "../rehearsal";

interface Health {
    readonly healthy: number;
    readonly least: number;
    readonly pods: number;
    readonly allowed: number;
}

function healthOf({ status }: Live): Health {
    const { currentHealthy, desiredHealthy, expectedPods, disruptionsAllowed } = mapIn(status);
    return {
        healthy: numberOf(currentHealthy),
        least: numberOf(desiredHealthy),
        pods: numberOf(expectedPods),
        allowed: numberOf(disruptionsAllowed),
    };
}

/** An eviction would be refused; but a pod that is preempted or deleted is not asked for. */
export function violated(budgets: readonly Live[]): Findings {
    return budgets.flatMap((budget) => {
        const { healthy, least, pods } = healthOf(budget);
        return pods > 0 && healthy < least
            ? [`budget ${nameOf(budget)}: ${String(healthy)} pods are healthy, and it keeps ${String(least)}`]
            : [];
    });
}

/** While everything is well: such a budget would hold up every drain, and every update of the nodes with it. */
export function neverMet(budgets: readonly Live[]): Findings {
    return budgets.flatMap((budget) => {
        const { allowed, least, pods } = healthOf(budget);
        if (pods === 0) return [`budget ${nameOf(budget)}: no pod is under it`];
        return allowed > 0
            ? []
            : [
                  `budget ${nameOf(budget)}: keeps ${String(least)} of ${String(pods)} pods although all are well: no node of theirs can be drained`,
              ];
    });
}
