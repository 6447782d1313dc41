/** What an API server says, read by `list`: of the embedded cluster over its own connection, of a real one by kubectl. */
import { at, listOf, text } from "./expected";
import type { Json, Named, Seen } from "./facts";

export type List = (path: string) => Promise<readonly Json[]>;

type OfCluster = Pick<Seen, "workloads" | "troubled" | "autoscalers" | "claims" | "dashboards" | "backups">;

export async function seenInCluster(list: List): Promise<OfCluster> {
    const [deployments, statefulSets, daemonSets, pods, autoscalers, claims, configMaps, cronJobs] = await Promise.all(
        [
            ...["/apis/apps/v1/deployments", "/apis/apps/v1/statefulsets", "/apis/apps/v1/daemonsets", "/api/v1/pods"],
            ...["/apis/autoscaling/v2/horizontalpodautoscalers", "/api/v1/persistentvolumeclaims"],
            ...["/api/v1/configmaps?labelSelector=grafana_dashboard", "/apis/batch/v1/cronjobs"],
        ].map(list),
    );
    return {
        workloads: [
            ...(deployments ?? []).map((one) => ({ ...replicas(one), kind: "Deployment" })),
            ...(statefulSets ?? []).map((one) => ({ ...replicas(one), kind: "StatefulSet" })),
            ...(daemonSets ?? []).map((one) => ({
                ...{ ...nameOf(one), kind: "DaemonSet" },
                wanted: numberOf(at(one, "status", "desiredNumberScheduled")),
                ready: numberOf(at(one, "status", "numberReady")),
            })),
        ],
        troubled: (pods ?? []).flatMap(trouble),
        autoscalers: (autoscalers ?? []).map((one) => ({
            ...nameOf(one),
            reads: listOf(at(one, "status", "currentMetrics")).some((metric) =>
                /"(average|value)\w*":/i.test(JSON.stringify(metric)),
            ),
        })),
        claims: (claims ?? []).map((one) => ({ ...nameOf(one), phase: text(at(one, "status", "phase")) ?? "unknown" })),
        dashboards: (configMaps ?? []).map(nameOf),
        backups: (cronJobs ?? []).map((one) => {
            const last = text(at(one, "status", "lastSuccessfulTime"));
            return { ...nameOf(one), ...(last !== undefined && { at: last }) };
        }),
    };
}

export const nameOf = (object: Json): Named => ({
    namespace: text(at(object, "metadata", "namespace")) ?? "",
    name: text(at(object, "metadata", "name")) ?? "",
});

const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);

const replicas = (object: Json) => ({
    ...nameOf(object),
    wanted: typeof at(object, "spec", "replicas") === "number" ? numberOf(at(object, "spec", "replicas")) : 1,
    ready: numberOf(at(object, "status", "readyReplicas")),
});

/** Of a Job that tries again, the last pod counts; `Failed` ones stay to be looked at. */
function trouble(pod: Json): readonly (Named & { readonly phase: string })[] {
    const phase = text(at(pod, "status", "phase")) ?? "unknown";
    const ofJob = listOf(at(pod, "metadata", "ownerReferences")).some((owner) => at(owner, "kind") === "Job");
    if (phase === "Running" || phase === "Succeeded" || (ofJob && phase === "Failed")) return [];
    return [{ ...nameOf(pod), phase }];
}
