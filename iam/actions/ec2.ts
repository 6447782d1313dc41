import type { Row, Rows } from "./row";

/** EC2 tags everything by the same two actions; at creation it asks for ec2:CreateTags too. */
function ec2(row: Omit<Row, "tag" | "untag" | "tagsAtCreation">): Row {
    const tag = ["ec2:CreateTags ."];
    return { ...row, tag, untag: ["ec2:DeleteTags ."], tagsAtCreation: tag };
}

const rule = (direction: "Ingress" | "Egress", file: string): Row =>
    ec2({
        source: `ec2/${file}`,
        self: "security-group-rule={id}",
        create: [`ec2:AuthorizeSecurityGroup${direction} security-group={securityGroupId} .`],
        read: ["ec2:DescribeSecurityGroupRules"],
        update: { "*": ["ec2:ModifySecurityGroupRules security-group={securityGroupId} ."] },
        delete: [`ec2:RevokeSecurityGroup${direction} security-group={securityGroupId}`],
    });

export const rows: Rows = {
    "aws:ec2/vpc:Vpc": ec2({
        source: "ec2/vpc_.go",
        self: "vpc={id}",
        create: [
            "ec2:CreateVpc .",
            "ec2:ModifyVpcAttribute . ?enableDnsHostnames",
            "ec2:ModifyVpcAttribute . ?enableDnsSupport",
        ],
        read: [
            "ec2:DescribeVpcs",
            "ec2:DescribeVpcAttribute .",
            "ec2:DescribeNetworkAcls",
            "ec2:DescribeRouteTables",
            "ec2:DescribeSecurityGroups",
        ],
        update: { "*": ["ec2:ModifyVpcAttribute ."] },
        delete: ["ec2:DeleteVpc ."],
    }),
    "aws:ec2/subnet:Subnet": ec2({
        source: "ec2/vpc_subnet.go",
        self: "subnet={id}",
        create: ["ec2:CreateSubnet . vpc={vpcId}", "ec2:ModifySubnetAttribute . ?mapPublicIpOnLaunch"],
        read: ["ec2:DescribeSubnets"],
        update: { "*": ["ec2:ModifySubnetAttribute ."] },
        // Interfaces that a Lambda or a controller left are looked for first.
        delete: ["ec2:DescribeNetworkInterfaces", "ec2:DeleteSubnet ."],
    }),
    "aws:ec2/internetGateway:InternetGateway": ec2({
        source: "ec2/vpc_internet_gateway.go",
        self: "internet-gateway={id}",
        create: ["ec2:CreateInternetGateway .", "ec2:AttachInternetGateway . vpc={vpcId}"],
        read: ["ec2:DescribeInternetGateways"],
        update: { vpcId: ["ec2:DetachInternetGateway . vpc={vpcId}", "ec2:AttachInternetGateway . vpc={vpcId}"] },
        delete: ["ec2:DetachInternetGateway . vpc={vpcId}", "ec2:DeleteInternetGateway ."],
    }),
    "aws:ec2/eip:Eip": ec2({
        source: "ec2/ec2_eip.go",
        self: "elastic-ip={id}",
        create: ["ec2:AllocateAddress ."],
        read: ["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"],
        delete: ["ec2:ReleaseAddress ."],
    }),
    "aws:ec2/natGateway:NatGateway": ec2({
        source: "ec2/vpc_nat_gateway.go",
        self: "natgateway={id}",
        create: ["ec2:CreateNatGateway . subnet={subnetId} elastic-ip={allocationId}"],
        read: ["ec2:DescribeNatGateways"],
        delete: ["ec2:DeleteNatGateway ."],
    }),
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": ec2({
        source: "ec2/transitgateway_vpc_attachment.go",
        self: "transit-gateway-attachment={id}",
        // The gateway is somebody else's, shared with this account or in it.
        create: [
            "ec2:DescribeTransitGateways",
            "ec2:CreateTransitGatewayVpcAttachment . transit-gateway={transitGatewayId} vpc={vpcId} subnet={subnetIds}",
        ],
        read: ["ec2:DescribeTransitGatewayVpcAttachments"],
        update: { "*": ["ec2:ModifyTransitGatewayVpcAttachment . subnet={subnetIds}"] },
        delete: ["ec2:DeleteTransitGatewayVpcAttachment ."],
    }),
    "aws:ec2/routeTable:RouteTable": ec2({
        source: "ec2/vpc_route_table.go",
        self: "route-table={id}",
        create: ["ec2:CreateRouteTable . vpc={vpcId}"],
        read: ["ec2:DescribeRouteTables"],
        delete: ["ec2:DeleteRouteTable ."],
    }),
    "aws:ec2/route:Route": {
        source: "ec2/vpc_route.go",
        self: "route-table={routeTableId}",
        create: ["ec2:CreateRoute ."],
        read: ["ec2:DescribeRouteTables"],
        update: { "*": ["ec2:ReplaceRoute ."] },
        delete: ["ec2:DeleteRoute ."],
    },
    "aws:ec2/routeTableAssociation:RouteTableAssociation": {
        source: "ec2/vpc_route_table_association.go",
        self: "route-table={routeTableId}",
        create: ["ec2:AssociateRouteTable . subnet={subnetId}"],
        read: ["ec2:DescribeRouteTables"],
        update: { "*": ["ec2:ReplaceRouteTableAssociation . subnet={subnetId}"] },
        delete: ["ec2:DisassociateRouteTable . subnet={subnetId}"],
    },
    "aws:ec2/securityGroup:SecurityGroup": ec2({
        source: "ec2/vpc_security_group.go",
        self: "security-group={id}",
        // The provider takes the rule away that lets everything out, which AWS gives every new group.
        create: ["ec2:CreateSecurityGroup . vpc={vpcId}", "ec2:RevokeSecurityGroupEgress ."],
        read: ["ec2:DescribeSecurityGroups"],
        update: {
            "ingress egress": [
                "ec2:AuthorizeSecurityGroupIngress .",
                "ec2:AuthorizeSecurityGroupEgress .",
                "ec2:RevokeSecurityGroupIngress .",
                "ec2:RevokeSecurityGroupEgress .",
            ],
            revokeRulesOnDelete: [],
        },
        delete: [
            "ec2:DescribeNetworkInterfaces",
            "ec2:RevokeSecurityGroupIngress . ?revokeRulesOnDelete",
            "ec2:RevokeSecurityGroupEgress . ?revokeRulesOnDelete",
            "ec2:DeleteSecurityGroup .",
        ],
    }),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
        source: "ec2/vpc_default_security_group.go",
        self: "security-group={id}",
        create: ["ec2:RevokeSecurityGroupIngress .", "ec2:RevokeSecurityGroupEgress ."],
        read: ["ec2:DescribeSecurityGroups"],
        // AWS deletes it with its VPC.
        delete: [],
        tag: ["ec2:CreateTags ."],
        untag: ["ec2:DeleteTags ."],
        tagsAtCreation: ["ec2:CreateTags ."],
    },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule("Ingress", "vpc_security_group_ingress_rule.go"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule("Egress", "vpc_security_group_egress_rule.go"),
    "aws:ec2/launchTemplate:LaunchTemplate": ec2({
        source: "ec2/ec2_launch_template.go",
        self: "launch-template={id}",
        create: ["ec2:CreateLaunchTemplate ."],
        read: ["ec2:DescribeLaunchTemplates", "ec2:DescribeLaunchTemplateVersions"],
        update: {
            "*": ["ec2:CreateLaunchTemplateVersion .", "ec2:ModifyLaunchTemplate . ?updateDefaultVersion"],
        },
        delete: ["ec2:DeleteLaunchTemplate ."],
    }),
    "aws:ec2/flowLog:FlowLog": ec2({
        source: "ec2/vpc_flow_log.go",
        self: "vpc-flow-log={id}",
        create: [
            "ec2:CreateFlowLogs . vpc={vpcId}",
            "iam:PassRole role={iamRoleArn} @iam:PassedToService=vpc-flow-logs.amazonaws.com",
        ],
        read: ["ec2:DescribeFlowLogs"],
        delete: ["ec2:DeleteFlowLogs ."],
    }),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ec2({
        source: "ec2/vpc_endpoint.go",
        self: "vpc-endpoint={id}",
        create: [
            "ec2:CreateVpcEndpoint . vpc={vpcId} route-table={routeTableIds} subnet={subnetIds} security-group={securityGroupIds}",
            // The private name of an interface endpoint is a private hosted zone of AWS.
            "route53:AssociateVPCWithHostedZone hostedzone=* ?privateDnsEnabled",
        ],
        read: [
            "ec2:DescribeVpcEndpoints",
            "ec2:DescribePrefixLists",
            "ec2:DescribeNetworkInterfaces ?subnetIds",
            "ec2:DescribeVpcs",
            "ec2:DescribeSubnets ?subnetIds",
            "ec2:DescribeSecurityGroups ?securityGroupIds",
        ],
        update: {
            "*": [
                "ec2:ModifyVpcEndpoint . route-table={routeTableIds} subnet={subnetIds} security-group={securityGroupIds}",
            ],
        },
        delete: ["ec2:DeleteVpcEndpoints ."],
    }),
};
