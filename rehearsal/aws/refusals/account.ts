/** What an account limits, and what a night leaves in it. */
import { factsOf } from "../../cloud/store";
import { memoryOf } from "../memory";
import { record, text, wordOf, type Creation, type Deletion, type Rule } from "./refusal";

const EC2_ERRORS = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
const QUOTAS = "https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html";

const VPC_QUOTAS = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html";

/**
 * Quotas that a new account has and a request raises: so many of a type, within one of what `within` names, of those that `only` means. How
 * many vCPU an account may run is asked at no creation here: nodes then do not come, which a plan says (plan/quotas.ts).
 */
const COUNTS: readonly {
    readonly type: string;
    readonly most: number;
    readonly within?: string;
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
        source: `${EC2_ERRORS}; https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html`,
    },
];

const counts = COUNTS.map(({ type: of, most, within, only = {}, code, source }): Rule<Creation> => ({
    id: `account.${of.split(":")[1] ?? of}`,
    source: `${source}; ${QUOTAS}`,
    codes: [code],
    refuses: ({ type, inputs, object, store }) => {
        const isMeant = (facts: Readonly<Record<string, unknown>>): boolean =>
            Object.entries(only).every(([key, value]) => facts[key] === value);
        if (type !== of || object !== undefined || !isMeant(inputs)) return undefined;
        const others = store
            .live(type)
            .map(factsOf)
            .filter((facts) => isMeant(facts) && (within === undefined || facts[within] === inputs[within]));
        if (others.length < most) return undefined;
        return {
            code: wordOf(code),
            problem: `${String(others.length)} exist, and ${String(most)} is what a new account may have`,
            fix: "ask for a higher quota (Service Quotas), or use fewer",
        };
    },
}));

const VAULT = "aws:backup/vault:Vault";
const NIGHT = 24;

/** Twenty-four hours after a plan with a selection points at it, a vault has points. */
const vaultIsEmpty: Rule<Deletion> = {
    id: "account.vaultIsEmpty",
    source: "backup DeleteBackupVault: a vault can be deleted only if it is empty",
    codes: ["backup:InvalidRequestException"],
    refuses: ({ object, store }) => {
        const { createdAt = store.hours } = memoryOf(object);
        if (object.type !== VAULT || factsOf(object).forceDestroy === true || store.hours - createdAt < NIGHT)
            return undefined;
        return {
            code: "InvalidRequestException",
            problem: `the vault ${text(record(factsOf(object)).name)} holds recovery points, one for each volume and night`,
            fix: "delete them first, or set forceDestroy to true (data: disposable) and run up, then delete",
        };
    },
};

/** The common name of a certificate is shorter than the names of its list. */
const commonName: Rule<Creation> = {
    id: "account.commonName",
    source: "acm RequestCertificate, DomainName: 64 octets (RFC 5280); the code is not documented for this case",
    codes: ["acm:ValidationException"],
    refuses: ({ type, inputs }) => {
        const name = text(inputs.domainName);
        if (type !== "aws:acm/certificate:Certificate" || name.length <= 64) return undefined;
        return {
            code: "ValidationException",
            problem: `domainName has ${String(name.length)} characters: a certificate's first name has at most 64`,
            fix: "choose a shorter name, and put the long one into subjectAlternativeNames",
        };
    },
};

export const accountOnCreate: readonly Rule<Creation>[] = [...counts, commonName];
export const accountOnDelete: readonly Rule<Deletion>[] = [vaultIsEmpty];
