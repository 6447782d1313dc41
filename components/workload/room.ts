/** How many pods a controller may have at the same time: what the quota of its namespace must have room for. */

/** Pods that a rollout of a Deployment adds, in percent of its replicas. */
export const SURGE_PERCENT = 25;

/**
 * Pods that come in the place of an evicted one while it still ends. Until its containers have ended, or twice its grace period is over, it
 * counts (Kubernetes, pkg/quota/v1/evaluator/core/pods.go, QuotaV1Pod), and its successor is refused. That its time is over is no event: of
 * a pod on a lost node the quota controller learns with its next round, five minutes later by default (--resource-quota-sync-period).
 */
const SUCCESSORS = {
    /** A ReplicaSet does not count who ends (pkg/controller/controller_utils.go, IsPodActive), whatever the strategy of the rollout is. */
    Deployment: 1,
    /** Nor does a Job without a podFailurePolicy (pkg/apis/batch/v1/defaults.go: podReplacementPolicy TerminatingOrFailed). */
    Job: 1,
    /** The successor has the same name, so it waits (pkg/controller/statefulset/stateful_set_control.go). */
    StatefulSet: 0,
} as const;

/**
 * A rolling Deployment has its surge twice at most: pods that come, and pods that still finish. That is half of it at least, and with it room
 * for the successors of all that one of two nodes takes along.
 */
export function mostPods(kind: keyof typeof SUCCESSORS, ceiling: number, rolls: boolean): number {
    if (ceiling === 0) return 0;
    const surge = rolls ? 2 * Math.ceil((ceiling * SURGE_PERCENT) / 100) : 0;
    return ceiling + Math.max(surge, SUCCESSORS[kind]);
}
