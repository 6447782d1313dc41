import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../../config/schema";
import { vpcBlocks } from "../../config/vpc-blocks";
import type { Network, Subnets } from "../handles";

export type ExistingVpc = NonNullable<Settings["existing"]["vpc"]>;

/**
 * A VPC that exists, behind the same handle as one of ours. Its routes are the user's: nothing here waits for them, and they must be there
 * before the first node. Private blocks are not asked for; rules and policies that need them are computed from the whole VPC's.
 */
export function existingNetwork(vpc: ExistingVpc, zoneNames: readonly string[]): Network {
    const subnets = (ids: readonly string[], cidrs: readonly string[]): Subnets => ({
        ids: ids.map((id) => pulumi.output(id)),
        cidrs,
    });
    return {
        vpcId: pulumi.output(vpc.id),
        cidr: vpc.cidr,
        cidrs: vpcBlocks(vpc),
        zoneNames,
        public: subnets(vpc.publicSubnetIds ?? [], vpc.publicCidrs ?? []),
        private: subnets(vpc.privateSubnetIds, vpcBlocks(vpc)),
        data: subnets(vpc.dataSubnetIds, vpc.dataCidrs),
        egress: [],
    };
}
