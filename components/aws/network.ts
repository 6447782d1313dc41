import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { subnetPlan } from "../../config/subnets";
import type { KmsKey, Network, Subnets } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { NetworkAttachments, type NetworkAttachmentsArgs } from "./attachments";
import { InterfaceEndpoints, storageEndpoint } from "./endpoints";
import { FlowLogs } from "./flow-logs";

export interface VpcNetworkArgs {
    readonly scope: Scope;
    /** IPv4 block of the VPC, /16 to /22; config/subnets.ts plans it. */
    readonly cidr: string;
    /** Availability Zones in order, 1 to 3; a zone's position decides its blocks, so zones are added at the end. */
    readonly zoneNames: readonly string[];
    /** NAT gateways: one for all zones, one per zone, or none (images then come through interface endpoints). */
    readonly nat: "one" | "perZone" | "none";
    /** Interface endpoints by service, for example `ecr.api`; [] for none. */
    readonly interfaceEndpoints: readonly string[];
    /** Networks of others, by name. */
    readonly attachments: NetworkAttachmentsArgs["attachments"];
    /** Key of the flow logs' log group. */
    readonly logsKey: KmsKey;
    /** Days that flow logs are kept. */
    readonly flowLogRetentionDays: number;
    /** Name of the EKS cluster that will use the subnets: the load balancer controller passes over subnets tagged for another. */
    readonly clusterName: string;
}

type Kind = "public" | "private" | "data";

/**
 * A VPC with public subnets (load balancers, NAT), private ones (nodes and pods) and data ones (stores, no way to the internet).
 * Satisfies EC2.2, EC2.6, EC2.15, CKV2_AWS_11, CKV2_AWS_12, CKV_AWS_130, AWS-0164, AWS-0178, and EC2.10 for the endpoints that are listed.
 *
 * Deliberately without network ACLs of its own: the security groups say the same, statefully.
 */
export class VpcNetwork extends pulumi.ComponentResource implements Network {
    readonly vpcId: pulumi.Output<string>;
    readonly cidr: string;
    readonly zoneNames: readonly string[];
    readonly public: Subnets;
    readonly private: Subnets;
    readonly data: Subnets;
    readonly egress: readonly pulumi.Resource[];
    readonly #scope: Scope;

    constructor(name: string, args: VpcNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:VpcNetwork", name, {}, opts);
        this.#scope = args.scope;
        this.cidr = args.cidr;
        this.zoneNames = args.zoneNames;

        const vpc = this.createVpc(name, args.cidr);
        this.emptyDefaultSecurityGroup(name, vpc);
        const plan = subnetPlan(args.cidr, args.zoneNames.length);
        this.public = this.createSubnets(name, "public", vpc, plan.public, forLoadBalancers(args.clusterName, "elb"));
        this.private = this.createSubnets(
            name,
            "private",
            vpc,
            plan.private,
            forLoadBalancers(args.clusterName, "internal-elb"),
        );
        this.data = this.createSubnets(name, "data", vpc, plan.data);

        const internet = this.routePublic(name, vpc);
        const tables = this.createPrivateTables(name, vpc);
        const data = this.createDataTable(name, vpc);
        const nat = this.routeThroughNat(name, args.nat, tables, internet);
        const storage = this.connectStorage(name, vpc, [...tables, data]);
        const attached = this.attachNetworks(name, vpc, args.attachments, tables);
        const endpoints = this.connectServices(name, vpc, args.interfaceEndpoints);
        this.logFlows(name, vpc, args);

        this.vpcId = vpc.id;
        this.egress = [...this.associate(name, "private", tables), ...nat, storage, ...attached, ...endpoints];
        this.registerOutputs({ vpcId: this.vpcId });
    }

    private createVpc(name: string, cidrBlock: string): ec2.Vpc {
        // Both DNS settings: EKS and private endpoint names need them (EKS user guide, VPC requirements).
        return new ec2.Vpc(
            `${name}-vpc`,
            { cidrBlock, enableDnsHostnames: true, enableDnsSupport: true, tags: this.tags(`${name}-vpc`) },
            { parent: this },
        );
    }

    /** AWS makes it with rules that admit its own members; adopting it without rules removes them. */
    private emptyDefaultSecurityGroup(name: string, vpc: ec2.Vpc): void {
        const groupName = `${name}-default-security-group`;
        new ec2.DefaultSecurityGroup(
            groupName,
            { vpcId: vpc.id, ingress: [], egress: [], tags: this.tags(groupName) },
            { parent: this },
        );
    }

    private createSubnets(
        name: string,
        kind: Kind,
        vpc: ec2.Vpc,
        cidrs: readonly string[],
        roles: Readonly<Record<string, string>> = {},
    ): Subnets {
        const subnets = this.eachZone(cidrs, (zone, cidrBlock) => {
            const subnetName = `${name}-${kind}-${zone}`;
            return new ec2.Subnet(
                subnetName,
                {
                    vpcId: vpc.id,
                    cidrBlock,
                    availabilityZone: zone,
                    mapPublicIpOnLaunch: false, // also in public subnets: load balancers and NAT gateways ask for their addresses
                    tags: this.tags(subnetName, roles),
                },
                // Interfaces of load balancers and of the CNI can take minutes to go.
                { parent: this, customTimeouts: { delete: "20m" } },
            );
        });
        return { ids: subnets.map((subnet) => subnet.id), cidrs };
    }

    /** One table for all public subnets: their only way is the internet gateway. */
    private routePublic(name: string, vpc: ec2.Vpc): readonly pulumi.Resource[] {
        const gatewayName = `${name}-internet-gateway`;
        // A gateway cannot be detached while load balancers still hold public addresses.
        const gateway = new ec2.InternetGateway(
            gatewayName,
            { vpcId: vpc.id, tags: this.tags(gatewayName) },
            { parent: this, customTimeouts: { delete: "20m" } },
        );
        const table = this.createTable(`${name}-public`, vpc);
        const route = new ec2.Route(
            `${name}-public-internet`,
            { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
            { parent: this },
        );
        return [
            route,
            ...this.associate(
                name,
                "public",
                this.zoneNames.map(() => table),
            ),
        ];
    }

    /** A table per zone, also with one NAT gateway, so that `one` -> `perZone` changes routes and moves no subnet. */
    private createPrivateTables(name: string, vpc: ec2.Vpc): readonly ec2.RouteTable[] {
        return this.zoneNames.map((zone) => this.createTable(`${name}-private-${zone}`, vpc));
    }

    /** Data subnets know the VPC and S3, nothing else. */
    private createDataTable(name: string, vpc: ec2.Vpc): ec2.RouteTable {
        const table = this.createTable(`${name}-data`, vpc);
        this.associate(
            name,
            "data",
            this.zoneNames.map(() => table),
        );
        return table;
    }

    private createTable(name: string, vpc: ec2.Vpc): ec2.RouteTable {
        const tableName = `${name}-routes`;
        return new ec2.RouteTable(tableName, { vpcId: vpc.id, tags: this.tags(tableName) }, { parent: this });
    }

    private associate(name: string, kind: Kind, tables: readonly ec2.RouteTable[]): readonly pulumi.Resource[] {
        return this.eachZone(tables, (zone, table, index) => {
            const subnetId = this[kind].ids[index];
            return new ec2.RouteTableAssociation(
                `${name}-${kind}-${zone}-association`,
                { subnetId, routeTableId: table.id },
                { parent: this },
            );
        });
    }

    private routeThroughNat(
        name: string,
        nat: VpcNetworkArgs["nat"],
        tables: readonly ec2.RouteTable[],
        internet: readonly pulumi.Resource[],
    ): readonly pulumi.Resource[] {
        if (nat === "none") return [];
        const zones = nat === "one" ? this.zoneNames.slice(0, 1) : this.zoneNames;
        const gateways = zones.map((zone, index) =>
            this.createNat(`${name}-nat-${zone}`, this.public.ids[index], internet),
        );
        return this.eachZone(
            tables,
            (zone, table, index) =>
                new ec2.Route(
                    `${name}-private-${zone}-nat`,
                    {
                        routeTableId: table.id,
                        destinationCidrBlock: "0.0.0.0/0",
                        natGatewayId: (gateways[index] ?? gateways[0])?.id,
                    },
                    { parent: this },
                ),
        );
    }

    private createNat(
        name: string,
        subnetId: pulumi.Output<string> | undefined,
        internet: readonly pulumi.Resource[],
    ): ec2.NatGateway {
        const address = new ec2.Eip(
            `${name}-address`,
            { domain: "vpc", tags: this.tags(`${name}-address`) },
            { parent: this },
        );
        return new ec2.NatGateway(
            name,
            { subnetId, allocationId: address.allocationId, tags: this.tags(name) },
            // A NAT gateway without a way to the internet fails; deleting one takes minutes.
            { parent: this, dependsOn: [...internet], customTimeouts: { create: "10m", delete: "30m" } },
        );
    }

    private connectStorage(name: string, vpc: ec2.Vpc, tables: readonly ec2.RouteTable[]): pulumi.Resource {
        const routeTableIds = tables.map((table) => table.id);
        return storageEndpoint(`${name}-s3-endpoint`, { scope: this.#scope, vpcId: vpc.id, routeTableIds }, this);
    }

    private connectServices(name: string, vpc: ec2.Vpc, services: readonly string[]): readonly pulumi.Resource[] {
        if (services.length === 0) return [];
        const args = { scope: this.#scope, vpcId: vpc.id, subnets: this.private, services };
        return new InterfaceEndpoints(`${name}-endpoints`, args, { parent: this }).ready;
    }

    private attachNetworks(
        name: string,
        vpc: ec2.Vpc,
        attachments: NetworkAttachmentsArgs["attachments"],
        tables: readonly ec2.RouteTable[],
    ): readonly pulumi.Resource[] {
        if (Object.keys(attachments).length === 0) return [];
        const byZone = Object.fromEntries(this.eachZone(tables, (zone, table) => [zone, table] as const));
        const args = { vpcId: vpc.id, subnets: this.private, tables: byZone, attachments };
        return new NetworkAttachments(`${name}-attachments`, args, { parent: this }).ready;
    }

    private logFlows(name: string, vpc: ec2.Vpc, { scope, logsKey, flowLogRetentionDays }: VpcNetworkArgs): void {
        const args = { scope, vpcId: vpc.id, logsKey, retentionDays: flowLogRetentionDays };
        new FlowLogs(`${name}-flow-logs`, args, { parent: this });
    }

    /** `Name` too: network objects have no other name in the console, and every stack has a `network-vpc`. */
    private tags(name: string, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
        return tagsFor(name, { ...extra, Name: physicalName(this.#scope, "generic", name) });
    }

    private eachZone<T, R>(items: readonly T[], create: (zone: string, item: T, index: number) => R): readonly R[] {
        return this.zoneNames.flatMap((zone, index) => {
            const item = items[index];
            return item === undefined ? [] : [create(zone, item, index)];
        });
    }
}

/** Tags by which the AWS Load Balancer Controller finds its subnets (its docs: subnet discovery). EKS would add the second one itself. */
function forLoadBalancers(clusterName: string, role: "elb" | "internal-elb"): Readonly<Record<string, string>> {
    return { [`kubernetes.io/role/${role}`]: "1", [`kubernetes.io/cluster/${clusterName}`]: "shared" };
}
