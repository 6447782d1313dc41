/** What exists on an API server: what Pulumi has made there, and what has come since it was started. */
import { isMap } from "../../../plan/values";
import type { CloudObject } from "../../cloud/store";
import type { Properties } from "../../engine/wire";
import { STANDS_IN } from "../../cluster/manifests";
import { mapOf, RELEASE } from "../inputs";
import type { Live } from "./api";
import type { Cluster } from "./cluster";
import { collectionPath, placeIn, type Kind, type Place } from "./kinds";

/** As the store would know them. */
export async function madeByPulumi(cluster: Cluster): Promise<readonly CloudObject[]> {
    const found = await everything(cluster);
    const installed = new Set(found.filter(({ live }) => helmStatus(live) === "deployed").map(releaseOf));
    return found.flatMap(({ kind, live }) => {
        const apiVersion = appliedAs(live);
        const { name, namespace, labels } = live.metadata;
        const place = { name, ...(namespace !== undefined && { namespace }) };
        const status = helmStatus(live);
        if (status !== undefined && HISTORY.has(status) && installed.has(releaseOf({ live }))) return [];
        if (status === "deployed") {
            const release = { ...place, name: mapOf(labels).name };
            return [made(RELEASE, String(release.name), `${String(namespace)}/${String(release.name)}`, release)];
        }
        if (apiVersion === undefined || isKubernetesOwn({ kind: kind.kind, name })) return [];
        const type = `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind.kind}`;
        return [made(type, String(name), idOf(placeIn(kind, live)), { metadata: place })];
    });
}

/** Of a Secret in which Helm keeps a revision of a release. Undefined: it is none. */
function helmStatus({ metadata }: Live): string | undefined {
    const { owner, status } = mapOf(metadata.labels);
    return owner === "helm" ? String(status) : undefined;
}

/** What Helm remembers of a release that is there. A revision that is pending is what a kill leaves. */
const HISTORY = new Set(["superseded", "failed"]);

const releaseOf = ({ live: { metadata } }: Pick<Found, "live">): string =>
    `${String(metadata.namespace)}/${String(mapOf(metadata.labels).name)}`;

const made = (type: string, name: string, id: string, inputs: Properties): CloudObject => ({
    ...{ type, id, name, serial: 0, inputs, outputs: {} },
});

/** `namespace/name`, as Pulumi's ids of Kubernetes objects are. */
const idOf = ({ namespace, name }: Place): string => (namespace === undefined ? name : `${namespace}/${name}`);

/** One line for each object that nobody else owns: `Deployment akosha/query`. */
export async function standing(cluster: Cluster): Promise<readonly string[]> {
    return (await everything(cluster))
        .filter(({ kind, live }) => !comesAndGoes(kind, live))
        .map(({ kind, live }) => `${kind.kind} ${idOf(placeIn(kind, live))}`)
        .sort();
}

interface Found {
    readonly kind: Kind;
    readonly live: Live;
}

async function everything({ api, kinds }: Cluster): Promise<readonly Found[]> {
    const listed = (await kinds.all()).filter(({ listable, kind }) => listable && !TELLS_ONLY.has(kind));
    const found = await Promise.all(
        listed.map(async (kind) => (await api.listMetadata(collectionPath(kind))).map((live) => ({ kind, live }))),
    );
    return found.flat();
}

/** Kinds that report what others are or have done. */
const TELLS_ONLY = new Set(["Event", "Lease", "ComponentStatus", "NodeMetrics", "PodMetrics"]);

/** On the APIService that the API server keeps for each group of custom kinds (k8s.io/kube-aggregator, pkg/controllers/autoregister). */
const AUTOMATIC = "kube-aggregator.kubernetes.io/automanaged";

/** What controllers keep beside others: it is gone when they are. */
function comesAndGoes({ kind }: Kind, { metadata }: Live): boolean {
    const { ownerReferences, name, labels } = metadata;
    if (AUTOMATIC in mapOf(labels)) return true;
    if (STANDS_IN in mapOf(labels)) return true; // pods in the place of a chart's or an add-on's, which follow the environment
    if (Array.isArray(ownerReferences) && ownerReferences.length > 0) return true;
    if (kind === "Node" || kind === "CSINode") return true; // the cluster's own machines, as many as pods have needed
    if (kind === "Endpoints" || kind === "EndpointSlice" || kind === "IPAddress") return true; // of a Service
    return isKubernetesOwn({ kind, name });
}

/** Made in every namespace by the controller manager: it can be patched, and never created. */
export const isKubernetesOwn = ({ kind, name }: { readonly kind: string; readonly name: unknown }): boolean =>
    (kind === "ConfigMap" && name === "kube-root-ca.crt") || (kind === "ServiceAccount" && name === "default");

/** Created by one manager, from the first update on by one of each resource's own; the version with which it was applied is the one in Pulumi's type. */
function appliedAs({ metadata }: Live): string | undefined {
    const entries: readonly unknown[] = Array.isArray(metadata.managedFields) ? metadata.managedFields : [];
    const entry = entries.find(
        (other) => isMap(other) && /^pulumi-kubernetes(-|$)/.test(String(other.manager)) && !("subresource" in other),
    );
    return isMap(entry) && typeof entry.apiVersion === "string" ? entry.apiVersion : undefined;
}
