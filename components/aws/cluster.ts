/** The EKS control plane. It needs subnets, its role and its keys, and nothing that takes long: above all no NAT gateway. */
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import { serviceRange } from "../../config/service-range";
import type { Minor } from "../../config/versions";
import { DATA_PROTECTION } from "../data-policy";
import type { ClusterSecurity, KmsKey, Network } from "../handles";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { grantAccess, type AccessLevel } from "./access";
import { ServiceRole } from "./iam";
import { clusterArn, type NamedCluster } from "./pod-identity";

export interface ClusterArgs {
    readonly scope: Scope;
    /** Physical name of the cluster (EKS: 1 to 100 characters), plain: it is part of ARNs, of log group names and of the kubeconfig. */
    readonly clusterName: string;
    /** Kubernetes minor of the control plane (EKS `version`). EKS upgrades one minor at a time. */
    readonly kubernetes: Minor;
    /** Zones of the control plane, the first of the network's. EKS refuses another set for the life of the cluster (user guide, "Subnet requirements"). */
    readonly controlPlaneZones: number;
    /** Who can reach the Kubernetes API, by ARN of the IAM role or user (EKS access entries). */
    readonly access: Readonly<Record<string, AccessLevel>>;
    /** CIDR blocks that may reach the API from the internet, at most 40; none makes the endpoint private only. */
    readonly publicCidrs: readonly string[];
    /** Days that the control plane's logs are kept; one of the numbers that CloudWatch Logs takes. */
    readonly logRetentionDays: number;
    /** `adopt`: the group is there, because EKS wrote it after the cluster of this name had been destroyed. */
    readonly logGroup: "create" | "adopt";
    readonly network: Pick<Network, "cidr" | "private">;
    readonly security: Pick<ClusterSecurity, "controlPlaneSecurityGroupId">;
    /** Key for the envelope encryption of Kubernetes Secrets. EKS never lets go of it: changing it replaces the cluster. */
    readonly key: KmsKey;
    /** Key for the log group. */
    readonly logsKey: KmsKey;
}

/** Its name is EKS's choice. */
const logGroupOf = (clusterName: string): string => `/aws/eks/${clusterName}/cluster`;

/** All that EKS can log. The audit log is what alarms and investigations read. */
const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/**
 * The control plane with its role, log group and access entries. Nobody is admin for having created it.
 * Satisfies EKS.1 (private only; with `publicCidrs` exactly these), EKS.2, EKS.3, EKS.8, CKV_AWS_37/38/39/58/339, CIS EKS 2.1.1, 4.1.7, 5.3.1, 5.4.1.
 */
export class Cluster extends pulumi.ComponentResource implements NamedCluster {
    readonly clusterName: string;
    readonly name: pulumi.Output<string>;
    readonly arn: pulumi.Output<string>;
    readonly endpoint: pulumi.Output<string>;
    /** PEM of the certificate authority, base64. */
    readonly certificateAuthority: pulumi.Output<string>;
    readonly kubernetes: Minor;
    /** Block of Service addresses; outside the VPC's. NetworkPolicies name it. */
    readonly serviceCidr: string;
    /** Access entries and their policies: before them even the deploy role gets "Unauthorized". */
    readonly access: readonly pulumi.Resource[];

    constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:Cluster", name, {}, opts);
        this.clusterName = args.clusterName;
        this.kubernetes = args.kubernetes;
        this.serviceCidr = serviceRange(args.network.cidr);

        const role = this.createRole(name, args);
        const logGroup = this.createLogGroup(name, args);
        const cluster = this.createCluster(name, args, role, logGroup);
        this.access = grantAccess(name, { scope: args.scope, clusterName: cluster.name, access: args.access }, this);

        this.name = cluster.name;
        this.arn = cluster.arn;
        this.endpoint = cluster.endpoint;
        this.certificateAuthority = cluster.certificateAuthority.data;
        this.registerOutputs({ name: this.name, arn: this.arn, endpoint: this.endpoint });
    }

    private createRole(name: string, { scope, clusterName, key }: ClusterArgs): ServiceRole {
        return new ServiceRole(
            `${name}-control-plane`,
            {
                scope,
                called: "cluster-control-plane",
                service: "eks.amazonaws.com",
                description: `Control plane of EKS cluster ${clusterName}`,
                sourceArns: [clusterArn(scope, clusterName)],
                managedPolicies: ["AmazonEKSClusterPolicy"],
                statements: [
                    {
                        Sid: "EncryptSecrets",
                        Effect: "Allow",
                        // DescribeKey is in its managed policy.
                        Action: ["kms:Decrypt", "kms:Encrypt", "kms:ListGrants"],
                        Resource: key.arn,
                    },
                ],
            },
            { parent: this },
        );
    }

    /**
     * EKS writes to the group of this name, and makes it itself when it is missing: unencrypted, and kept for ever. Its service-linked role
     * does so even minutes after the cluster is gone (terraform-aws-modules/terraform-aws-eks issues 2446 and 2763).
     */
    private createLogGroup(name: string, args: ClusterArgs): cloudwatch.LogGroup {
        const group = logGroupOf(args.clusterName);
        return new cloudwatch.LogGroup(
            `${name}-logs`,
            {
                name: group,
                retentionInDays: args.logRetentionDays,
                kmsKeyId: args.logsKey.arn,
                tags: tagsFor(`${name}-logs`),
            },
            { parent: this, ...(args.logGroup === "adopt" && { import: group }) },
        );
    }

    private createCluster(
        name: string,
        args: ClusterArgs,
        role: ServiceRole,
        logGroup: cloudwatch.LogGroup,
    ): eks.Cluster {
        const isPublic = args.publicCidrs.length > 0;
        return new eks.Cluster(
            `${name}-cluster`,
            {
                name: args.clusterName,
                version: args.kubernetes,
                roleArn: role.arn,
                accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
                bootstrapSelfManagedAddons: false,
                deletionProtection: DATA_PROTECTION[args.scope.data].deletionProtection,
                enabledClusterLogTypes: LOG_TYPES,
                encryptionConfig: { provider: { keyArn: args.key.arn }, resources: ["secrets"] },
                kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: this.serviceCidr },
                // The alternative, EXTENDED, silently costs six times as much once a minor is 14 months old.
                upgradePolicy: { supportType: "STANDARD" },
                vpcConfig: {
                    subnetIds: args.network.private.ids.slice(0, args.controlPlaneZones),
                    securityGroupIds: [args.security.controlPlaneSecurityGroupId],
                    endpointPrivateAccess: true,
                    endpointPublicAccess: isPublic,
                    ...(isPublic && { publicAccessCidrs: [...args.publicCidrs].sort() }),
                },
                tags: tagsFor(`${name}-cluster`),
            },
            {
                parent: this,
                dependsOn: [role, logGroup],
                // 9 to 12 minutes as a rule; an upgrade of the minor up to 40.
                customTimeouts: { create: "30m", update: "60m", delete: "20m" },
            },
        );
    }
}
