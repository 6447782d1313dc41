import { operated } from "../../../../charts/operator";
import { mapIn } from "../../../../plan/capacity/requests";
import { MADE_OF_GENERATION, OPERATED_KINDS, OPERATED_VERSION, statefulSetIn } from "../../../cluster/operated";
import { ApiError, type Api, type Json, type Live } from "../api";
import { ownedBy, STAND_IN, type Reaction } from "./stand-in";

/**
 * Prometheus Operator: makes the StatefulSet of a Prometheus or an Alertmanager. What the API server does not let it change it deletes, pods
 * first, and makes again (github.com/prometheus-operator/prometheus-operator v0.93.1, pkg/k8s/statefulset.go, ForceUpdateStatefulSet): by
 * the StatefulSet's own rule for its claims the volumes stay, or go too.
 */
export const operatedKinds: readonly Reaction[] = OPERATED_KINDS.map((kind) => ({
    apiVersion: OPERATED_VERSION,
    kind,
    async react(live, { cluster: { api } }) {
        if (live.metadata.deletionTimestamp !== undefined) return;
        const wanted = statefulSetIn(live) ?? (await statefulSetOf(live, kind, api));
        if (wanted === undefined) return;
        const { name, namespace } = mapIn(wanted.metadata);
        const path = `/apis/apps/v1/namespaces/${String(namespace)}/statefulsets/${String(name)}`;
        const there = await api.find(path);
        if (there?.metadata.deletionTimestamp !== undefined) throw new Error(`${String(name)} is still going`);
        const metadata = {
            ...mapIn(wanted.metadata),
            ...ownedBy(live, OPERATED_VERSION, kind),
            annotations: { [MADE_OF_GENERATION]: String(live.metadata.generation) },
        };
        try {
            await api.apply(path, { ...wanted, metadata }, { manager: STAND_IN, force: true });
        } catch (error) {
            if (error instanceof ApiError && error.status === 422 && there !== undefined)
                await api.delete(path, "Foreground");
            throw error;
        }
    },
}));

/** Of an object that the chart itself has written. The operator's own Deployment says what reads changed configuration beside it. */
async function statefulSetOf(live: Live, kind: string, api: Api): Promise<Json | undefined> {
    const beside = `/apis/apps/v1/namespaces/${String(live.metadata.namespace)}/deployments`;
    const deployments = (await api.list(beside)).map((deployment) => ({ ...deployment, kind: "Deployment" }));
    return operated([{ ...live, kind }, ...deployments])[0]?.set;
}
