/** Whether a VPC that the stack file names is what the program takes it for: asked of the account, because no plan can know. */
import type { Environment } from "../../config/environment";
import { addressesIn, contains } from "../../config/subnets";
import type { Aws } from "../session/leftover-logs";

type Vpc = NonNullable<Environment["existing"]["vpc"]>;

interface Subnet {
    readonly SubnetId: string;
    readonly VpcId: string;
    readonly AvailabilityZone: string;
    readonly CidrBlock: string;
    readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}
interface Endpoint {
    readonly ServiceName: string;
    readonly PrivateDnsEnabled?: boolean;
}
interface Interface {
    readonly SubnetId: string;
    readonly PrivateIpAddresses?: readonly { readonly PrivateIpAddress: string }[];
    readonly Ipv4Prefixes?: readonly { readonly Ipv4Prefix: string }[];
}

/** `path: value what: fix`, one line each. What could not be asked is one line, too: nobody should believe that it was. */
export async function broughtNetworkProblems(environment: Environment, aws: Aws): Promise<readonly string[]> {
    const { vpc } = environment.existing;
    if (vpc === undefined) return [];
    const ask = asking(aws, environment.region);
    try {
        const subnets = await subnetsOf(vpc, ask);
        return [
            ...listsOf(vpc).flatMap((list) => listProblems(list, subnets, environment, vpc)),
            ...(await dnsProblems(vpc, ask)),
            ...(await endpointProblems(vpc, environment, ask)),
            ...(await prefixProblems(vpc, environment, subnets, ask)),
        ];
    } catch (error) {
        return [
            `existing.vpc: ${vpc.id} could not be asked about: ${error instanceof Error ? error.message : String(error)}`,
        ];
    }
}

type Ask = <T>(...args: readonly string[]) => Promise<T>;

function asking(aws: Aws, region: string): Ask {
    return async <T>(...args: readonly string[]) => {
        const { code, output } = await aws("ec2", ...args, "--region", region, "--output", "json");
        if (code !== 0) throw new Error(output.trim().split("\n").at(-1));
        return JSON.parse(output) as T;
    };
}

interface List {
    readonly path: string;
    readonly ids: readonly string[];
    readonly cidrs?: readonly string[] | undefined;
    /** Tag by which the load balancer controller finds them. */
    readonly role?: string;
}

const listsOf = (vpc: Vpc): readonly List[] => [
    {
        ...{ path: "publicSubnetIds", ids: vpc.publicSubnetIds ?? [], cidrs: vpc.publicCidrs },
        role: "kubernetes.io/role/elb",
    },
    { path: "privateSubnetIds", ids: vpc.privateSubnetIds, role: "kubernetes.io/role/internal-elb" },
    { path: "dataSubnetIds", ids: vpc.dataSubnetIds, cidrs: vpc.dataCidrs },
];

async function subnetsOf(vpc: Vpc, ask: Ask): Promise<ReadonlyMap<string, Subnet>> {
    const ids = [...new Set(listsOf(vpc).flatMap((list) => list.ids))];
    const { Subnets } = await ask<{ Subnets: readonly Subnet[] }>("describe-subnets", "--subnet-ids", ...ids);
    return new Map(Subnets.map((subnet) => [subnet.SubnetId, subnet]));
}

function listProblems(
    { path, ids, cidrs, role }: List,
    subnets: ReadonlyMap<string, Subnet>,
    { zoneNames, domain, needs, clusterServices }: Environment,
    vpc: Vpc,
): readonly string[] {
    const balances = domain !== undefined && needs.ingress && clusterServices.loadBalancerController === "install";
    return ids.flatMap((id, index) => {
        const where = `existing.vpc.${path}[${String(index)}]: ${id}`;
        const subnet = subnets.get(id);
        if (subnet === undefined) return [`${where} is not there: write a subnet of this account and region`];
        const { AvailabilityZone: zone, CidrBlock: block, VpcId, Tags = [] } = subnet;
        const twin = ids.slice(0, index).find((other) => subnets.get(other)?.AvailabilityZone === zone);
        const cidr = cidrs?.[index];
        return [
            ...(VpcId === vpc.id ? [] : [`${where} is in ${VpcId}, not in ${vpc.id}: name a subnet of that VPC`]),
            ...(twin === undefined
                ? []
                : [`${where} is in ${zone}, as ${twin} is: name one subnet for each zone, EKS and RDS want two zones`]),
            ...(twin === undefined && zoneNames[index] !== undefined && zone !== zoneNames[index]
                ? [
                      `${where} is in ${zone}, and the zone of that place is ${zoneNames[index]}: list subnets in the order of network.zoneNames, or name the zones in their order`,
                  ]
                : []),
            ...(cidr === undefined || cidr === block
                ? []
                : [`${where} has the block ${block}, and the stack file says ${cidr}: write ${block}`]),
            ...(role !== undefined && balances && !Tags.some(({ Key }) => Key === role)
                ? [
                      `${where} has no tag ${role}: the load balancer controller does not find it; add it with the value 1`,
                  ]
                : []),
        ];
    });
}

const PROVIDED = "AmazonProvidedDNS";

/** EKS user guide, "VPC requirements and considerations": both attributes; nodes ask the resolver that the DHCP options name. */
async function dnsProblems({ id }: Vpc, ask: Ask): Promise<readonly string[]> {
    const attribute = async (
        name: "enableDnsSupport" | "enableDnsHostnames",
        key: string,
    ): Promise<readonly string[]> => {
        const said = await ask<Record<string, { Value: boolean } | undefined>>(
            ...["describe-vpc-attribute", "--vpc-id", id, "--attribute", name],
        );
        return said[key]?.Value === true
            ? []
            : [`existing.vpc: ${id} has ${name} off: turn it on, nodes register by it`];
    };
    const { Vpcs } = await ask<{ Vpcs: readonly { DhcpOptionsId?: string }[] }>("describe-vpcs", "--vpc-ids", id);
    const options = Vpcs[0]?.DhcpOptionsId;
    return [
        ...(await attribute("enableDnsSupport", "EnableDnsSupport")),
        ...(await attribute("enableDnsHostnames", "EnableDnsHostnames")),
        ...(options === undefined || options === "default" ? [] : await resolverProblems(id, options, ask)),
    ];
}

async function resolverProblems(id: string, options: string, ask: Ask): Promise<readonly string[]> {
    interface Options {
        readonly DhcpConfigurations: readonly {
            readonly Key: string;
            readonly Values: readonly { readonly Value: string }[];
        }[];
    }
    const { DhcpOptions } = await ask<{ DhcpOptions: readonly Options[] }>(
        ...["describe-dhcp-options", "--dhcp-options-ids", options],
    );
    const servers = DhcpOptions.flatMap(({ DhcpConfigurations }) => DhcpConfigurations)
        .filter(({ Key }) => Key === "domain-name-servers")
        .flatMap(({ Values }) => Values.map(({ Value }) => Value));
    const others = servers.filter((server) => server !== PROVIDED);
    return others.length === 0
        ? []
        : [
              `existing.vpc: ${id} has its names from ${others.join(", ")} (${options}): the nodes' security group lets out to ${PROVIDED} alone; use it, and forward what the others know by Route 53 Resolver rules`,
          ];
}

/** Pods reach AWS by public addresses unless a service is listed, and by private DNS they would be given others. */
async function endpointProblems(vpc: Vpc, { region }: Environment, ask: Ask): Promise<readonly string[]> {
    const { VpcEndpoints } = await ask<{ VpcEndpoints: readonly Endpoint[] }>(
        ...[
            "describe-vpc-endpoints",
            "--filters",
            `Name=vpc-id,Values=${vpc.id}`,
            "Name=vpc-endpoint-type,Values=Interface",
        ],
    );
    const listed: readonly string[] = vpc.interfaceEndpoints ?? [];
    return VpcEndpoints.filter(({ PrivateDnsEnabled }) => PrivateDnsEnabled === true)
        .map(({ ServiceName }) => ServiceName.split(`.${region}.`)[1] ?? ServiceName)
        .filter((service) => !listed.includes(service))
        .map(
            (service) =>
                `existing.vpc.interfaceEndpoints: ${vpc.id} has an endpoint of ${service} with private DNS, which is not listed: NetworkPolicies would keep pods from it; add ${service}`,
        );
}

/** Addresses of a prefix that the CNI takes for a node at once; it must be contiguous (EKS user guide, "Assign more IP addresses to nodes with prefixes"). */
const PREFIX = 16;
/** One in use and one ready (its WARM_PREFIX_TARGET). */
const PREFIXES_A_NODE = 2;

async function prefixProblems(
    vpc: Vpc,
    { nodeGroups, existing }: Environment,
    subnets: ReadonlyMap<string, Subnet>,
    ask: Ask,
): Promise<readonly string[]> {
    if (existing.cluster !== undefined) return [];
    const { NetworkInterfaces } = await ask<{ NetworkInterfaces: readonly Interface[] }>(
        ...["describe-network-interfaces", "--filters", `Name=subnet-id,Values=${vpc.privateSubnetIds.join(",")}`],
    );
    const floor = Object.values(nodeGroups).reduce((sum, { min }) => sum + min, 0);
    const needed = Math.ceil(floor / vpc.privateSubnetIds.length) * PREFIXES_A_NODE;
    return vpc.privateSubnetIds.flatMap((id, index) => {
        const subnet = subnets.get(id);
        if (subnet === undefined) return [];
        const free = freePrefixes(
            subnet.CidrBlock,
            NetworkInterfaces.filter(({ SubnetId }) => SubnetId === id),
        );
        if (free >= needed) return [];
        return [
            `existing.vpc.privateSubnetIds[${String(index)}]: ${id} has ${String(free)} free blocks of /28, and its nodes take ${String(needed)} at the floor: name a subnet with more room, or reserve a block for prefixes (aws ec2 create-subnet-cidr-reservation)`,
        ];
    });
}

/** AWS keeps the first four addresses of a subnet and the last, so that its first and its last block are never whole. */
export function freePrefixes(block: string, interfaces: readonly Interface[]): number {
    const first = numberOf(block.split("/")[0] ?? "");
    const total = Math.floor(addressesIn(block) / PREFIX);
    const taken = new Set([0, total - 1]);
    const take = (address: string): void => {
        if (contains(block, `${address}/32`)) taken.add(Math.floor((numberOf(address) - first) / PREFIX));
    };
    for (const { PrivateIpAddresses = [], Ipv4Prefixes = [] } of interfaces) {
        for (const { PrivateIpAddress } of PrivateIpAddresses) take(PrivateIpAddress);
        for (const { Ipv4Prefix } of Ipv4Prefixes) take(Ipv4Prefix.split("/")[0] ?? "");
    }
    return Math.max(0, total - taken.size);
}

const numberOf = (address: string): number =>
    address.split(".").reduce((number, octet) => number * 256 + Number(octet), 0);
