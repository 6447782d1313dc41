import { mapIn } from "../../../plan/capacity/requests";
import { nameOf, numberOf, type Sight } from "./sight";
import type { Drill, Settled } from "./drill";

const RESOURCES: Readonly<Record<string, string>> = { Deployment: "deployments", StatefulSet: "statefulsets" };

/** Every node group and every autoscaled workload at its maximum; an autoscaler whose least is its most leaves them there. */
export async function toTheCeilings(drill: Drill): Promise<Settled> {
    await drill.resize(Object.fromEntries(drill.shape.groups.map(({ key, max }) => [key, max])));
    const { api } = drill.cluster;
    const { autoscalers } = await drill.look();
    for (const { metadata, spec } of autoscalers) {
        const { scaleTargetRef, maxReplicas } = mapIn(spec);
        const { kind, name } = mapIn(scaleTargetRef);
        const inside = `namespaces/${String(metadata.namespace)}`;
        await api.merge(`/apis/autoscaling/v2/${inside}/horizontalpodautoscalers/${String(metadata.name)}`, {
            spec: { minReplicas: maxReplicas },
        });
        const resource = RESOURCES[String(kind)];
        if (resource === undefined) throw new Error(`autoscaler ${String(metadata.name)} scales a ${String(kind)}`);
        await api.merge(`/apis/apps/v1/${inside}/${resource}/${String(name)}/scale`, {
            spec: { replicas: maxReplicas },
        });
    }
    return drill.settle();
}

/** Autoscalers that have not brought their workload to its maximum. */
export function belowTheirMost({ autoscalers, deployments, statefulSets }: Sight): readonly string[] {
    return autoscalers.flatMap((autoscaler) => {
        const { scaleTargetRef, maxReplicas } = mapIn(autoscaler.spec);
        const { kind, name } = mapIn(scaleTargetRef);
        const target = (kind === "StatefulSet" ? statefulSets : deployments).find(
            ({ metadata }) => metadata.namespace === autoscaler.metadata.namespace && metadata.name === name,
        );
        const ready = numberOf(mapIn(target?.status).readyReplicas);
        const most = numberOf(maxReplicas);
        return ready === most
            ? []
            : [`autoscaler ${nameOf(autoscaler)}: ${String(ready)} of at most ${String(most)} replicas are ready`];
    });
}
