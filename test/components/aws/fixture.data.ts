/** What data stores are given in tests: an environment's scope, and handles whose values come from nowhere. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { AlarmTopic, ClusterSecurity, KmsKey, Network } from "../../../components/handles";
import type { Scope } from "../../../components/scope";
import { isUnknown, Secret, type Graph } from "../../../plan/graph";
import { record } from "../../../plan/record";

export const scope = (data: Scope["data"] = "keep", highlyAvailable = true): Scope => ({
    project: "mindcloud",
    stack: "test",
    account: "111122223333",
    region: "eu-central-1",
    partition: "aws",
    data,
    highlyAvailable,
});

export const key = (domain: string): KmsKey => ({
    arn: pulumi.output(`arn:aws:kms:eu-central-1:111122223333:key/${domain}`),
});
export const alarms: AlarmTopic = { topicArn: pulumi.output("arn:aws:sns:eu-central-1:111122223333:alarms") };
export const security: ClusterSecurity = {
    nodeSecurityGroupId: pulumi.output("sg-nodes"),
    rules: [],
    controlPlaneSecurityGroupId: pulumi.output("sg-control"),
};

const subnets = (kind: string, third: number) => ({
    ids: ["a", "b", "c"].map((zone) => pulumi.output(`subnet-${kind}-${zone}`)),
    cidrs: ["a", "b", "c"].map((_, index) => `10.20.${String(third + index)}.0/24`),
});
export const network: Network = {
    vpcId: pulumi.output("vpc-test"),
    cidr: "10.20.0.0/16",
    zoneNames: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    public: subnets("public", 0),
    private: subnets("private", 4),
    data: subnets("data", 8),
    egress: [],
};

export const recorded = async (program: () => unknown, mode: "preview" | "update" = "update"): Promise<Graph> =>
    (await record(program, { project: "mindcloud", stack: "test", mode })).graph;

export interface PolicyStatement {
    readonly Sid: string;
    readonly Effect: string;
    readonly Principal: unknown;
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
    readonly Condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Statements of a policy by Sid. Asking for one that is missing fails the test. */
export function statementsOf(policy: unknown): {
    readonly of: (sid: string) => PolicyStatement;
    readonly sids: readonly string[];
} {
    const { Statement } = JSON.parse(String(policy)) as { Statement: readonly PolicyStatement[] };
    const sids = Statement.map(({ Sid }) => Sid);
    return {
        sids,
        of: (sid) =>
            Statement.find(({ Sid }) => Sid === sid) ?? assert.fail(`no statement ${sid} among ${sids.join(", ")}`),
    };
}

/** Every string in the inputs of a graph that is not marked as secret. */
export function clearText(value: unknown): string[] {
    if (value instanceof Secret || isUnknown(value)) return [];
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(clearText) : [];
}
