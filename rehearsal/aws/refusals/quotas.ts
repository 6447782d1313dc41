/** Quotas that a new account has. */
import { factsOf, type Store } from "../../cloud/store";
import { text, wordOf, type Creation, type Rule } from "./refusal";

const EC2_ERRORS = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
const QUOTAS = "https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html";

const ENDPOINT_QUOTAS = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html";
const RDS_QUOTAS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html";
const IAM_QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const VPC_QUOTAS = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html";

/**
 * A request raises them: so many of a type, within one of what `within` names, of those that `only` means. How
 * many vCPU an account may run is asked at no creation here: nodes then do not come, which a plan says (plan/quotas.ts).
 */
export const COUNTS: readonly {
    readonly type: string;
    readonly most: number;
    readonly within?: string | ((facts: Readonly<Record<string, unknown>>, store: Store) => string);
    readonly only?: Readonly<Record<string, unknown>>;
    readonly code: string;
    readonly source: string;
}[] = [
    {
        type: "aws:ec2/eip:Eip",
        most: 5,
        code: "ec2:AddressLimitExceeded",
        source: `${EC2_ERRORS}; ${VPC_QUOTAS}`,
    },
    {
        type: "aws:ec2/vpc:Vpc",
        most: 5,
        code: "ec2:VpcLimitExceeded",
        source: `${EC2_ERRORS}; ${VPC_QUOTAS}`,
    },
    {
        type: "aws:eks/nodeGroup:NodeGroup",
        most: 30,
        within: "clusterName",
        code: "eks:ResourceLimitExceededException",
        source: "eks CreateNodegroup; https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html",
    },
    // Those of either direction by themselves.
    ...["Ingress", "Egress"].map((way) => ({
        type: `aws:vpc/securityGroup${way}Rule:SecurityGroup${way}Rule`,
        most: 60,
        within: "securityGroupId",
        code: "ec2:RulesPerSecurityGroupLimitExceeded",
        source: `${EC2_ERRORS}; ${VPC_QUOTAS}`,
    })),
    {
        type: "aws:ec2/vpcEndpoint:VpcEndpoint",
        most: 50,
        within: "vpcId",
        only: { vpcEndpointType: "Interface" },
        code: "ec2:VpcEndpointLimitExceeded",
        source: `${EC2_ERRORS}; ${ENDPOINT_QUOTAS}`,
    },
    {
        ...{ type: "aws:ec2/natGateway:NatGateway", most: 5, within: zoneOf, code: "ec2:NatGatewayLimitExceeded" },
        source: `${EC2_ERRORS}; ${VPC_QUOTAS}; https://github.com/eksctl-io/eksctl/issues/560 has the answer`,
    },
    {
        ...{ type: "aws:ec2/internetGateway:InternetGateway", most: 5, code: "ec2:InternetGatewayLimitExceeded" },
        source: `${EC2_ERRORS}; ${VPC_QUOTAS}`,
    },
    {
        ...{ type: "aws:ec2/subnet:Subnet", most: 200, within: "vpcId", code: "ec2:SubnetLimitExceeded" },
        source: `${EC2_ERRORS}; ${VPC_QUOTAS}`,
    },
    {
        ...{ type: "aws:ec2/routeTable:RouteTable", most: 200, within: "vpcId", code: "ec2:RouteTableLimitExceeded" },
        source: `${EC2_ERRORS}; ${VPC_QUOTAS}`,
    },
    {
        ...{ type: "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", most: 4, within: "vpcId" },
        ...{ code: "ec2:CidrLimitExceeded", source: `${EC2_ERRORS}; ${VPC_QUOTAS}: five blocks with the first` },
    },
    ...[
        {
            type: "aws:rds/instance:Instance",
            most: 40,
            code: "rds:InstanceQuotaExceeded",
            source: "rds CreateDBInstance",
        },
        {
            ...{ type: "aws:rds/subnetGroup:SubnetGroup", most: 50, code: "rds:DBSubnetGroupQuotaExceeded" },
            source: "rds CreateDBSubnetGroup",
        },
        {
            ...{ type: "aws:rds/parameterGroup:ParameterGroup", most: 50, code: "rds:DBParameterGroupQuotaExceeded" },
            source: "rds CreateDBParameterGroup",
        },
        {
            ...{ type: "aws:rds/eventSubscription:EventSubscription", most: 20 },
            ...{ code: "rds:EventSubscriptionQuotaExceeded", source: "rds CreateEventSubscription" },
        },
    ].map((row) => ({ ...row, source: `${row.source}; ${RDS_QUOTAS}` })),
    {
        ...{ type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", most: 10, within: "role" },
        ...{ code: "iam:LimitExceeded", source: `iam AttachRolePolicy; ${IAM_QUOTAS}` },
    },
    {
        ...{ type: "aws:iam/role:Role", most: 1000, code: "iam:LimitExceeded" },
        source: `iam CreateRole; ${IAM_QUOTAS}`,
    },
    {
        ...{ type: "aws:eks/cluster:Cluster", most: 100, code: "eks:ResourceLimitExceededException" },
        source: "eks CreateCluster; https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html",
    },
];

export const quotas: readonly Rule<Creation>[] = COUNTS.map(
    ({ type: of, most, within, only = {}, code, source }): Rule<Creation> => ({
        id: `account.${of.split(":")[1] ?? of}`,
        source: `${source}; ${QUOTAS}`,
        codes: [code],
        refuses: ({ type, inputs, object, store }) => {
            const isMeant = (facts: Readonly<Record<string, unknown>>): boolean =>
                Object.entries(only).every(([key, value]) => facts[key] === value);
            if (type !== of || object !== undefined || !isMeant(inputs)) return undefined;
            const placeOf = (facts: Readonly<Record<string, unknown>>): unknown =>
                typeof within === "function" ? within(facts, store) : within === undefined ? "" : facts[within];
            const others = store
                .live(type)
                .map(factsOf)
                .filter((facts) => isMeant(facts) && placeOf(facts) === placeOf(inputs));
            if (others.length < most) return undefined;
            return {
                code: wordOf(code),
                problem: `${String(others.length)} exist, and ${String(most)} is what a new account may have`,
                fix: "ask for a higher quota (Service Quotas), or use fewer",
            };
        },
    }),
);

/** A subnet that the stack file names is taken for a zone of its own. */
function zoneOf({ subnetId }: Readonly<Record<string, unknown>>, store: Store): string {
    const subnet = store.find("aws:ec2/subnet:Subnet", text(subnetId));
    return subnet === undefined ? text(subnetId) : text(factsOf(subnet).availabilityZone);
}
