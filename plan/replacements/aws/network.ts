import { unlessEquals, unlessFromTo, unlessSet, whenKindChanges } from "../conditions";
import type { Row, Table } from "../row";
import { provider, registry } from "../sources";

const KIND_OF_PEER = whenKindChanges("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId");

/** The same in both directions. */
const RULE: Row = {
    source: provider("ec2/vpc_security_group_ingress_rule.go", "00a322094b4b9ade8a81b244345dbcf4b52ee8d6"),
    replaces: ["securityGroupId"],
    sometimes: {
        cidrIpv4: KIND_OF_PEER,
        cidrIpv6: KIND_OF_PEER,
        prefixListId: KIND_OF_PEER,
        referencedSecurityGroupId: KIND_OF_PEER,
    },
};

export const network: Table = {
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
        source: provider("ec2/vpc_default_security_group.go", "af55dfb90500e80afb9d9ba64a76024e500c948a"),
        replaces: ["vpcId"],
    },
    "aws:ec2/eip:Eip": {
        source: [provider("ec2/ec2_eip.go"), registry("AWS::EC2::EIP")].join(", "),
        replaces: ["address", "customerOwnedIpv4Pool", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"],
    },
    "aws:ec2/flowLog:FlowLog": {
        source: provider("ec2/vpc_flow_log.go", "00a35305dc1b297a6fcdecdfbba33f1e63c3da39"),
        replaces: [
            "deliverCrossAccountRole",
            "destinationOptions",
            "eniId",
            "iamRoleArn",
            "logDestination",
            "logDestinationType",
            "logFormat",
            "maxAggregationInterval",
            "regionalNatGatewayId",
            "subnetId",
            "trafficType",
            "transitGatewayAttachmentId",
            "transitGatewayId",
            "vpcId",
        ],
    },
    "aws:ec2/internetGateway:InternetGateway": {
        source: provider("ec2/vpc_internet_gateway.go", "08923b68b5ad6fcfdd38362fb5247e39a9b07add"),
        replaces: [],
    },
    "aws:ec2/launchTemplate:LaunchTemplate": {
        source: registry("AWS::EC2::LaunchTemplate"),
        replaces: ["name", "namePrefix"],
        autonamed: "name",
        recomputed: ["latestVersion", "defaultVersion"],
    },
    "aws:ec2/natGateway:NatGateway": {
        source: registry("AWS::EC2::NatGateway"),
        replaces: ["allocationId", "availabilityMode", "connectivityType", "privateIp", "subnetId", "vpcId"],
    },
    "aws:ec2/route:Route": {
        source: registry("AWS::EC2::Route"),
        replaces: ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "routeTableId"],
    },
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": {
        source: provider("ec2/transitgateway_vpc_attachment.go"),
        replaces: ["transitGatewayId", "vpcId"],
    },
    "aws:ec2/routeTable:RouteTable": {
        source: registry("AWS::EC2::RouteTable"),
        replaces: ["vpcId"],
    },
    "aws:ec2/routeTableAssociation:RouteTableAssociation": {
        source: registry("AWS::EC2::SubnetRouteTableAssociation"),
        replaces: ["gatewayId", "subnetId"],
    },
    "aws:ec2/securityGroup:SecurityGroup": {
        source: registry("AWS::EC2::SecurityGroup"),
        replaces: ["description", "name", "namePrefix", "vpcId"],
        autonamed: "name",
    },
    "aws:ec2/subnet:Subnet": {
        source: registry("AWS::EC2::Subnet"),
        replaces: ["availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6Native", "outpostArn", "vpcId"],
    },
    "aws:ec2/vpc:Vpc": {
        source: [provider("ec2/vpc_.go"), registry("AWS::EC2::VPC")].join(", "),
        replaces: ["ipv4IpamPoolId", "ipv4NetmaskLength"],
        sometimes: {
            cidrBlock: unlessSet("ipv4NetmaskLength"),
            instanceTenancy: unlessFromTo("instanceTenancy", "dedicated", "default"),
        },
    },
    "aws:ec2/vpcEndpoint:VpcEndpoint": {
        source: [
            provider("ec2/vpc_endpoint.go", "008db85aad5e56627b1eecab8830464a282552ed"),
            registry("AWS::EC2::VPCEndpoint"),
        ].join(", "),
        replaces: [
            "resourceConfigurationArn",
            "serviceName",
            "serviceNetworkArn",
            "serviceRegion",
            "vpcEndpointType",
            "vpcId",
        ],
        sometimes: { privateDnsEnabled: unlessEquals("vpcEndpointType", "Interface") },
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": RULE,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": RULE,
};
