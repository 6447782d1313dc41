import * as fs from "node:fs";
import { fits, type Amounts } from "../../../../plan/capacity/amounts";
import { mapIn, mapsIn, requestsOf } from "../../../../plan/capacity/requests";
import { shapeFileOf } from "../../../cluster/fill";
import { MANAGED_GROUP, nodeManifests } from "../../../cluster/manifests";
import type { NodeTaint, Shape, ShapedGroup } from "../../../cluster/shaped";
import type { Live } from "../api";
import type { Cluster } from "../cluster";
import { claimZones, zonesOfPod, type ClaimZones } from "../volume-zones";
import { STAND_IN, type Reaction } from "./stand-in";

/** The real one looks every 10 s, and a node of AWS takes minutes; here both are moments. */
const SCAN_MILLISECONDS = 1500;
/** Which pod a node was added for, as `namespace/name`. */
export const ADDED_FOR = "mindcloud.dev/added-for";
const ZONE = "topology.kubernetes.io/zone";

/**
 * Cluster Autoscaler, upwards: while a pod finds no node, the smallest group on whose nodes it would fit grows by one, up to its maximum.
 * One node at a time, then it looks again, as the next one may fit beside the first.
 */
export function clusterAutoscaler(): Reaction {
    let scanning = false;
    return {
        apiVersion: "v1",
        kind: "Pod",
        async react(live, { cluster }) {
            if (scanning || !isUnschedulable(live)) return;
            const shape = shapeOf(cluster);
            if (shape === undefined) return;
            scanning = true;
            try {
                do await new Promise((resolve) => setTimeout(resolve, SCAN_MILLISECONDS));
                while (await grow(cluster, shape));
            } finally {
                scanning = false;
            }
        },
    };
}

/** False when no pod waits, or no group can help. */
async function grow({ api }: Cluster, shape: Shape): Promise<boolean> {
    const [pods, nodes, claims, volumes] = await Promise.all(
        ["/api/v1/pods", "/api/v1/nodes", "/api/v1/persistentvolumeclaims", "/api/v1/persistentvolumes"].map((path) =>
            api.list(path),
        ),
    );
    const standing = nodes ?? [];
    const zones = claimZones(claims ?? [], volumes ?? []);
    for (const pod of (pods ?? []).filter(isUnschedulable)) {
        const place = placeFor(pod, shape, standing, { zones });
        if (place === undefined) continue;
        await addNode(api, shape, place, standing, nameOf(pod));
        return true;
    }
    return false;
}

/** A group can have a node more, in this zone. */
export interface Place {
    readonly group: ShapedGroup;
    readonly zone: string;
}

export interface Surroundings {
    /** Where volumes hold pods. */
    readonly zones: ClaimZones;
    /** A zone in which AWS starts no node. */
    readonly without?: string;
}

/** Where a node would let the pod run: as Auto Scaling does, in the zone in which the group has the fewest. */
export function placeFor(
    pod: Live,
    { groups }: Pick<Shape, "groups">,
    nodes: readonly Live[],
    { zones, without }: Surroundings,
): Place | undefined {
    const spec = mapIn(pod.spec);
    const requests = requestsOf(spec);
    const held = zonesOfPod(pod, zones);
    return groups
        .filter(
            (group) =>
                nodes.filter((node) => groupOf(node) === group.managedName).length < group.max &&
                fits({ ...requests, volumes: 0 }, amountsOf(group)) &&
                Object.entries(mapIn(spec.nodeSelector)).every(([key, value]) => group.labels[key] === value) &&
                group.taints.every(
                    (taint) => taint.effect === "PreferNoSchedule" || isTolerated(taint, spec.tolerations),
                ),
        )
        .sort((a, b) => repelled(a, spec) - repelled(b, spec) || a.cpuMillicores - b.cpuMillicores)
        .flatMap((group) => {
            const open = group.zones.filter((zone) => zone !== without && held.every((other) => other === zone));
            const zone = emptiest(group, open, nodes);
            return zone === undefined ? [] : [{ group, zone }];
        })[0];
}

/** The zone in which the group has the fewest nodes; the first of equals. */
export function emptiest(
    { managedName }: ShapedGroup,
    zones: readonly string[],
    nodes: readonly Live[],
): string | undefined {
    const inZone = (zone: string): number =>
        nodes.filter((node) => groupOf(node) === managedName && mapIn(node.metadata.labels)[ZONE] === zone).length;
    return [...zones].sort((a, b) => inZone(a) - inZone(b))[0];
}

/** Under a name that no node has. Returns the name. */
export async function addNode(
    api: Pick<Cluster["api"], "apply">,
    { region }: Pick<Shape, "region">,
    { group, zone }: Place,
    nodes: readonly Live[],
    addedFor: string,
): Promise<string> {
    const name = freeName(group, nodes);
    for (const manifest of nodeManifests({ group, name, zone, region })) {
        const metadata = mapIn(manifest.metadata);
        const annotations = { ...mapIn(metadata.annotations), [ADDED_FOR]: addedFor };
        const folder = manifest.kind === "Node" ? "/api/v1/nodes" : "/apis/storage.k8s.io/v1/csinodes";
        await api.apply(
            `${folder}/${name}`,
            { ...manifest, metadata: { ...metadata, annotations } },
            { manager: STAND_IN, force: true },
        );
    }
    return name;
}

/** A group that prefers others' pods comes last. */
const repelled = ({ taints }: ShapedGroup, { tolerations }: Readonly<Record<string, unknown>>): number =>
    taints.filter((taint) => !isTolerated(taint, tolerations)).length;

const isTolerated = (taint: NodeTaint, tolerations: unknown): boolean =>
    mapsIn(tolerations).some(
        ({ key, operator, value, effect }) =>
            (key === undefined || key === taint.key) &&
            (operator === "Exists" || (value ?? "") === taint.value) &&
            (effect === undefined || effect === taint.effect),
    );

const amountsOf = (group: ShapedGroup): Amounts => ({
    cpu: group.cpuMillicores,
    memory: group.memoryMebibytes,
    scratch: group.scratchMebibytes,
    pods: group.pods,
    volumes: group.volumes,
});

function freeName({ key }: ShapedGroup, nodes: readonly Live[]): string {
    const taken = new Set(nodes.map(({ metadata }) => metadata.name));
    let index = 0;
    while (taken.has(`${key}-${String(index)}`)) index++;
    return `${key}-${String(index)}`;
}

export function isUnschedulable({ status, metadata }: Live): boolean {
    return (
        metadata.deletionTimestamp === undefined &&
        mapsIn(mapIn(status).conditions).some(
            (condition) =>
                condition.type === "PodScheduled" &&
                condition.status === "False" &&
                condition.reason === "Unschedulable",
        )
    );
}

/** Undefined where the control plane was not made for an environment. */
function shapeOf({ directory }: Cluster): Shape | undefined {
    const file = shapeFileOf(directory);
    return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Shape) : undefined;
}

export const groupOf = ({ metadata }: Live): unknown => mapIn(metadata.labels)[MANAGED_GROUP];
const nameOf = ({ metadata }: Live): string => `${String(metadata.namespace)}/${String(metadata.name)}`;
