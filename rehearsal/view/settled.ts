import type { Api } from "../kubernetes/real/api";
import { clusterFacts, type Autoscaler, type ClusterFacts } from "./cluster-facts";

/** The controller manager looks at a new autoscaler 15 s after it was made (--horizontal-pod-autoscaler-sync-period), as on EKS; then pods start. */
export const FIRST_LOOK_SECONDS = 20;

/** What an operator makes anew goes first, pods and volumes with it. Nobody would make it once the command has ended. */
const OPERATOR_SECONDS = 300;

export interface Patience {
    readonly seconds?: number;
    /** For what an operator has still to make. Default 300. */
    readonly operatorSeconds?: number;
    readonly everyMilliseconds?: number;
    /** Called once, when there is something to wait for. */
    readonly onWait?: () => void;
}

/**
 * What a look at the cluster finds once each autoscaler has been looked at: a Deployment that leaves the number to it begins with one
 * replica, and the autoscaler takes it to the floor. Once operators have made what they make, too. After the time, as it is.
 */
export async function settledFacts(
    api: Pick<Api, "list">,
    {
        seconds = FIRST_LOOK_SECONDS,
        operatorSeconds = OPERATOR_SECONDS,
        everyMilliseconds = 1000,
        onWait,
    }: Patience = {},
): Promise<ClusterFacts> {
    const begun = Date.now();
    for (let first = true; ; first = false) {
        const facts = withReadyReplicas(await clusterFacts(api));
        const most = facts.workloads.some(({ pending }) => pending === true) ? operatorSeconds : seconds;
        if (isSettled(facts) || Date.now() >= begun + most * 1000) return facts;
        if (first) onWait?.();
        await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
    }
}

const isSettled = ({ autoscalers, workloads }: ClusterFacts): boolean =>
    autoscalers.every(({ now, min }) => now >= min) &&
    workloads.every(({ operated, ready, wanted }) => operated !== true || ready >= wanted);

/** What an autoscaler itself says is from its last look, before it changed anything. */
function withReadyReplicas(facts: ClusterFacts): ClusterFacts {
    const readyOf = ({ namespace, target, now }: Autoscaler): number =>
        facts.workloads.find((workload) => workload.namespace === namespace && workload.name === target)?.ready ?? now;
    return { ...facts, autoscalers: facts.autoscalers.map((one) => ({ ...one, now: readyOf(one) })) };
}
