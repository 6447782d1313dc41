import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import type { Subnets } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { policyDocument } from "./iam";

export interface InterfaceEndpointsArgs {
    readonly scope: Scope;
    readonly vpcId: pulumi.Input<string>;
    /** Where the endpoints get their interfaces, one a zone, and who may use them. */
    readonly subnets: Subnets;
    /** Service names without `com.amazonaws.<region>.`, for example `ecr.api`. At least one. */
    readonly services: readonly string[];
}

/**
 * AWS services inside the VPC (AWS PrivateLink), under their usual DNS names, for principals of this account only.
 * Satisfies EC2.10, EC2.55, EC2.56, EC2.57, EC2.58, EC2.60 for the services that are listed.
 */
export class InterfaceEndpoints extends pulumi.ComponentResource {
    /** What must be there before somebody in the VPC can use one of the services. */
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: InterfaceEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:InterfaceEndpoints", name, {}, opts);

        const group = this.createSecurityGroup(name, args);
        const rules = this.admitSubnets(name, group, args.subnets);
        const endpoints = args.services.map((service) => this.createEndpoint(name, service, group, args));

        this.ready = [...endpoints, ...rules];
        this.registerOutputs({ endpointIds: endpoints.map((endpoint) => endpoint.id) });
    }

    /** An endpoint answers and never calls, so there is no egress rule. */
    private createSecurityGroup(name: string, { scope, vpcId }: InterfaceEndpointsArgs): ec2.SecurityGroup {
        return new ec2.SecurityGroup(
            `${name}-security-group`,
            {
                vpcId,
                namePrefix: `${physicalName(scope, "securityGroup", "network-endpoints", 27)}-`,
                description: "Interface endpoints of AWS services",
                tags: tagsFor(`${name}-security-group`),
            },
            { parent: this },
        );
    }

    /** By block and not by the nodes' security group, which would make the network wait for the cluster's parts. */
    private admitSubnets(name: string, group: ec2.SecurityGroup, { cidrs }: Subnets): readonly pulumi.Resource[] {
        return cidrs.map((cidr) => {
            const ruleName = `${name}-from-${cidr.replace("/", "-")}`;
            return new vpc.SecurityGroupIngressRule(
                ruleName,
                {
                    securityGroupId: group.id,
                    cidrIpv4: cidr,
                    ipProtocol: "tcp",
                    fromPort: 443,
                    toPort: 443,
                    description: "HTTPS from a private subnet",
                    tags: tagsFor(ruleName),
                },
                { parent: this },
            );
        });
    }

    private createEndpoint(
        name: string,
        service: string,
        group: ec2.SecurityGroup,
        { scope, vpcId, subnets }: InterfaceEndpointsArgs,
    ): ec2.VpcEndpoint {
        const endpointName = `${name}-${service}`;
        return new ec2.VpcEndpoint(
            endpointName,
            {
                vpcId,
                vpcEndpointType: "Interface",
                serviceName: serviceNameOf(scope, service),
                subnetIds: [...subnets.ids],
                securityGroupIds: [group.id],
                privateDnsEnabled: true,
                policy: onlyThisAccount(scope),
                tags: tagsFor(endpointName),
            },
            { parent: this, customTimeouts: { create: "15m", delete: "15m" } },
        );
    }
}

/**
 * Those that are called `cn.com.amazonaws.<region>.*` in both regions of China; the rest, and S3's gateway, keep the name that they have
 * everywhere (https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-ec2/lib/vpc-endpoint.ts, getDefaultEndpointPrefix).
 */
const OTHERWISE_IN_CHINA = "autoscaling ec2 ecr.api ecr.dkr eks elasticfilesystem monitoring sqs sts".split(" ");

export const serviceNameOf = ({ partition, region }: Pick<Scope, "partition" | "region">, service: string): string =>
    `${partition === "aws-cn" && OTHERWISE_IN_CHINA.includes(service) ? "cn." : ""}com.amazonaws.${region}.${service}`;

/** What the caller may do is IAM's business; the endpoint keeps out credentials that somebody brought along from another account. */
function onlyThisAccount({ account }: Scope): pulumi.Output<string> {
    return policyDocument([
        {
            Sid: "PrincipalsOfThisAccount",
            Effect: "Allow",
            Principal: "*",
            Action: "*",
            Resource: "*",
            Condition: { StringEquals: { "aws:PrincipalAccount": account } },
        },
    ]);
}

export interface StorageEndpointArgs {
    readonly scope: Scope;
    readonly vpcId: pulumi.Input<string>;
    readonly routeTableIds: readonly pulumi.Input<string>[];
}

/**
 * S3's gateway endpoint: free, and it keeps what goes to S3 off the NAT gateways. Writing needs credentials of this account. Reading is
 * open, because registries serve image layers from S3 buckets of their own in the same region, to signed or anonymous requests that are
 * not ours (ECR, registry.k8s.io, quay.io, the Amazon Linux repositories): a list of buckets would break pulls when one of them moves.
 */
export function storageEndpoint(name: string, args: StorageEndpointArgs, parent: pulumi.Resource): ec2.VpcEndpoint {
    const { scope, vpcId, routeTableIds } = args;
    const policy = policyDocument([
        {
            Sid: "PrincipalsOfThisAccount",
            Effect: "Allow",
            Principal: "*",
            Action: "s3:*",
            Resource: "*",
            Condition: { StringEquals: { "aws:PrincipalAccount": scope.account } },
        },
        { Sid: "ReadImageLayers", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" },
    ]);
    return new ec2.VpcEndpoint(
        name,
        {
            vpcId,
            vpcEndpointType: "Gateway",
            serviceName: `com.amazonaws.${scope.region}.s3`,
            routeTableIds: [...routeTableIds],
            policy,
            tags: tagsFor(name),
        },
        { parent },
    );
}
