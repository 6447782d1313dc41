/** For each rule of the embedded AWS a request that it refuses, and that passes or is refused otherwise when the rule is gone. */
import { MEMORY } from "../../../rehearsal/aws/memory";
import type { CloudObject, Remainder } from "../../../rehearsal/cloud/store";

type Values = Readonly<Record<string, unknown>>;

export interface Case {
    readonly rule: string;
    readonly on: "create" | "update" | "delete";
    readonly type: string;
    readonly inputs?: Values;
    readonly outputs?: Values;
    readonly id?: string;
    /** What is changed or deleted. */
    readonly object?: { readonly id: string; readonly inputs: Values; readonly outputs?: Values };
    readonly exists?: readonly CloudObject[];
    /** What AWS keeps of earlier objects. */
    readonly leaves?: readonly Remainder[];
    /** Since the cloud began. */
    readonly hours?: number;
    readonly code?: string;
}

export const is = (type: string, id: string, inputs: Values = {}, outputs: Values = {}): CloudObject => ({
    ...{ type, id, name: `the-${id}`, serial: 1, inputs },
    outputs: { ...inputs, ...outputs },
});

export const VPC = is("aws:ec2/vpc:Vpc", "vpc-00000000000000aa", { cidrBlock: "10.0.0.0/16" });
export const subnet = (letter: string, zone = `us-east-1${letter}`, vpcId = VPC.id): CloudObject =>
    is("aws:ec2/subnet:Subnet", `subnet-0000000000000${letter}`.replace(/[g-z]$/, "9"), {
        ...{ vpcId, availabilityZone: zone, cidrBlock: `10.0.${letter.charCodeAt(0)}.0/24` },
    });
export const [A, B, C] = [subnet("a"), subnet("b"), subnet("c")];
export const OTHER_A = subnet("d", "us-east-1a");
export const FAR = subnet("e", "us-east-1f", "vpc-00000000000000ff");
export const CLUSTER = is("aws:eks/cluster:Cluster", "main", { name: "main", version: "1.36" });

export const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
export const INSTANCE = "aws:rds/instance:Instance";
export const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
export const MOUNT = "aws:efs/mountTarget:MountTarget";

/** Types whose second creation AWS refuses, by what makes it the same. */
export const twice = (type: string, inputs: Values, exists: readonly CloudObject[] = []): Case => ({
    ...{ rule: `names.${type.split(":")[1] ?? ""}`, on: "create", type, inputs },
    exists: [...exists, is(type, "other", inputs)],
});
export const sameId = (type: string): Case => ({
    ...{ rule: `names.${type.split(":")[1] ?? ""}`, on: "create", type, id: "same", exists: [is(type, "same")] },
});

export const held = (type: string, holder: string, inputs: Values): Case => ({
    ...{ rule: `inUse.${type.split(":")[1] ?? ""}`, on: "delete", type },
    ...{ object: { id: "x", inputs: { name: "x" } }, exists: [is(holder, "y", inputs)] },
});

export const refers = (rule: string, type: string, inputs: Values): Case => ({ rule, on: "create", type, inputs });

export const cluster = (
    version: string,
    memory: Values,
    hours = 0,
    exists: readonly CloudObject[] = [],
): Omit<Case, "rule"> => ({
    ...{ on: "update", type: CLUSTER.type, inputs: { version }, hours, exists },
    object: { id: "main", inputs: { version: "1.36" }, outputs: { [MEMORY]: memory } },
});
export const UPGRADED = { upgradedFrom: "1.35", upgradedAt: 0 };

export const instance = (before: Values, after: Values, rest: Partial<Case> = {}): Omit<Case, "rule"> => ({
    ...{ on: "update", type: INSTANCE, inputs: { engine: "postgres", instanceClass: "db.t4g.small", ...after } },
    object: { id: "db", inputs: { engine: "postgres", instanceClass: "db.t4g.small", ...before } },
    ...rest,
});

export const group = (before: Values, after: Values, rest: Partial<Case> = {}): Omit<Case, "rule"> => ({
    ...{ on: "update", type: CACHE, inputs: { description: "d", engine: "valkey", ...after } },
    object: { id: "cache", inputs: { description: "d", engine: "valkey", ...before } },
    ...rest,
});

export const inZones = (...subnets: readonly CloudObject[]): Values => ({
    ...{ name: "main", roleArn: "arn:aws:iam::aws:role/r" },
    vpcConfig: { subnetIds: subnets.map(({ id }) => id) },
});

/** A creation that the rule refuses. */
export const asks = (rule: string, type: string, inputs: Values, rest: Partial<Case> = {}): Case => ({
    ...{ rule, on: "create", type, inputs },
    ...rest,
});
