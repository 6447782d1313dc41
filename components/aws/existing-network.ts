import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../../config/schema";
import { vpcBlocks } from "../../config/vpc-blocks";
import type { Network, Subnets } from "../handles";

export type ExistingVpc = NonNullable<Settings["existing"]["vpc"]>;

/**
 * A VPC that exists, behind the same handle as one of ours. Its routes are the user's: nothing here waits for them, and they must be there
 * before the first node. Private blocks are not asked for; rules and policies that need them are computed from the whole VPC's. It makes
 * nothing, and tells what is there: which subnet is in which zone.
 */
export class ExistingNetwork extends pulumi.ComponentResource implements Network {
    readonly vpcId: pulumi.Output<string>;
    readonly cidr: string;
    readonly cidrs: readonly string[];
    readonly public: Subnets;
    readonly private: Subnets;
    readonly data: Subnets;
    readonly egress: readonly pulumi.Resource[] = [];
    readonly zoneNames: readonly string[];

    constructor(
        name: string,
        { vpc, zoneNames }: { readonly vpc: ExistingVpc; readonly zoneNames: readonly string[] },
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("mindcloud:aws:ExistingNetwork", name, { present: [vpc.id], zones: zonesOf(vpc, zoneNames) }, opts);
        this.vpcId = pulumi.output(vpc.id);
        this.cidr = vpc.cidr;
        this.cidrs = vpcBlocks(vpc);
        this.zoneNames = zoneNames;
        this.public = subnets(vpc.publicSubnetIds ?? [], vpc.publicCidrs ?? []);
        this.private = subnets(vpc.privateSubnetIds, this.cidrs);
        this.data = subnets(vpc.dataSubnetIds, vpc.dataCidrs);
        this.registerOutputs({ vpcId: this.vpcId });
    }
}

const subnets = (ids: readonly string[], cidrs: readonly string[]): Subnets => ({
    ids: ids.map((id) => pulumi.output(id)),
    cidrs,
});

/** Lists are in the order of the zones. */
const zonesOf = (
    { publicSubnetIds = [], privateSubnetIds, dataSubnetIds }: ExistingVpc,
    zoneNames: readonly string[],
): Readonly<Record<string, string>> =>
    Object.fromEntries(
        [publicSubnetIds, privateSubnetIds, dataSubnetIds].flatMap((ids) =>
            ids.map((id, index) => [id, zoneNames[index] ?? ""] as const),
        ),
    );
