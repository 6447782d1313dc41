import { factsOf, type CloudObject } from "../../cloud/store";
import { strings } from "../../wire";
import type { Deletion, Rule } from "./refusal";

export const NETWORK_INTERFACE = "aws:ec2/networkInterface:NetworkInterface";

/** What keeps what from being deleted: holders name the object by id, ARN or name in their own arguments. */
const HELD: Readonly<Record<string, { readonly by: RegExp; readonly code: string; readonly fix: string }>> = {
    "aws:ec2/vpc:Vpc": {
        by: /^aws:ec2\/(subnet|securityGroup|routeTable|natGateway|vpcEndpoint|networkInterface|internetGateway):/,
        code: "DependencyViolation",
        fix: "delete those first; network interfaces that nobody owns are left by load balancers or the CNI: `aws ec2 describe-network-interfaces` finds them",
    },
    "aws:ec2/subnet:Subnet": {
        by: /^aws:(ec2\/(natGateway|vpcEndpoint|networkInterface|instance)|eks\/(cluster|nodeGroup)|efs\/mountTarget|rds\/subnetGroup|elasticache\/subnetGroup|lb\/loadBalancer):/,
        code: "DependencyViolation",
        fix: "delete those first; what a controller in the cluster made must go before the controller does",
    },
    "aws:ec2/securityGroup:SecurityGroup": {
        by: /^aws:(ec2\/(vpcEndpoint|networkInterface|instance)|eks\/cluster|efs\/mountTarget|rds\/instance|elasticache\/replicationGroup|lb\/loadBalancer|vpc\/securityGroup(Ingress|Egress)Rule):/,
        code: "DependencyViolation",
        fix: "delete those first, or take the group out of their list and run up",
    },
    "aws:ec2/internetGateway:InternetGateway": {
        by: /^aws:ec2\/natGateway:/,
        code: "DependencyViolation",
        fix: "delete the NAT gateways first: their public addresses are mapped",
    },
    "aws:eks/cluster:Cluster": {
        by: /^aws:eks\/nodeGroup:/,
        code: "ResourceInUseException",
        fix: "delete its node groups first",
    },
    "aws:iam/role:Role": {
        by: /^aws:iam\/(rolePolicy|rolePolicyAttachment|instanceProfile):/,
        code: "DeleteConflict",
        fix: "delete its policies and attachments first",
    },
    "aws:iam/policy:Policy": {
        by: /^aws:iam\/rolePolicyAttachment:/,
        code: "DeleteConflict",
        fix: "delete its attachments first",
    },
    "aws:rds/subnetGroup:SubnetGroup": {
        by: /^aws:rds\/instance:/,
        code: "InvalidDBSubnetGroupStateFault",
        fix: "delete the instance first",
    },
    "aws:rds/parameterGroup:ParameterGroup": {
        by: /^aws:rds\/instance:/,
        code: "InvalidDBParameterGroupState",
        fix: "delete the instance first",
    },
    "aws:elasticache/subnetGroup:SubnetGroup": {
        by: /^aws:elasticache\/replicationGroup:/,
        code: "CacheSubnetGroupInUse",
        fix: "delete the replication group first",
    },
    "aws:elasticache/parameterGroup:ParameterGroup": {
        by: /^aws:elasticache\/replicationGroup:/,
        code: "InvalidCacheParameterGroupState",
        fix: "delete the replication group first",
    },
    "aws:elasticache/userGroup:UserGroup": {
        by: /^aws:elasticache\/replicationGroup:/,
        code: "InvalidUserGroupState",
        fix: "delete the replication group first",
    },
    "aws:elasticache/user:User": {
        by: /^aws:elasticache\/userGroup:/,
        code: "InvalidUserState",
        fix: "delete the user group first",
    },
    "aws:efs/fileSystem:FileSystem": {
        by: /^aws:efs\/mountTarget:/,
        code: "FileSystemInUse",
        fix: "delete its mount targets first",
    },
    "aws:acm/certificate:Certificate": {
        by: /^aws:lb\/listener:/,
        code: "ResourceInUseException",
        fix: "delete the listener first",
    },
};

const held: Rule<Deletion> = ({ object, store }) => {
    const row = HELD[object.type];
    if (row === undefined) return undefined;
    const facts = factsOf(object);
    const own = new Set(
        [object.id, facts.arn, facts.name].filter((value) => typeof value === "string" && value !== ""),
    );
    const holders = store.live().filter((other) => other !== object && row.by.test(other.type) && names(other, own));
    if (holders.length === 0) return undefined;
    return {
        code: row.code,
        problem: `${object.id} is in use by ${holders.slice(0, 5).map(called).join(", ")}${holders.length > 5 ? ` and ${String(holders.length - 5)} more` : ""}`,
        fix: row.fix,
    };
};

export const inUse: readonly Rule<Deletion>[] = [held];

function names(holder: CloudObject, own: ReadonlySet<unknown>): boolean {
    for (const { path, text } of strings(holder.inputs)) if (path[0] !== "tags" && own.has(text)) return true;
    return false;
}

function called(object: CloudObject): string {
    const [, , kind = object.type] = object.type.split(":");
    return object.type === NETWORK_INTERFACE
        ? `network interface ${object.id} (${object.name})`
        : `${kind} ${object.name}`;
}
