/** Availability zones: where subnets are, and what services ask of a set of them. Subnets that the stack file names are not known here. */
import { WITHOUT_EKS } from "../../../config/zones";
import { factsOf, type Store } from "../../cloud/store";
import { record, text, texts, type Creation, type Refusal, type Rule, type Update } from "./refusal";

const SUBNET = "aws:ec2/subnet:Subnet";
const CLUSTER = "aws:eks/cluster:Cluster";
const MOUNT_TARGET = "aws:efs/mountTarget:MountTarget";

export interface Placed {
    readonly zone: string;
    readonly vpc: string;
}

/** Undefined when one of the subnets is not of this environment. */
export function placesOf(ids: readonly string[], store: Store): readonly Placed[] | undefined {
    const found = ids.map((id) => store.find(SUBNET, id));
    if (ids.length === 0 || found.includes(undefined)) return undefined;
    return found.flatMap((subnet) => {
        if (subnet === undefined) return [];
        const facts = factsOf(subnet);
        return [{ zone: text(facts.availabilityZone), vpc: text(facts.vpcId) }];
    });
}

/** The first of these security groups that is in another VPC than these subnets; what is not of this environment is taken as it is. */
export function groupElsewhere(
    groups: readonly string[],
    subnets: readonly string[],
    store: Store,
): string | undefined {
    const [place] = placesOf(subnets, store) ?? [];
    return groups.find((id) => {
        const group = store.find("aws:ec2/securityGroup:SecurityGroup", id);
        return group !== undefined && place !== undefined && factsOf(group).vpcId !== place.vpc;
    });
}

const zonesIn = (places: readonly Placed[]): readonly string[] => [...new Set(places.map(({ zone }) => zone))].sort();
const subnetsOf = (vpcConfig: unknown): readonly string[] => texts(record(vpcConfig).subnetIds);

const clusterZones: Rule<Creation> = {
    id: "zones.cluster",
    source: "eks CreateCluster, UpdateClusterConfig; https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
    codes: ["eks:InvalidParameterException", "eks:UnsupportedAvailabilityZoneException"],
    refuses: ({ type, inputs, store }) => {
        const places = type === CLUSTER ? placesOf(subnetsOf(inputs.vpcConfig), store) : undefined;
        if (places === undefined) return undefined;
        const zones = zonesIn(places);
        const unserved = zones.find((zone) => WITHOUT_EKS.has(zone));
        if (unserved !== undefined)
            return {
                code: "UnsupportedAvailabilityZoneException",
                problem: `vpcConfig.subnetIds has a subnet in ${unserved}, where EKS has no capacity for control planes`,
                fix: "name other zones (network.zoneNames)",
            };
        if (zones.length < 2)
            return invalid(
                `vpcConfig.subnetIds are all in ${zones.join("")}: a control plane wants subnets in two zones`,
                "pass subnets of two zones or more",
            );
        return new Set(places.map(({ vpc }) => vpc)).size > 1
            ? invalid("vpcConfig.subnetIds are in different VPCs", "pass subnets of one VPC")
            : undefined;
    },
};

const clusterZonesStay: Rule<Update> = {
    id: "zones.clusterStays",
    source: "eks UpdateClusterConfig; https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
    codes: ["eks:InvalidParameterException"],
    refuses: ({ type, inputs, object, store }) => {
        if (type !== CLUSTER) return undefined;
        const before = placesOf(subnetsOf(factsOf(object).vpcConfig), store);
        const after = placesOf(subnetsOf(inputs.vpcConfig), store);
        if (before === undefined || after === undefined) return undefined;
        const [had, wants] = [zonesIn(before), zonesIn(after)];
        if (had.join() !== wants.join())
            return invalid(
                `vpcConfig.subnetIds are in ${wants.join(", ")}, and the cluster was made in ${had.join(", ")}: the set of zones cannot be changed`,
                "keep the zones that the cluster has; nodes may use others",
            );
        return before[0]?.vpc === after[0]?.vpc
            ? undefined
            : invalid("vpcConfig.subnetIds are in another VPC", "keep the VPC that the cluster has");
    },
};

/** MountTargetConflict (EFS API, CreateMountTarget): one mount target a zone, and one VPC. */
const mountTargetZone: Rule<Creation> = {
    id: "zones.mountTarget",
    source: "efs CreateMountTarget",
    codes: ["efs:MountTargetConflict"],
    refuses: ({ type, inputs, object, store }) => {
        const [place] = type === MOUNT_TARGET ? (placesOf([text(inputs.subnetId)], store) ?? []) : [];
        if (place === undefined) return undefined;
        for (const other of store.live(MOUNT_TARGET)) {
            const facts = factsOf(other);
            if (other.id === object?.id || facts.fileSystemId !== inputs.fileSystemId) continue;
            const [taken] = placesOf([text(facts.subnetId)], store) ?? [];
            if (taken === undefined || (taken.zone !== place.zone && taken.vpc === place.vpc)) continue;
            const same = taken.zone === place.zone;
            return {
                code: "MountTargetConflict",
                problem: same
                    ? `${text(facts.fileSystemId)} has a mount target in ${place.zone} already (${other.name})`
                    : `${text(facts.fileSystemId)} has mount targets in another VPC (${other.name})`,
                fix: "pass one subnet a zone, all of one VPC",
            };
        }
        return undefined;
    },
};

const subnetGroupZones: Rule<Creation> = {
    id: "zones.databaseSubnetGroup",
    source: "rds CreateDBSubnetGroup, ModifyDBSubnetGroup",
    codes: ["rds:DBSubnetGroupDoesNotCoverEnoughAZs", "rds:InvalidSubnet"],
    refuses: ({ type, inputs, store }) => {
        const places =
            type === "aws:rds/subnetGroup:SubnetGroup" ? placesOf(texts(inputs.subnetIds), store) : undefined;
        if (places === undefined) return undefined;
        const zones = zonesIn(places);
        if (zones.length < 2)
            return {
                code: "DBSubnetGroupDoesNotCoverEnoughAZs",
                problem: `subnetIds are all in ${zones.join("")}: a subnet group wants subnets in two zones`,
                fix: "pass subnets of two zones or more",
            };
        if (new Set(places.map(({ vpc }) => vpc)).size === 1) return undefined;
        return { code: "InvalidSubnet", problem: "subnetIds are in different VPCs", fix: "pass subnets of one VPC" };
    },
};

/**
 * AWS chooses in which of a group's subnets a node or a standby is, and a failover moves it: any that goes may be the one, so a group that has
 * an instance loses none. What AWS would let pass by luck is not planned with.
 */
const GROUPS: readonly { readonly type: string; readonly user: string; readonly by: string; readonly code: string }[] =
    [
        {
            type: "aws:rds/subnetGroup:SubnetGroup",
            user: "aws:rds/instance:Instance",
            by: "dbSubnetGroupName",
            code: "SubnetAlreadyInUse",
        },
        {
            type: "aws:elasticache/subnetGroup:SubnetGroup",
            user: "aws:elasticache/replicationGroup:ReplicationGroup",
            by: "subnetGroupName",
            code: "SubnetInUse",
        },
    ];

const subnetsInUse = GROUPS.map(({ type: of, user, by, code }): Rule<Update> => {
    const service = of.includes("rds") ? "rds" : "elasticache";
    return {
        id: `zones.subnetInUse.${service}`,
        source: service === "rds" ? "rds ModifyDBSubnetGroup" : "elasticache ModifyCacheSubnetGroup",
        codes: [`${service}:${code}`],
        refuses: ({ type, inputs, object, store }) => {
            if (type !== of) return undefined;
            const keeps = new Set(texts(inputs.subnetIds));
            const gone = texts(factsOf(object).subnetIds).filter((id) => !keeps.has(id));
            const users = store.live(user).filter((each) => factsOf(each)[by] === object.id);
            if (gone.length === 0 || users.length === 0) return undefined;
            return {
                code,
                problem: `subnetIds no longer has ${gone.join(", ")}, and ${users.map(({ name }) => name).join(", ")} may have a node there`,
                fix: "keep the subnet in the group as long as the store exists; new subnets may be added",
            };
        },
    };
});

export const zonesOnCreate: readonly Rule<Creation>[] = [clusterZones, mountTargetZone, subnetGroupZones];
export const zonesOnUpdate: readonly Rule<Update>[] = [...zonesOnCreate, clusterZonesStay, ...subnetsInUse];

function invalid(problem: string, fix: string): Refusal {
    return { code: "InvalidParameterException", problem, fix };
}
