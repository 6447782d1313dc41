/** Quotas of namespaces: as much as may run there, and who comes in the place of an evicted pod while that one ends. */
import { lacking, NOTHING, plus, times, mebibytes, millicores, type Amounts } from "../../plan/capacity/amounts";
import { mapsIn, requestsOf } from "../../plan/capacity/requests";
import { isMap, type Map } from "../inputs";
import { mostReplicas, one, type PodTemplate } from "../kubernetes";
import { ruleForKinds } from "../kubernetes-rule";
import type { Rule } from "../rule";
import type { Graph } from "../../plan/graph";

/**
 * Who makes the next pod before the last one is gone. A pod that ends counts until then (Kubernetes, pkg/quota/v1/evaluator/core/pods.go,
 * QuotaV1Pod); a StatefulSet waits for the name (pkg/controller/statefulset/stateful_set_control.go).
 */
const REPLACED_AT_ONCE = new Set(["Deployment", "Job", "CronJob"]);
const SIDES = ["requests", "limits"] as const;

export const quotaRules: readonly Rule[] = [
    ruleForKinds(
        ["ResourceQuota"],
        "quota-has-room",
        "Every quota has room for all that may run in its namespace, and for the successor of a pod that ends",
        "Kubernetes documentation, Resource Quotas; pkg/quota/v1/evaluator/core/pods.go, QuotaV1Pod",
        ({ namespace, inputs }, manifests, graph) => {
            const hard = one(inputs, "spec.hard");
            if (!isMap(hard)) return [];
            const pods = manifests.pods.filter(({ owner }) => owner.namespace === namespace);
            return SIDES.flatMap((side) => {
                const most = pods.map((pod) => times(mostPods(pod, graph), of(pod.spec, side))).reduce(plus, NOTHING);
                return lacking(most, roomIn(hard, side)).map(
                    (kind) => `has no room for ${most[kind]} of ${kind}, ${side}`,
                );
            });
        },
    ),
];

function mostPods(pod: PodTemplate, graph: Graph): number {
    const { kind } = pod.owner;
    const replicas = kind === "Deployment" || kind === "StatefulSet" ? mostReplicas(pod, graph) : 1;
    return replicas > 0 && REPLACED_AT_ONCE.has(kind) ? replicas + 1 : replicas;
}

/** What one pod counts for on that side. A container that names no request has its limit for one. */
function of(spec: Map, side: (typeof SIDES)[number]): Amounts {
    if (side === "requests") return requestsOf(spec);
    const limited = (containers: unknown) =>
        mapsIn(containers).map((each) => ({ ...each, resources: { limits: one(each, "resources.limits") } }));
    const { initContainers, containers } = spec;
    return requestsOf({ ...spec, initContainers: limited(initContainers), containers: limited(containers) });
}

const roomIn = (hard: Map, side: (typeof SIDES)[number]): Amounts => ({
    cpu: millicores(hard[`${side}.cpu`]),
    memory: mebibytes(hard[`${side}.memory`]),
    scratch: mebibytes(hard[`${side}.ephemeral-storage`]),
    pods: Number(hard.pods),
    volumes: 0,
});
