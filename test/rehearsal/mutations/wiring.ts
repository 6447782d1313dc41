/** How the parts of a VPC hang together, and how many of each an account has. */
import { A, asks, B, FAR, INSTANCE, is, OTHER_A, subnet, VPC, type Case } from "./case";
import { FAR_GROUP } from "./requests";

type Values = NonNullable<Case["inputs"]>;

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const NAT = "aws:ec2/natGateway:NatGateway";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment";
const GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const OWN_GROUP = is(GROUP, "sg-00000000000000aa", { vpcId: VPC.id });
const OUT = is(GATEWAY, "igw-00000000000000aa", { vpcId: VPC.id });
const NAMED = is(VPC.type, VPC.id, { cidrBlock: "10.0.0.0/16", enableDnsSupport: true, enableDnsHostnames: true });
const endpoint = (inputs: Values): Values => ({
    ...{ vpcId: VPC.id, serviceName: "com.amazonaws.us-east-1.sts", vpcEndpointType: "Interface", ...inputs },
});

const PARTS: readonly Case[] = [
    ...["default", "sg-mine"].map((name) =>
        asks("wiring.groupName", GROUP, { name, vpcId: VPC.id }, { exists: [VPC] }),
    ),
    ...[
        { fromPort: 443, toPort: 80 },
        { fromPort: 0, toPort: 65_536 },
    ].map((range) =>
        asks("wiring.ports", INGRESS, { securityGroupId: "g", ipProtocol: "tcp", cidrIpv4: "10.0.0.0/8", ...range }),
    ),
    asks(
        "wiring.sourceGroup",
        INGRESS,
        { securityGroupId: OWN_GROUP.id, referencedSecurityGroupId: FAR_GROUP.id, ipProtocol: "-1" },
        { exists: [OWN_GROUP, FAR_GROUP] },
    ),
    asks("wiring.oneSubnetAZone", ENDPOINT, endpoint({ subnetIds: [A.id, OTHER_A.id] }), { exists: [VPC, A, OTHER_A] }),
    asks(
        "wiring.oneSubnetAZone",
        ATTACHMENT,
        { transitGatewayId: "tgw-00000000", vpcId: VPC.id, subnetIds: [A.id, OTHER_A.id] },
        { exists: [VPC, A, OTHER_A] },
    ),
    asks("wiring.privateNames", ENDPOINT, endpoint({ privateDnsEnabled: true }), { exists: [VPC] }),
    asks("wiring.privateNames", ENDPOINT, endpoint({ privateDnsEnabled: true }), {
        exists: [NAMED, is(ENDPOINT, "vpce-00000000", endpoint({ privateDnsEnabled: true }))],
    }),
    asks("wiring.oneGateway", GATEWAY, { vpcId: VPC.id }, { exists: [VPC, OUT] }),
    asks("wiring.natReachesOut", NAT, { subnetId: A.id }, { exists: [VPC, A] }),
    asks(
        "wiring.natAddress",
        NAT,
        { subnetId: A.id, allocationId: "eipalloc-00000000" },
        {
            exists: [
                ...[VPC, A, B, OUT, is("aws:ec2/eip:Eip", "eipalloc-00000000")],
                is(NAT, "nat-00000000", { subnetId: B.id, allocationId: "eipalloc-00000000" }),
            ],
        },
    ),
    asks(
        "wiring.oneTable",
        ASSOCIATION,
        { subnetId: A.id, routeTableId: "r" },
        {
            exists: [VPC, A, is(ASSOCIATION, "rtbassoc-00000000", { subnetId: A.id, routeTableId: "q" })],
        },
    ),
    asks(
        "wiring.gatewayOfVpc",
        "aws:ec2/route:Route",
        { routeTableId: "rtb-00000000", gatewayId: "igw-00000000000000ff", destinationCidrBlock: "0.0.0.0/0" },
        {
            exists: [
                is("aws:ec2/routeTable:RouteTable", "rtb-00000000", { vpcId: VPC.id }),
                is(GATEWAY, "igw-00000000000000ff", { vpcId: FAR.id }),
            ],
        },
    ),
];

const many = (type: string, count: number, inputs: Values = {}): NonNullable<Case["exists"]> =>
    Array.from({ length: count }, (_, each) => is(type, `x${each}`, inputs));

const FULL: readonly Case[] = [
    asks(
        "account.ec2/natGateway",
        NAT,
        { subnetId: A.id },
        {
            // Five in one zone, whatever the subnet and the VPC.
            exists: [VPC, OUT, A, OTHER_A, ...many(NAT, 5, { subnetId: OTHER_A.id })],
        },
    ),
    asks("account.ec2/internetGateway", GATEWAY, { vpcId: VPC.id }, { exists: [VPC, ...many(GATEWAY, 5)] }),
    asks(
        "account.ec2/subnet",
        A.type,
        { vpcId: VPC.id, cidrBlock: "10.0.0.0/28" },
        {
            exists: [VPC, ...many(subnet("a").type, 200, { vpcId: VPC.id })],
        },
    ),
    asks(
        "account.ec2/routeTable",
        "aws:ec2/routeTable:RouteTable",
        { vpcId: VPC.id },
        {
            exists: [VPC, ...many("aws:ec2/routeTable:RouteTable", 200, { vpcId: VPC.id })],
        },
    ),
    asks(
        "account.ec2/vpcIpv4CidrBlockAssociation",
        "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
        { vpcId: VPC.id, cidrBlock: "100.64.0.0/16" },
        {
            exists: [
                VPC,
                ...many("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", 4, { vpcId: VPC.id }),
            ],
        },
    ),
    asks("account.rds/instance", INSTANCE, { instanceClass: "db.t4g.small" }, { exists: many(INSTANCE, 40) }),
    ...(
        [
            ["subnetGroup:SubnetGroup", 50, { name: "n", subnetIds: ["s"] }],
            ["parameterGroup:ParameterGroup", 50, { name: "n", family: "postgres17" }],
            ["eventSubscription:EventSubscription", 20, { name: "n", snsTopic: "t" }],
        ] as const
    ).map(([type, most, inputs]) =>
        asks(`account.rds/${type.split(":")[0] ?? ""}`, `aws:rds/${type}`, inputs, {
            exists: many(`aws:rds/${type}`, most),
        }),
    ),
    asks(
        "account.iam/rolePolicyAttachment",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        { role: "r", policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
        {
            exists: [
                is("aws:iam/role:Role", "r", { name: "r" }),
                ...many("aws:iam/rolePolicyAttachment:RolePolicyAttachment", 10, { role: "r" }),
            ],
        },
    ),
    asks("account.iam/role", "aws:iam/role:Role", { name: "r" }, { exists: many("aws:iam/role:Role", 1000) }),
    asks(
        "account.eks/cluster",
        "aws:eks/cluster:Cluster",
        { name: "c" },
        { exists: many("aws:eks/cluster:Cluster", 100) },
    ),
];

export const WIRING: readonly Case[] = [...PARTS, ...FULL];
