/** What EC2 refuses of how the parts of a VPC hang together. Parts that are not of this environment are taken as they are. */
import { repeated } from "../../../config/checks/check";
import { factsOf, type Store } from "../../cloud/store";
import { about, text, texts, type Creation, type Rule } from "./refusal";
import { placesOf } from "./zones";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const NAT = "aws:ec2/natGateway:NatGateway";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment";
const GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const RULES = ["Ingress", "Egress"].map((way) => `aws:vpc/securityGroup${way}Rule:SecurityGroup${way}Rule`);
const ERRORS = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
const VPC_GUIDE = "https://docs.aws.amazon.com/vpc/latest";

function factsIn(store: Store, type: string, id: unknown): Readonly<Record<string, unknown>> | undefined {
    const found = store.find(type, text(id));
    return found && factsOf(found);
}

const others = ({ store, object }: Creation, type: string) =>
    store
        .live(type)
        .filter(({ id }) => id !== object?.id)
        .map((each) => ({ name: each.name, facts: factsOf(each) }));

/** Another one of the same kind that has what only one can have. */
const taken = (creation: Creation, type: string, argument: string): string | undefined => {
    const wanted = creation.inputs[argument];
    return wanted === undefined
        ? undefined
        : others(creation, type).find(({ facts }) => facts[argument] === wanted)?.name;
};

const groupName = about({
    ...{ id: "wiring.groupName", types: [GROUP], code: "ec2:InvalidParameterValue" },
    source: `ec2 CreateSecurityGroup, GroupName; ${ERRORS}`,
    faultOf: ({ inputs }) => {
        const name = text(inputs.name);
        return name === "default" || name.startsWith("sg-")
            ? [`name "${name}" is reserved: a group is not called default, and does not begin with sg-`, "rename it"]
            : undefined;
    },
});

const ports = about({
    ...{ id: "wiring.ports", types: RULES, code: "ec2:InvalidParameterValue" },
    source: `ec2 AuthorizeSecurityGroupIngress, IpPermission; ${ERRORS}`,
    faultOf: ({ inputs }) => {
        const [from, to] = [Number(inputs.fromPort), Number(inputs.toPort)];
        if (!["tcp", "udp", "6", "17"].includes(text(inputs.ipProtocol))) return undefined;
        return from > to || from < 0 || to > 65_535
            ? [`fromPort ${from} to toPort ${to} is no range of ports`, "write the lower port first"]
            : undefined;
    },
});

const sourceGroup = about({
    ...{ id: "wiring.sourceGroup", types: RULES, code: "ec2:InvalidGroup.NotFound" },
    source: `${ERRORS}; ${VPC_GUIDE}/userguide/security-group-rules.html`,
    faultOf: ({ inputs, store }) => {
        const [own, other] = [inputs.securityGroupId, inputs.referencedSecurityGroupId].map((id) =>
            factsIn(store, GROUP, id),
        );
        return own === undefined || other === undefined || own.vpcId === other.vpcId
            ? undefined
            : ["securityGroupId and referencedSecurityGroupId are of different VPCs", "name the other VPC's block"];
    },
});

/** Of a subnet list that makes interfaces. */
const oneSubnetAZone = about({
    ...{ id: "wiring.oneSubnetAZone", types: [ENDPOINT, ATTACHMENT], code: "ec2:DuplicateSubnetsInSameZone" },
    source: `ec2 CreateVpcEndpoint, CreateTransitGatewayVpcAttachment: SubnetIds; ${ERRORS}`,
    faultOf: ({ inputs, store }) => {
        const zones = (placesOf(texts(inputs.subnetIds), store) ?? []).map(({ zone }) => zone);
        const twice = repeated(zones)[0]?.value;
        return twice === undefined ? undefined : [`subnetIds has two subnets in ${twice}`, "pass one subnet a zone"];
    },
});

const privateNames = about({
    ...{ id: "wiring.privateNames", types: [ENDPOINT], code: "ec2:InvalidParameter" },
    source: `ec2 CreateVpcEndpoint, PrivateDnsEnabled; ${VPC_GUIDE}/privatelink/create-interface-endpoint.html; https://github.com/hashicorp/terraform-provider-aws/issues/17535 has the answer`,
    faultOf: (creation) => {
        const { inputs, store } = creation;
        if (inputs.privateDnsEnabled !== true) return undefined;
        const vpc = factsIn(store, "aws:ec2/vpc:Vpc", inputs.vpcId);
        if (vpc !== undefined && (vpc.enableDnsSupport === false || vpc.enableDnsHostnames !== true))
            return [
                "privateDnsEnabled is true, and the VPC lacks enableDnsSupport or enableDnsHostnames",
                "turn both on in the VPC",
            ];
        const other = others(creation, ENDPOINT).find(
            ({ facts }) =>
                facts.vpcId === inputs.vpcId &&
                facts.serviceName === inputs.serviceName &&
                facts.privateDnsEnabled === true,
        );
        return other === undefined
            ? undefined
            : [
                  `privateDnsEnabled is true, and ${other.name} has the same names in this VPC already`,
                  "keep one endpoint a service",
              ];
    },
});

const oneGateway = about({
    ...{ id: "wiring.oneGateway", types: [GATEWAY], code: "ec2:InvalidParameterValue" },
    source: `ec2 AttachInternetGateway; ${VPC_GUIDE}/userguide/amazon-vpc-limits.html: one internet gateway a VPC`,
    faultOf: (creation) => {
        const other = taken(creation, GATEWAY, "vpcId");
        return other === undefined
            ? undefined
            : [`${text(creation.inputs.vpcId)} has an internet gateway already (${other})`, "route through that one"];
    },
});

const natReachesOut = about({
    ...{ id: "wiring.natReachesOut", types: [NAT], code: "ec2:Gateway.NotAttached" },
    source: `ec2 NatGateway, FailureCode; ${VPC_GUIDE}/userguide/nat-gateway-troubleshooting.html`,
    faultOf: ({ inputs, store }) => {
        const vpcId = factsIn(store, "aws:ec2/subnet:Subnet", inputs.subnetId)?.vpcId;
        if (inputs.connectivityType === "private" || factsIn(store, "aws:ec2/vpc:Vpc", vpcId) === undefined)
            return undefined;
        return store.live(GATEWAY).some((each) => factsOf(each).vpcId === vpcId)
            ? undefined
            : [`${text(vpcId)} has no internet gateway`, "attach one first"];
    },
});

const natAddress = about({
    ...{ id: "wiring.natAddress", types: [NAT], code: "ec2:Resource.AlreadyAssociated" },
    source: `ec2 NatGateway, FailureCode; ${ERRORS}`,
    faultOf: (creation) => {
        const other = taken(creation, NAT, "allocationId");
        return other === undefined
            ? undefined
            : [`allocationId ${text(creation.inputs.allocationId)} is that of ${other}`, "pass an address of its own"];
    },
});

const oneTable = about({
    ...{ id: "wiring.oneTable", types: [ASSOCIATION], code: "ec2:Resource.AlreadyAssociated" },
    source: `ec2 AssociateRouteTable; ${ERRORS}`,
    faultOf: (creation) => {
        const other = taken(creation, ASSOCIATION, "subnetId");
        return other === undefined
            ? undefined
            : [`${text(creation.inputs.subnetId)} has a route table already (${other})`, "change that association"];
    },
});

const gatewayOfVpc = about({
    ...{ id: "wiring.gatewayOfVpc", types: ["aws:ec2/route:Route"], code: "ec2:InvalidParameterValue" },
    source: `ec2 CreateRoute, GatewayId; ${ERRORS}`,
    faultOf: ({ inputs, store }) => {
        const table = factsIn(store, "aws:ec2/routeTable:RouteTable", inputs.routeTableId);
        const gateway = factsIn(store, GATEWAY, inputs.gatewayId);
        return table === undefined || gateway === undefined || table.vpcId === gateway.vpcId
            ? undefined
            : ["routeTableId and gatewayId are of different VPCs", "pass the gateway of the table's VPC"];
    },
});

export const wiring: readonly Rule<Creation>[] = [
    groupName,
    ports,
    sourceGroup,
    oneSubnetAZone,
    privateNames,
    oneGateway,
    natReachesOut,
    natAddress,
    oneTable,
    gatewayOfVpc,
];
