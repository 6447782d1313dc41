import { dnsSuffixOf } from "../../config/zones";
import type { Context, Shape } from "./shape";

const arn = (what: string): string => `arn:{partition}:ec2:{region}:{account}:${what}/{id}`;
const OWNER = { ownerId: "{account}" };

export const network: Readonly<Record<string, Shape>> = {
    "aws:ec2/vpc:Vpc": {
        id: "vpc-{hex:17}",
        outputs: {
            arn: arn("vpc"),
            ...OWNER,
            defaultNetworkAclId: "acl-{hex:17:acl}",
            defaultRouteTableId: "rtb-{hex:17:route-table}",
            mainRouteTableId: "rtb-{hex:17:route-table}",
            defaultSecurityGroupId: "sg-{hex:17:security-group}",
            dhcpOptionsId: "dopt-{hex:17:dhcp}",
        },
        defaults: { enableDnsSupport: true, enableDnsHostnames: false, instanceTenancy: "default" },
    },
    "aws:ec2/subnet:Subnet": {
        id: "subnet-{hex:17}",
        outputs: { arn: arn("subnet"), ...OWNER, availabilityZoneId: zoneId },
        defaults: { availabilityZone: "{region}a", mapPublicIpOnLaunch: false },
    },
    "aws:ec2/routeTable:RouteTable": {
        id: "rtb-{hex:17}",
        outputs: { arn: arn("route-table"), ...OWNER },
        defaults: { routes: [], propagatingVgws: [] },
    },
    "aws:ec2/route:Route": {
        id: "r-{input:routeTableId}{digits:10}",
        outputs: { origin: "CreateRoute", state: "active" },
    },
    "aws:ec2/routeTableAssociation:RouteTableAssociation": { id: "rtbassoc-{hex:17}" },
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": {
        id: "rtbassoc-{hex:17}",
        outputs: { originalRouteTableId: "rtb-{hex:17:original}" },
    },
    "aws:ec2/defaultRouteTable:DefaultRouteTable": {
        id: "{input:defaultRouteTableId}",
        outputs: { arn: arn("route-table"), ...OWNER },
    },
    "aws:ec2/internetGateway:InternetGateway": {
        id: "igw-{hex:17}",
        outputs: { arn: arn("internet-gateway"), ...OWNER },
    },
    "aws:ec2/natGateway:NatGateway": {
        id: "nat-{hex:17}",
        outputs: {
            associationId: "eipassoc-{hex:17:association}",
            networkInterfaceId: "eni-{hex:17:interface}",
            publicIp: publicAddress,
            privateIp: privateAddress,
        },
        defaults: { connectivityType: "public" },
    },
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": {
        id: "tgw-attach-{hex:17}",
        outputs: { arn: arn("transit-gateway-attachment"), vpcOwnerId: "{account}" },
        defaults: { dnsSupport: "enable" },
    },
    "aws:ec2/eip:Eip": {
        id: "eipalloc-{hex:17}",
        outputs: {
            allocationId: "{id}",
            arn: arn("elastic-ip"),
            publicIp: publicAddress,
            publicDns: (context) =>
                `ec2-${publicAddress(context).replaceAll(".", "-")}.compute-1.${dnsSuffixOf(context.place.partition)}`,
        },
        defaults: { domain: "vpc" },
    },
    "aws:ec2/securityGroup:SecurityGroup": {
        name: "name",
        id: "sg-{hex:17}",
        outputs: { name: "{name}", arn: arn("security-group"), ...OWNER },
        defaults: { description: "Managed by Pulumi", ingress: [], egress: [] },
    },
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
        id: "sg-{hex:17}",
        outputs: { name: "default", description: "default VPC security group", arn: arn("security-group"), ...OWNER },
        defaults: { ingress: [], egress: [] },
    },
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": {
        id: "{input:defaultNetworkAclId}",
        outputs: { arn: arn("network-acl"), ...OWNER },
    },
    "aws:ec2/vpcEndpoint:VpcEndpoint": {
        id: "vpce-{hex:17}",
        outputs: {
            arn: arn("vpc-endpoint"),
            ...OWNER,
            state: "available",
            prefixListId: "pl-{hex:8:prefixes}",
            dnsEntries: [{ dnsName: "{id}-{letters:8}.vpce.{region}.vpce.{domain}", hostedZoneId: "Z{HEX:13:zone}" }],
            networkInterfaceIds: (context) =>
                strings(context.inputs.subnetIds).map(
                    (subnet) => `eni-${context.random("0123456789abcdef", 17, subnet)}`,
                ),
        },
        defaults: {
            vpcEndpointType: "Gateway",
            privateDnsEnabled: false,
            routeTableIds: [],
            subnetIds: [],
            securityGroupIds: [],
        },
    },
    "aws:ec2/flowLog:FlowLog": {
        id: "fl-{hex:17}",
        outputs: { arn: arn("vpc-flow-log") },
        defaults: { maxAggregationInterval: 600 },
    },
    "aws:ec2/launchTemplate:LaunchTemplate": {
        name: "name",
        id: "lt-{hex:17}",
        outputs: { name: "{name}", arn: arn("launch-template"), defaultVersion: 1, latestVersion: 1 },
    },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule(),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule(),
};

function rule(): Shape {
    return { id: "sgr-{hex:17}", outputs: { arn: arn("security-group-rule"), securityGroupRuleId: "{id}" } };
}

// 203.0.113.0/24 is kept for documentation (RFC 5737): an address out of it is nobody's.
function publicAddress(context: Context): string {
    return `203.0.113.${octet(context, "public")}`;
}

function privateAddress(context: Context): string {
    return `10.${octet(context, "second")}.${octet(context, "third")}.${octet(context, "fourth")}`;
}

function octet(context: Context, salt: string): string {
    return String((Number.parseInt(context.random("0123456789abcdef", 6, salt), 16) % 250) + 4);
}

/** `us-east-1a` is `use1-az1` to somebody: which letter is which number differs by account, so any order will do. */
function zoneId(context: Context): string {
    const zone =
        typeof context.inputs.availabilityZone === "string"
            ? context.inputs.availabilityZone
            : `${context.place.region}a`;
    const [area = "", direction = "", number = ""] = zone.slice(0, -1).split("-");
    return `${area}${direction.slice(0, 1)}${number}-az${String(zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0) + 1)}`;
}

function strings(value: unknown): readonly string[] {
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
