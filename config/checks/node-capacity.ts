/** Node groups together: whether every kind of pod has nodes, and whether the autoscalers' ceilings fit on them. Rough; the plan counts exactly. */
import type { Environment } from "../environment";
import { instanceType } from "../instance-types";
import type { Problem } from "../problems";
import { assignableIn, subnetPlan } from "../subnets";
import { thousands } from "../thousands";
import { vpcBlocks } from "../vpc-blocks";
import { copiesOf, isClosed, nodeGroups, purposeIsNeeded, type Check, type NodeGroup } from "./check";

const PURPOSES = {
    system: "cluster services",
    general: "stateless pods",
    zonal: "the zonal volumes of the enabled systems",
    untrusted: "pods that run code of others",
} as const;

type Purpose = keyof typeof PURPOSES;

const ofPurpose = (environment: Environment, purpose: Purpose) =>
    nodeGroups(environment).filter(([, group]) => group.purpose === purpose && group.state !== "leaving");

export const everyPurpose: Check = {
    id: "nodes.everyPurpose",
    reads: ["nodeGroups", "systems"],
    find: ({ environment }) =>
        (environment.existing.cluster === undefined ? (Object.keys(PURPOSES) as Purpose[]) : [])
            .filter((purpose) => purposeIsNeeded(purpose, environment) && ofPurpose(environment, purpose).length === 0)
            .map((purpose) => ({
                path: "nodeGroups",
                note: `no ${purpose}`,
                rule: `has no group of purpose ${purpose} that stays, for ${PURPOSES[purpose]}`,
                fix: `add one with purpose: ${purpose}`,
            })),
};

/** Pods tolerate the taint of their purpose and no other. */
export const somewhereUntainted: Check = {
    id: "nodes.somewhereUntainted",
    reads: ["nodeGroups", "systems"],
    find: ({ environment }) =>
        (Object.keys(PURPOSES) as Purpose[]).flatMap((purpose): Problem[] => {
            const groups = ofPurpose(environment, purpose);
            const [first] = groups;
            const tainted = groups.length > 0 && groups.every(([, group]) => isClosed(group));
            if (first === undefined || !tainted || !purposeIsNeeded(purpose, environment)) return [];
            const rule = `keeps ${PURPOSES[purpose]} off every node of purpose ${purpose}`;
            const fix = "use PREFER_NO_SCHEDULE, or leave one group of that purpose without it";
            return [{ path: `nodeGroups.${first[0]}.taints`, note: first[1].taints[0]?.key ?? "", rule, fix }];
        }),
};

/** Agents on every node: CNI, kube-proxy, Pod Identity, EBS, EFS, node monitoring, logs, node exporter. */
const AGENTS_PER_NODE = 8;
/** Cluster services and monitoring, at their largest. */
const PLATFORM_PODS = 60;
/** Taken for a type that the table does not know: managed node groups allow this many below 30 vCPU. */
const PODS_PER_NODE = 110;

function podsOn(group: NodeGroup, environment: Environment): number {
    const perNode = Math.min(...group.instanceTypes.map((type) => instanceType(type)?.maxPods ?? PODS_PER_NODE));
    return group.max * copiesOf(group, environment) * (perNode - AGENTS_PER_NODE);
}

export const roomForPods: Check = {
    id: "nodes.roomForPods",
    reads: ["nodeGroups", "systems", "network.zones"],
    find: ({ environment }) => {
        if (environment.existing.cluster !== undefined) return [];
        const groups = nodeGroups(environment).filter(
            ([, group]) => purposeIsNeeded(group.purpose, environment) && group.state !== "leaving",
        );
        const room = groups.reduce((sum, [, group]) => sum + podsOn(group, environment), 0);
        const wanted = environment.needs.pods.ceiling + PLATFORM_PODS;
        if (room >= wanted) return [];
        const rule = `hold ${thousands(room)} pods at their largest; autoscalers go up to ${thousands(wanted)}`;
        return [{ path: "nodeGroups", note: `room ${thousands(room)}`, rule, fix: "raise nodeGroups.general.max" }];
    },
};

/** AKO-71, AKO-72: requests of an ingestion and of a query pod, in vCPU. */
const INGESTION_VCPU = 1;
const QUERY_VCPU = 0.5;
/** Share of a node's vCPU that pods get; the rest is the kubelet's and the agents'. */
const USABLE = 0.85;

/** Akosha's documented autoscaler bounds against the nodes that its stateless pods can be on. */
export const roomForAkosha: Check = {
    id: "nodes.roomForAkosha",
    reads: ["nodeGroups", "systems.akosha"],
    find: ({ environment }) => {
        const { akosha } = environment.systems;
        if (!akosha.enabled) return [];
        const wanted = akosha.ingestion.max * INGESTION_VCPU + akosha.query.max * QUERY_VCPU;
        const general = ofPurpose(environment, "general");
        const vcpus = general.map(
            ([, { instanceTypes, max }]) => max * (instanceType(instanceTypes[0] ?? "")?.vcpu ?? Infinity),
        );
        const room = Math.floor(vcpus.reduce((sum, vcpu) => sum + vcpu, 0) * USABLE);
        if (general.length === 0 || room >= wanted) return [];
        const rule = `asks for ${wanted} vCPU at its largest; nodes of purpose general have ${room} for pods`;
        const fix = "choose a smaller size, or raise nodeGroups.general.max or its instance types";
        return [{ path: "systems.akosha.size", value: akosha.size, rule, fix }];
    },
};

/** With prefix delegation the CNI takes addresses in /28 blocks and keeps one warm: one begun, one warm, and two of its own interfaces. */
const ADDRESSES_PER_NODE = 16 + 16 + 2;

/** Of a VPC that exists, only its size is known: what cannot fit into all of it fits into no subnet. */
export const existingAddresses: Check = {
    id: "existing.addresses",
    reads: ["existing.vpc", "network.zones", "nodeGroups", "systems"],
    find: ({ environment }) => {
        const { vpc } = environment.existing;
        if (vpc === undefined) return [];
        const groups = nodeGroups(environment).filter(([, group]) => purposeIsNeeded(group.purpose, environment));
        const nodes = groups.reduce((sum, [, group]) => sum + group.max * copiesOf(group, environment), 0);
        const wanted = environment.needs.pods.ceiling + PLATFORM_PODS + nodes * ADDRESSES_PER_NODE;
        const room = vpcBlocks(vpc).reduce((sum, block) => sum + assignableIn(block), 0);
        if (room >= wanted) return [];
        const rule = `has ${thousands(room)} addresses; ${nodes} nodes and their pods can need ${thousands(wanted)}`;
        const fix =
            "choose a larger VPC, name its other blocks in existing.vpc.secondaryCidrs, or lower nodeGroups.*.max";
        return [{ path: "existing.vpc.cidr", value: vpc.cidr, rule, fix }];
    },
};

/** A zone may be lost: what ran there then needs addresses in the others. */
export const addresses: Check = {
    id: "nodes.addresses",
    reads: ["network.cidr", "network.zones", "nodeGroups", "systems", "existing.vpc"],
    find: ({ environment }) => {
        const { network, existing, needs } = environment;
        if (existing.vpc !== undefined) return [];
        const groups = nodeGroups(environment).filter(([, group]) => purposeIsNeeded(group.purpose, environment));
        const nodes = groups.reduce((sum, [, group]) => sum + group.max * copiesOf(group, environment), 0);
        const wanted = Math.ceil(
            (needs.pods.ceiling + PLATFORM_PODS + nodes * ADDRESSES_PER_NODE) / (network.zones - 1),
        );
        const [subnet = "10.0.0.0/32"] = subnetPlan(network.cidr, network.zones).private;
        const room = assignableIn(subnet);
        if (room >= wanted) return [];
        const rule = `gives a zone ${thousands(room)} addresses; ${nodes} nodes and their pods can need ${thousands(wanted)}`;
        const fix = "write a larger block, or lower nodeGroups.*.max";
        return [{ path: "network.cidr", value: network.cidr, rule, fix }];
    },
};
