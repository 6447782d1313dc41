/** What the environment's nodes are, and what charts and add-ons run on them: read from the recorded graph, as the plan does. */
import { capacityOf } from "../../plan/capacity/capacity";
import { footprintsOf, type FootprintPods } from "../../plan/capacity/footprints";
import type { NodeGroup } from "../../plan/capacity/nodes";
import { mapIn } from "../../plan/capacity/requests";
import type { Graph } from "../../plan/graph";
import { ownersOf, type OwnerOf } from "../../plan/owners";
import type { Environment, PeopleSecrets } from "../../config/environment";
import { record } from "../../plan/record";
import { objectsOf } from "./objects";
import { othersOf } from "./others";
import type { NodeTaint, Shape, ShapedGroup, ShapedRelease, StandInPods } from "./shaped";

type Program = (environment: Environment, secrets: PeopleSecrets) => unknown;

/** Nodes at the floor: as many of each group as the plan says that the floor needs. */
export async function shapeOf(program: Program, environment: Environment, secrets: PeopleSecrets): Promise<Shape> {
    const { project, stack, region } = environment;
    const { graph } = await record(() => program(environment, secrets), { project, stack, mode: "preview" });
    const ownerOf = ownersOf(graph);
    const capacity = capacityOf(graph, environment, ownerOf);
    const all = capacity?.groups ?? [];
    const groups: readonly ShapedGroup[] = all.map((group) => ({
        key: ownKey(group, all),
        ...{ name: group.name, zones: group.zones, min: group.min, max: group.max },
        managedName: managedNameOf(graph, group),
        capacityType: group.spot ? "SPOT" : "ON_DEMAND",
        instanceType: group.instanceTypes[0] ?? "unknown",
        labels: Object.fromEntries(Object.entries(group.labels).map(([key, value]) => [key, String(value)])),
        taints: group.taints.map(taintOf),
        cpuMillicores: group.allocatable?.cpu ?? 0,
        memoryMebibytes: Math.floor(group.allocatable?.memory ?? 0),
        scratchMebibytes: Math.floor(group.allocatable?.scratch ?? 0),
        pods: group.allocatable?.pods ?? 0,
        volumes: group.allocatable?.volumes ?? 0,
    }));
    const counts = capacity?.floor.nodes ?? {};
    return {
        region,
        groups,
        counts: Object.fromEntries(groups.map(({ key, name, min }) => [key, Math.max(min, counts[name] ?? 0)])),
        ...podsOf(graph, ownerOf),
        ...othersOf(environment),
    };
}

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Pods belong to the release beside their component's others that is in their namespace, or to the only one; else to an add-on. */
function podsOf(graph: Graph, ownerOf: OwnerOf): Pick<Shape, "standIns" | "releases"> {
    const releases = graph.ofType(RELEASE).map(({ parent, inputs }) => ({ parent, inputs, ...releaseOf(inputs) }));
    const pods = new Map<unknown, StandInPods[]>();
    for (const { component, ...footprint } of footprintsOf(graph, ownerOf)) {
        const its = releases.filter(({ parent }) => parent === component);
        const stand = standInOf(footprint);
        const release = its.find(({ namespace }) => namespace === stand.namespace) ?? its[0];
        pods.set(release, [...(pods.get(release) ?? []), stand]);
    }
    return {
        standIns: pods.get(undefined) ?? [],
        releases: releases.map((release) => {
            const { parent: _, inputs, ...rest } = release;
            return { ...rest, objects: objectsOf({ ...rest, values: inputs.values }, pods.get(release) ?? []) };
        }),
    };
}

function releaseOf(inputs: Readonly<Record<string, unknown>>): Omit<ShapedRelease, "objects"> {
    const { name, namespace, chart, version, repositoryOpts } = inputs;
    return {
        ...{ name: String(name), namespace: String(namespace), chart: String(chart), version: String(version) },
        repository: String(mapIn(repositoryOpts).repo),
    };
}

type Keyed = Pick<ShapedGroup, "key" | "zones">;

/**
 * The provider appends 26 digits to a prefix (terraform-plugin-sdk, helper/id, PrefixedUniqueId). Nodes stand before their group is made here,
 * so theirs are zeros: whoever looks for a group knows its prefix alone, as on AWS.
 */
function managedNameOf(graph: Graph, { urn, name }: Pick<NodeGroup, "urn" | "name">): string {
    const prefix = graph.find(urn)?.inputs.nodeGroupNamePrefix;
    return typeof prefix === "string" ? `${prefix}${"0".repeat(26)}` : name;
}

/** A zonal group is one of AWS's for each zone, all of one key: their nodes must not have the same names. */
export function ownKey(group: Keyed, all: readonly Keyed[]): string {
    const isShared = all.some((other) => other !== group && other.key === group.key);
    return isShared ? `${group.key}-${group.zones.join("-")}` : group.key;
}

const EFFECTS = { NO_SCHEDULE: "NoSchedule", PREFER_NO_SCHEDULE: "PreferNoSchedule", NO_EXECUTE: "NoExecute" } as const;

const taintOf = ({
    key,
    value,
    effect,
}: {
    readonly key: string;
    readonly value: string;
    readonly effect: keyof typeof EFFECTS;
}): NodeTaint => ({ key, value, effect: EFFECTS[effect] });

function standInOf(footprint: Omit<FootprintPods, "component">): StandInPods {
    const { name: path, kind, floor, perPod, nodeSelector, volumeGibibytes } = footprint;
    const [namespace = "", name = ""] = path.split("/");
    return {
        ...{ namespace, name },
        replicas: kind === "agent" ? "perNode" : floor,
        cpuMillicores: perPod.cpu,
        memoryMebibytes: perPod.memory,
        nodeSelector: Object.fromEntries(Object.entries(nodeSelector).map(([key, value]) => [key, String(value)])),
        ...(volumeGibibytes !== undefined && { volumeGibibytes }),
    };
}
