import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { KmsKey } from "../handles";
import { pathName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { ServiceRole, type Statement } from "./iam";

export interface FlowLogsArgs {
    readonly scope: Scope;
    readonly vpcId: pulumi.Input<string>;
    /** Key of the log group; its policy must admit CloudWatch Logs. */
    readonly logsKey: KmsKey;
    /** Days that records are kept (CloudWatch Logs retention). */
    readonly retentionDays: number;
}

/** Of the physical names. */
const CALLED = "network-flow-logs";

/**
 * Rejected connections of a VPC, in an encrypted log group. Satisfies EC2.6 (which asks for REJECT), CKV2_AWS_11, AWS-0178, CKV_AWS_158.
 *
 * REJECT and not ALL: a cluster accepts so many connections that their records cost more than they tell (0.50 USD a GB), while a refused
 * one is what somebody looks for after changing a security group.
 */
export class FlowLogs extends pulumi.ComponentResource {
    readonly logGroupName: pulumi.Output<string>;

    constructor(name: string, args: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:FlowLogs", name, {}, opts);

        const groupName = `/${pathName(args.scope, CALLED)}`;
        const group = this.createGroup(name, groupName, args);
        const role = this.createRole(name, groupName, args.scope);
        this.deliver(name, args.vpcId, group, role);

        this.logGroupName = group.name;
        this.registerOutputs({ logGroupName: this.logGroupName });
    }

    private createGroup(
        name: string,
        groupName: string,
        { logsKey, retentionDays }: FlowLogsArgs,
    ): cloudwatch.LogGroup {
        return new cloudwatch.LogGroup(
            `${name}-group`,
            {
                name: groupName,
                kmsKeyId: logsKey.arn,
                retentionInDays: retentionDays,
                tags: tagsFor(`${name}-group`),
            },
            { parent: this },
        );
    }

    /** May not create log groups, so that a record that arrives late cannot bring a deleted group back, without key and retention. */
    private createRole(name: string, groupName: string, scope: Scope): ServiceRole {
        const logs = `arn:${scope.partition}:logs:${scope.region}:${scope.account}:log-group`;
        const statements: Statement[] = [
            {
                Sid: "WriteRecords",
                Effect: "Allow",
                Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                Resource: [`${logs}:${groupName}`, `${logs}:${groupName}:*`],
            },
            // The service looks for its group in the list of all of them; the action knows no resources (service authorization reference).
            { Sid: "FindTheGroup", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
        ];
        return new ServiceRole(
            `${name}-writer`,
            {
                scope,
                called: `${CALLED}-writer`,
                service: "vpc-flow-logs.amazonaws.com",
                description: "Writes VPC flow logs into one log group",
                sourceArns: [`arn:${scope.partition}:ec2:${scope.region}:${scope.account}:vpc-flow-log/*`],
                statements,
            },
            { parent: this },
        );
    }

    private deliver(name: string, vpcId: pulumi.Input<string>, group: cloudwatch.LogGroup, role: ServiceRole): void {
        new ec2.FlowLog(
            `${name}-log`,
            {
                vpcId,
                trafficType: "REJECT",
                logDestination: group.arn,
                iamRoleArn: role.arn,
                maxAggregationInterval: 60, // seconds, 60 or 600: who waits for a refusal wants it soon, and refusals are few
                tags: tagsFor(`${name}-log`),
            },
            { parent: this, dependsOn: [role] },
        );
    }
}
