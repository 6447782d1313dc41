import { isMap } from "../../../../plan/values";
import { at, mapOf } from "../../inputs";
import type { Json, Live } from "../api";
import { ownedBy, STAND_IN, withCondition, type Reaction } from "./stand-in";

const API = "keda.sh/v1alpha1";
const FINALIZER = "finalizer.keda.sh";

/**
 * KEDA: makes the HorizontalPodAutoscaler of a ScaledObject, and holds the object until that is let go. There is no metrics adapter:
 * the queue's metric stays unknown, upon which the autoscaler goes by the others and never scales down by it.
 */
export const scaledObjects: Reaction = {
    apiVersion: API,
    kind: "ScaledObject",
    async react(live, object) {
        const finalizers = Array.isArray(live.metadata.finalizers) ? live.metadata.finalizers.map(String) : [];
        if (live.metadata.deletionTimestamp !== undefined) {
            const rest = finalizers.filter((other) => other !== FINALIZER);
            if (rest.length < finalizers.length) await object.change({ metadata: { finalizers: rest } });
            return;
        }
        if (!finalizers.includes(FINALIZER))
            return object.change({ metadata: { finalizers: [...finalizers, FINALIZER] } });
        const { namespace } = live.metadata;
        const name = autoscalerName(live);
        const path = `/apis/autoscaling/v2/namespaces/${String(namespace)}/horizontalpodautoscalers/${name}`;
        await object.cluster.api.apply(path, autoscalerOf(live, name), { manager: STAND_IN, force: true });
        const status = withCondition(live, "Ready", true, "ScaledObjectReady", "ScaledObject is defined correctly");
        if (status !== undefined) await object.report({ ...status, hpaName: name });
    },
};

function autoscalerName(live: Live): string {
    const asked = at(live.spec, "advanced.horizontalPodAutoscalerConfig.name");
    return typeof asked === "string" ? asked : `keda-hpa-${String(live.metadata.name)}`;
}

/** KEDA, "Scaling Deployments": an HPA cannot have fewer than one. */
function autoscalerOf(live: Live, name: string): Json {
    const spec = mapOf(live.spec);
    const behavior = at(spec, "advanced.horizontalPodAutoscalerConfig.behavior");
    const triggers = Array.isArray(spec.triggers) ? spec.triggers.filter(isMap) : [];
    return {
        apiVersion: "autoscaling/v2",
        kind: "HorizontalPodAutoscaler",
        metadata: { name, namespace: live.metadata.namespace, ...ownedBy(live, API, "ScaledObject") },
        spec: {
            scaleTargetRef: spec.scaleTargetRef,
            minReplicas: Math.max(1, Number(spec.minReplicaCount ?? 0)),
            maxReplicas: spec.maxReplicaCount ?? 100,
            ...(behavior !== undefined && { behavior }),
            metrics: triggers.map(metricOf(String(live.metadata.name))),
        },
    };
}

const metricOf =
    (scaledObject: string) =>
    ({ type, metadata, metricType }: Json, index: number): Json => {
        const { value, threshold, containerName } = mapOf(metadata);
        if (type === "cpu" || type === "memory") {
            const target = { type: "Utilization", averageUtilization: Number(value) };
            return containerName === undefined
                ? { type: "Resource", resource: { name: type, target } }
                : { type: "ContainerResource", containerResource: { name: type, container: containerName, target } };
        }
        const selector = { matchLabels: { "scaledobject.keda.sh/name": scaledObject } };
        const metric = { name: `s${String(index)}-${String(type)}`, selector };
        const target =
            metricType === "Value"
                ? { type: "Value", value: String(threshold) }
                : { type: "AverageValue", averageValue: String(threshold) };
        return { type: "External", external: { metric, target } };
    };
