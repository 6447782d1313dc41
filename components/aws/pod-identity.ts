/** Identities of pods: a role that EKS Pod Identity lets one service account of one cluster assume, and nobody else. */
import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { createRole, type Statement } from "./iam";

/** A cluster's name, twice: ARNs are written from the plain one, so that roles need not wait for the cluster; associations do wait. */
export interface NamedCluster {
    /** Plain, known at preview. */
    readonly clusterName: string;
    /** The same, once the cluster exists. */
    readonly name: pulumi.Output<string>;
    /** Others made it and its nodes, which carry no label of ours. */
    readonly foreign?: true;
}

export interface PodIdentityRoleArgs {
    readonly scope: Scope;
    /** Fixed words of the role's physical name. */
    readonly called: string;
    /** Plain name of the EKS cluster. */
    readonly clusterName: string;
    /** Kubernetes namespace of the service account. */
    readonly namespace: string;
    /** Kubernetes service account that may use the role. */
    readonly serviceAccount: string;
    /** What pods of the service account may do: actions named, resources scoped. Default nothing. */
    readonly statements?: readonly pulumi.Input<Statement>[];
    /** AWS managed policies by name and path, for add-ons whose policy AWS keeps. Default none. */
    readonly managedPolicies?: readonly string[];
}

/**
 * The role alone, for whoever associates it: EKS add-ons take it in `podIdentityAssociations`. Depend on the component, not on the ARN:
 * only then are its permissions there. Satisfies CKV_AWS_60, CKV_AWS_61, EKS best practices "one role per application".
 */
export class PodIdentityRole extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly roleName: pulumi.Output<string>;

    constructor(name: string, args: PodIdentityRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:PodIdentityRole", name, {}, opts);

        const { namespace, serviceAccount, clusterName } = args;
        const description = `Pods of service account ${namespace}/${serviceAccount} in EKS cluster ${clusterName}`;
        const role = createRole(this, name, { ...args, description, trust: trust(args) });

        this.arn = role.arn;
        this.roleName = role.name;
        this.registerOutputs({ arn: this.arn, roleName: this.roleName });
    }
}

export interface PodIdentityArgs extends Omit<PodIdentityRoleArgs, "clusterName"> {
    readonly cluster: NamedCluster;
}

/** A role and its association: pods of the service account that start afterwards have AWS credentials. Make pods depend on it. */
export class PodIdentity extends pulumi.ComponentResource {
    readonly roleArn: pulumi.Output<string>;
    readonly associationId: pulumi.Output<string>;

    constructor(name: string, args: PodIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:PodIdentity", name, {}, opts);

        const role = new PodIdentityRole(name, { ...args, clusterName: args.cluster.clusterName }, { parent: this });
        const association = this.associate(name, args, role);

        this.roleArn = role.arn;
        this.associationId = association.associationId;
        this.registerOutputs({ roleArn: this.roleArn, associationId: this.associationId });
    }

    private associate(name: string, args: PodIdentityArgs, role: PodIdentityRole): eks.PodIdentityAssociation {
        const { namespace, serviceAccount, cluster } = args;
        return new eks.PodIdentityAssociation(
            `${name}-association`,
            {
                clusterName: cluster.name,
                namespace,
                serviceAccount,
                roleArn: role.arn,
                tags: tagsFor(`${name}-association`),
            },
            { parent: this, dependsOn: [role] },
        );
    }
}

/**
 * EKS sends the pod's cluster, namespace and service account as session tags, and the trust insists on them (EKS user guide, "Create IAM role
 * with trust policy required by EKS Pod Identity"). It documents no aws:SourceArn for this principal; the cluster's ARN is a tag instead.
 */
function trust({ scope, clusterName, namespace, serviceAccount }: PodIdentityRoleArgs): Statement {
    return {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
            StringEquals: {
                "aws:SourceAccount": scope.account,
                "aws:RequestTag/eks-cluster-arn": clusterArn(scope, clusterName),
                "aws:RequestTag/kubernetes-namespace": namespace,
                "aws:RequestTag/kubernetes-service-account": serviceAccount,
            },
        },
    };
}

/** Written, not read from the cluster: the same before and after it exists. */
export function clusterArn({ partition, region, account }: Scope, clusterName: string): string {
    return `arn:${partition}:eks:${region}:${account}:cluster/${clusterName}`;
}
