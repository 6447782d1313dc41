import { instanceType, type InstanceType } from "../../config/instance-types";
import type { Graph, RecordedResource } from "../graph";
import { NOTHING, smallest, type Amounts } from "./amounts";
import type { Labels } from "./pods";
import { mapIn, mapsIn } from "./requests";

/** A node group as the autoscaler sees it. */
export interface NodeGroup {
    readonly urn: string;
    /** Logical name, and its key in the stack file where it has one. */
    readonly name: string;
    readonly key: string;
    readonly instanceTypes: readonly string[];
    readonly spot: boolean;
    readonly min: number;
    readonly max: number;
    readonly zones: readonly string[];
    readonly labels: Labels;
    readonly taints: readonly Taint[];
    /** What pods can have of one node, agents included; undefined where no type is in the table of sizes. */
    readonly allocatable?: Amounts;
    readonly diskGibibytes: number;
    /** Metrics every minute, which EC2 charges for. */
    readonly detailedMonitoring: boolean;
}

export interface Taint {
    readonly key: string;
    readonly value: string;
    readonly effect: "NO_SCHEDULE" | "PREFER_NO_SCHEDULE" | "NO_EXECUTE";
}

const GROUP_LABEL = "mindcloud.dev/node-group";

export function nodeGroupsOf(graph: Graph): readonly NodeGroup[] {
    return graph.ofType("aws:eks/nodeGroup:NodeGroup").map((resource) => groupOf(graph, resource));
}

function groupOf(graph: Graph, resource: RecordedResource): NodeGroup {
    const { instanceTypes, capacityType, scalingConfig, labels, taints } = resource.inputs;
    const { minSize, maxSize } = mapIn(scalingConfig);
    const names = Array.isArray(instanceTypes) ? instanceTypes.map(String) : [];
    const { diskGibibytes, detailedMonitoring } = templateOf(graph, resource);
    const types = names.map(instanceType).filter((type) => type !== undefined);
    const named = mapIn(labels);
    return {
        urn: resource.urn,
        name: resource.name,
        key: typeof named[GROUP_LABEL] === "string" ? named[GROUP_LABEL] : resource.name,
        instanceTypes: names,
        spot: capacityType === "SPOT",
        min: Number(minSize),
        max: Number(maxSize),
        zones: zonesOf(graph, resource),
        labels: {
            ...named,
            ...(types[0] && { "kubernetes.io/arch": types[0].architecture, "kubernetes.io/os": "linux" }),
        },
        taints: mapsIn(taints).map(taintOf),
        ...(types.length > 0 && {
            // Whichever type AWS takes, what fits on the smallest fits.
            allocatable: types.map((type) => allocatableOf(type, diskGibibytes)).reduce(smallest),
        }),
        diskGibibytes,
        detailedMonitoring,
    };
}

const taintOf = ({ key, value, effect }: Labels): Taint => ({
    key: String(key),
    value: typeof value === "string" ? value : "",
    effect: effect === "NO_EXECUTE" || effect === "PREFER_NO_SCHEDULE" ? effect : "NO_SCHEDULE",
});

/** Subnets are known by what the group depends on; of those of a VPC that exists its component tells, and one that nobody tells of stands for a zone. */
function zonesOf(graph: Graph, { inputs, propertyDependencies }: RecordedResource): readonly string[] {
    const made = (propertyDependencies.subnetIds ?? []).flatMap((urn) => {
        const zone = graph.find(urn)?.inputs.availabilityZone;
        return typeof zone === "string" ? [zone] : [];
    });
    const [brought] = graph.ofType("mindcloud:aws:ExistingNetwork");
    const known = mapIn(brought?.inputs.zones) as Readonly<Record<string, string | undefined>>;
    const named = Array.isArray(inputs.subnetIds) ? inputs.subnetIds.map((id) => known[String(id)] ?? String(id)) : [];
    const zones = made.length > 0 ? made : named;
    return zones.length > 0 ? [...new Set(zones)].sort() : ["?"];
}

/** EKS's own when a group has no template: 20 GiB. */
const DEFAULT_DISK_GIBIBYTES = 20;

function templateOf(graph: Graph, { propertyDependencies }: RecordedResource) {
    const template = (propertyDependencies.launchTemplate ?? [])
        .map((urn) => graph.find(urn))
        .find((resource) => resource?.type === "aws:ec2/launchTemplate:LaunchTemplate");
    const [device] = mapsIn(template?.inputs.blockDeviceMappings);
    const size = Number(mapIn(device?.ebs).volumeSize);
    return {
        diskGibibytes: size > 0 ? size : DEFAULT_DISK_GIBIBYTES,
        detailedMonitoring: mapIn(template?.inputs.monitoring).enabled === true,
    };
}

/** Share of a machine's memory that the hypervisor and the kernel keep: Karpenter's default, which is careful (3 to 6 % were seen). */
const MEMORY_OVERHEAD = 0.075;
/** The kubelet evicts pods below these: memory.available of EKS's AMI, nodefs.available. */
const EVICTION_MEBIBYTES = 100;
const EVICTION_DISK_SHARE = 0.1;
const RESERVED_DISK_MEBIBYTES = 1024;
/** Nitro: 28 attachments, less the root volume and three network interfaces. */
const VOLUMES = 24;

/**
 * What EKS's AMI leaves to pods (awslabs/amazon-eks-ami, nodeadm/internal/kubelet/config.go). Memory is reserved for as many pods as the
 * type has addresses, whatever prefix delegation adds.
 */
export function allocatableOf(type: InstanceType, diskGibibytes: number): Amounts {
    const memory = Math.floor(type.memoryGibibytes * 1024 * (1 - MEMORY_OVERHEAD));
    const disk = diskGibibytes * 1024;
    return {
        ...NOTHING,
        cpu: type.vcpu * 1000 - reservedMillicores(type.vcpu),
        memory: memory - (255 + 11 * type.podsWithoutPrefixes) - EVICTION_MEBIBYTES,
        scratch: Math.floor(disk * (1 - EVICTION_DISK_SHARE)) - RESERVED_DISK_MEBIBYTES,
        pods: type.maxPods,
        volumes: VOLUMES,
    };
}

/** 6 % of the first core, 1 % of the second, half a percent of the next two and a quarter of every further one. */
function reservedMillicores(vcpu: number): number {
    const between = (from: number, to: number): number => Math.max(0, Math.min(vcpu, to) - from);
    return Math.ceil(60 * between(0, 1) + 10 * between(1, 2) + 5 * between(2, 4) + 2.5 * between(4, vcpu));
}
