/** What the API server says at one moment about everything that a scheduler, a disruption budget and an autoscaler work with. */
import { mapIn, mapsIn } from "../../../plan/capacity/requests";
import type { Api, Live } from "../../kubernetes/real/api";

const PATHS = {
    pods: "/api/v1/pods",
    nodes: "/api/v1/nodes",
    claims: "/api/v1/persistentvolumeclaims",
    volumes: "/api/v1/persistentvolumes",
    budgets: "/apis/policy/v1/poddisruptionbudgets",
    deployments: "/apis/apps/v1/deployments",
    statefulSets: "/apis/apps/v1/statefulsets",
    daemonSets: "/apis/apps/v1/daemonsets",
    autoscalers: "/apis/autoscaling/v2/horizontalpodautoscalers",
} as const;

export type Sight = Readonly<Record<keyof typeof PATHS, readonly Live[]>>;

export async function look(api: Pick<Api, "list">): Promise<Sight> {
    const entries = Object.entries(PATHS).map(async ([name, path]) => [name, await api.list(path)] as const);
    return Object.fromEntries(await Promise.all(entries)) as unknown as Sight;
}

export const nameOf = ({ metadata }: Live): string =>
    typeof metadata.namespace === "string" ? `${metadata.namespace}/${String(metadata.name)}` : String(metadata.name);

/** Label of a node that says in which zone it is. */
export const ZONE = "topology.kubernetes.io/zone";
export { MANAGED_GROUP as GROUP } from "../../cluster/manifests";

export const labelOf = ({ metadata }: Live, label: string): string => {
    const value = mapIn(metadata.labels)[label];
    return typeof value === "string" ? value : "";
};

export function conditionOf({ status }: Live, type: string): Readonly<Record<string, unknown>> {
    return mapsIn(mapIn(status).conditions).find((condition) => condition.type === type) ?? {};
}

export const numberOf = (value: unknown, otherwise = 0): number => (typeof value === "number" ? value : otherwise);
