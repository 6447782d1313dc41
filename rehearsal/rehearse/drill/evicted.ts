import { mapIn } from "../../../plan/capacity/requests";
import type { Api } from "../../kubernetes/real/api";
import { nameOf, type Sight } from "./sight";

/**
 * Pods that a budget still takes for going, by budget, although they have gone and come again. Kubernetes forgets an eviction when it sees
 * the pod stop, or after two minutes; here a StatefulSet's pod is gone in a millisecond and another of its name there in the next, so that
 * nobody sees it, and no node that it is on could be drained meanwhile. A kubelet takes seconds.
 */
export function backAgain({ budgets, pods }: Pick<Sight, "budgets" | "pods">): ReadonlyMap<string, readonly string[]> {
    const made = new Map(pods.map((pod) => [nameOf(pod), String(pod.metadata.creationTimestamp)]));
    return new Map(
        budgets.flatMap((budget) => {
            const evicted = Object.entries(mapIn(mapIn(budget.status).disruptedPods));
            // Times of Kubernetes are in seconds, all in the same format.
            const back = evicted.filter(([name, at]) => {
                const since = made.get(`${String(budget.metadata.namespace)}/${name}`);
                return since !== undefined && since >= String(at);
            });
            return back.length === 0 ? [] : [[nameOf(budget), back.map(([name]) => name)] as const];
        }),
    );
}

export async function forgetEvicted(api: Pick<Api, "merge">, sight: Sight): Promise<void> {
    for (const [budget, pods] of backAgain(sight)) {
        const [namespace = "", name = ""] = budget.split("/");
        const disruptedPods = Object.fromEntries(pods.map((pod) => [pod, null]));
        await api.merge(`/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/${name}/status`, {
            status: { disruptedPods },
        });
    }
}
