import { z } from "zod";
import { cidr, publicCidr, logRetentionDays, roleOrUserArn } from "./primitives";
import { MINORS } from "../versions";

export const minor = z.enum(
    MINORS,
    `is not a Kubernetes version that mindcloud supports | choose ${MINORS.join(" or ")}, in quotes`,
);

export const cluster = z.strictObject({
    kubernetes: minor.describe("Kubernetes minor of the control plane. EKS upgrades one minor at a time."),
    controlPlaneZones: z
        .union([z.literal(2), z.literal(3)], "must be 2 or 3: EKS needs subnets of two zones | write 2 or 3")
        .describe(
            "Zones that the control plane has its interfaces in, the first of network.zoneNames. EKS never takes another set; nodes may use more zones. 3 for a cluster that was made with three.",
        ),
    access: z
        .record(roleOrUserArn, z.enum(["admin", "operate", "view"]))
        .describe(
            "Who can reach the Kubernetes API, by IAM principal (EKS access entries). The role that deploys must be an admin. There is no creator admin.",
        ),
    endpoint: z.strictObject({
        publicCidrs: z
            .array(publicCidr)
            .max(40, "EKS takes at most 40 public CIDR blocks | join neighbouring blocks")
            .describe(
                "CIDR blocks that may reach the API from the internet. [] means private only and needs deployment.runner.",
            ),
    }),
    logRetentionDays: logRetentionDays.describe("Days that the five control plane logs are kept."),
    logGroup: z
        .enum(["create", "adopt"])
        .describe(
            "Log group of the control plane. EKS writes it again after pulumi destroy (terraform-aws-eks issue 2763): adopt takes over the one that is there, and changes nothing once that is done. make down deletes it.",
        ),
    dnsRewrites: z
        .record(
            z
                .string()
                .regex(
                    /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i,
                    "is not a DNS name | use letters, digits, dots, dashes and underscores",
                ),
            z
                .string()
                .regex(
                    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i,
                    "is not a DNS name | write service.namespace.svc.cluster.local",
                ),
        )
        .describe("Names that CoreDNS answers with another name (rewrite name exact). Systems add their own."),
});

export const deployment = z.strictObject({
    runner: z
        .enum(["vpc", "vpn"])
        .optional()
        .describe(
            "How deployments reach a private API endpoint: a runner inside the VPC, or a network connected by VPN or peering. No default.",
        ),
    runnerCidrs: z
        .array(cidr)
        .max(40, "fills the security group, which takes 60 rules (VPC quotas) | join neighbouring blocks")
        .describe(
            "CIDR blocks of that runner; the cluster's security group admits them on TCP 443. With runner vpc, [] admits the whole VPC.",
        ),
    permissionsBoundary: z
        .string()
        .regex(
            /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/,
            "is not the ARN of an IAM policy | write the PermissionsBoundaryPrefix that bootstrap/account.yaml puts out, with the stack's name",
        )
        .optional()
        .describe(
            "ARN of the IAM policy that bounds every role made here. The deploy roles of bootstrap/account.yaml may make no others. No default.",
        ),
});
