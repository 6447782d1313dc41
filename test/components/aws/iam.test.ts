import assert from "node:assert/strict";
import { policyDocument, ServiceRole, type ServiceRoleArgs } from "../../../components/aws/iam";
import { recorded, scope } from "./fixture.data";
import { output } from "./fixture.network";

const args: ServiceRoleArgs = {
    scope: scope(),
    called: "sender",
    service: "monitoring.rds.amazonaws.com",
    description: "Sends metrics",
};
const made = (change: Partial<ServiceRoleArgs>) => recorded(() => new ServiceRole("sender", { ...args, ...change }));
const trust = (text: unknown) =>
    (JSON.parse(String(text)) as { Statement: [{ Condition?: unknown }] }).Statement[0].Condition;

describe("policy documents", () => {
    it("are the same bytes for the same statements, in the order in which they are written", async () => {
        const text = await output(
            policyDocument([{ Sid: "One", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }]),
        );
        assert.equal(
            text,
            '{"Version":"2012-10-17","Statement":[{"Sid":"One","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}',
        );
    });
});

describe("a service role", () => {
    it("trusts its service for this account only, and for the sources that are named", async () => {
        const role = (await made({ sourceArns: ["arn:aws:rds:*"] })).the("aws:iam/role:Role");
        assert.equal(role.inputs.name, "mindcloud-test-sender");
        assert.deepEqual(trust(role.inputs.assumeRolePolicy), {
            StringEquals: { "aws:SourceAccount": "111122223333" },
            ArnLike: { "aws:SourceArn": ["arn:aws:rds:*"] },
        });
    });

    it("sets no condition for a service that states no source, which could never assume it", async () => {
        const role = (await made({ service: "ec2.amazonaws.com", sendsSource: false })).the("aws:iam/role:Role");
        assert.equal(trust(role.inputs.assumeRolePolicy), undefined);
    });

    it("may do what its statements and managed policies say, in any partition", async () => {
        const graph = await made({
            scope: { ...scope(), partition: "aws-us-gov" },
            statements: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:aws-us-gov:sqs:x" }],
            managedPolicies: ["service-role/AmazonRDSEnhancedMonitoringRole"],
        });
        assert.match(String(graph.the("aws:iam/rolePolicy:RolePolicy").inputs.policy), /sqs:SendMessage/);
        assert.equal(
            graph.the("aws:iam/rolePolicyAttachment:RolePolicyAttachment").inputs.policyArn,
            "arn:aws-us-gov:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
        );
        assert.equal((await made({})).ofType("aws:iam/rolePolicy:RolePolicy").length, 0);
    });
});
