/** Roles that a service takes over: it looks, when it is given one, whether the role's trust policy lets it. */
import { policyOf } from "../../../iam/policy";
import { actionMatches } from "../../../iam/match";
import { factsOf } from "../../cloud/store";
import { about, text, type Creation, type Rule } from "./refusal";

const TRUSTED: readonly {
    readonly type: string;
    readonly argument: string;
    readonly service: string;
    readonly code: string;
    readonly source: string;
}[] = [
    {
        ...{
            type: "aws:eks/cluster:Cluster",
            argument: "roleArn",
            service: "eks",
            code: "eks:InvalidParameterException",
        },
        source: "eks CreateCluster, roleArn; https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html; https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2406 has the answer",
    },
    {
        ...{ type: "aws:eks/nodeGroup:NodeGroup", argument: "nodeRoleArn", service: "ec2" },
        ...{ code: "eks:InvalidParameterException" },
        source: "eks CreateNodegroup, nodeRole; https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html; https://github.com/aws/aws-k8s-tester, eks/mng has the answer",
    },
    {
        ...{ type: "aws:rds/instance:Instance", argument: "monitoringRoleArn", service: "monitoring.rds" },
        ...{ code: "rds:InvalidParameterValue" },
        source: "rds CreateDBInstance, MonitoringRoleArn; https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html",
    },
    {
        ...{ type: "aws:backup/selection:Selection", argument: "iamRoleArn", service: "backup" },
        ...{ code: "backup:InvalidParameterValueException" },
        source: "backup CreateBackupSelection, IamRoleArn; https://github.com/hashicorp/terraform-provider-aws, internal/service/backup/selection.go waits for the answer to end",
    },
];

/** A role that is not of this environment is taken as it is. */
export const trust: readonly Rule<Creation>[] = TRUSTED.map(({ type, argument, service, code, source }) =>
    about({
        ...{ id: `trust.${type.split(":")[1] ?? ""}`, types: [type], code, source },
        faultOf: ({ inputs, store }) => {
            const role = store.live("aws:iam/role:Role").find((each) => factsOf(each).arn === inputs[argument]);
            const document = role === undefined ? "" : text(factsOf(role).assumeRolePolicy);
            if (document === "") return undefined;
            const trusts = policyOf("trust", document).statements.some(
                ({ allows, principals = {}, actions }) =>
                    allows &&
                    (principals.Service ?? []).some(
                        (each) => each.replace(/\.amazonaws\.com(\.cn)?$/, "") === service,
                    ) &&
                    actions.some((each) => actionMatches(each, "sts:AssumeRole")),
            );
            return trusts
                ? undefined
                : [
                      `${argument} is ${text(inputs[argument])}, whose trust policy does not let ${service}.amazonaws.com assume it`,
                      `trust ${service}.amazonaws.com in the role's assumeRolePolicy`,
                  ];
        },
    }),
);
