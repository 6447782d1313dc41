/** EKS add-ons, pinned: what nodes need to become ready, and what needs nodes to run on. */
import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import { VERSIONS, type AddonName, type Minor } from "../../config/versions";
import type { Footprint } from "../footprint";
import type { KmsKey } from "../handles";
import type { Scope } from "../scope";
import { environmentTags, tagsFor } from "../tags";
import { addonFootprint } from "./addon-footprints";
import { efsCsiStatements, volumeKeyStatements } from "./addon-permissions";
import { addonSettings, stableJson } from "./addon-settings";
import { PodIdentityRole, type NamedCluster, type PodIdentityRoleArgs } from "./pod-identity";

interface AddonArgs {
    readonly scope: Scope;
    readonly cluster: NamedCluster;
    /** Kubernetes minor of the control plane, by which builds are chosen (config/versions.ts). */
    readonly kubernetes: Minor;
    /** The user's own tags (`tags` of the stack file), for volumes and interfaces that add-ons make. Default none. */
    readonly tags?: Readonly<Record<string, string>>;
}

export type AddonsBeforeNodesArgs = AddonArgs;

export interface AddonsAfterNodesArgs extends AddonArgs {
    /** Names that CoreDNS answers with another name: the stack file's and the systems' own. */
    readonly dnsRewrites: Readonly<Record<string, string>>;
    readonly needs: Pick<Environment["needs"], "sharedFiles" | "zonalVolumes">;
    /** Key of the volumes that the EBS CSI driver makes. */
    readonly volumesKey: KmsKey;
    /** Add-ons before the nodes: without the Pod Identity agent a driver has no credentials. */
    readonly before: readonly pulumi.Resource[];
    /** Nodes (`NodeGroups.ready`): a Deployment without a node never gets ready, and its add-on "degraded". */
    readonly nodes: readonly pulumi.Resource[];
}

/**
 * Network, Service routing and pod credentials. EKS calls a DaemonSet without nodes complete, so these are there before the first node asks.
 * Satisfies CIS EKS 4.3.1 and 5.4.4 (NetworkPolicies are enforced); the CNI has a role of its own, so nodes need not have its permissions.
 */
export class AddonsBeforeNodes extends pulumi.ComponentResource {
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: AddonsBeforeNodesArgs, opts?: pulumi.ComponentResourceOptions) {
        const footprint = addonFootprint("kube-proxy", "eks-pod-identity-agent", "vpc-cni");
        super("mindcloud:aws:AddonsBeforeNodes", name, { footprint }, opts);
        const install = installer(name, "network-addons", { ...args, dnsRewrites: {} }, this);

        this.ready = [
            install("kube-proxy"),
            install("eks-pod-identity-agent"),
            install("vpc-cni", { serviceAccount: "aws-node", managedPolicies: ["AmazonEKS_CNI_Policy"] }),
        ];
        this.registerOutputs({});
    }
}

/** Name service, volumes, snapshots, metrics and node health. Drivers that no enabled system needs are left out. */
export class AddonsAfterNodes extends pulumi.ComponentResource {
    /** What every pod needs to do its work: names. Metrics and node health come beside it; nobody waits for them. */
    readonly ready: readonly pulumi.Resource[];
    /** What makes volumes, and must outlive them: drivers, and the kinds of snapshots. */
    readonly storage: readonly pulumi.Resource[];

    constructor(name: string, args: AddonsAfterNodesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:AddonsAfterNodes", name, { footprint: footprintAfterNodes(args.needs) }, opts);
        const install = installer(name, "addons", args, this, [...args.before, ...args.nodes]);

        const snapshots = args.needs.zonalVolumes ? [install("snapshot-controller")] : [];
        this.ready = [install("coredns")];
        install("metrics-server");
        install("eks-node-monitoring-agent");
        this.storage = [
            ...snapshots,
            // The driver starts its snapshotter only if it finds the snapshot CRDs (kubernetes-sigs/aws-ebs-csi-driver/docs/install.md).
            install("aws-ebs-csi-driver", this.ebsIdentity(args), snapshots),
            ...(args.needs.sharedFiles.length > 0 ? [install("aws-efs-csi-driver", this.efsIdentity(args))] : []),
        ];
        this.registerOutputs({});
    }

    /** Unlike its forerunner without a path (AWS managed policy reference). V2 reaches only volumes that the driver tagged; one that AWS Backup restores needs the tag ebs.csi.aws.com/cluster. */
    private ebsIdentity({ volumesKey }: AddonsAfterNodesArgs): AddonIdentity {
        return {
            serviceAccount: "ebs-csi-controller-sa",
            managedPolicies: ["AmazonEBSCSIDriverPolicyV2"],
            statements: volumeKeyStatements(volumesKey.arn),
        };
    }

    private efsIdentity({ scope }: AddonsAfterNodesArgs): AddonIdentity {
        return { serviceAccount: "efs-csi-controller-sa", statements: efsCsiStatements(scope) };
    }
}

function footprintAfterNodes({ zonalVolumes, sharedFiles }: AddonsAfterNodesArgs["needs"]): readonly Footprint[] {
    return addonFootprint(
        ...(["coredns", "metrics-server", "eks-node-monitoring-agent", "aws-ebs-csi-driver"] as const),
        ...(zonalVolumes ? (["snapshot-controller"] as const) : []),
        ...(sharedFiles.length > 0 ? (["aws-efs-csi-driver"] as const) : []),
    );
}

type AddonIdentity = Pick<PodIdentityRoleArgs, "serviceAccount" | "managedPolicies" | "statements">;
type Install = (addonName: AddonName, identity?: AddonIdentity, after?: readonly pulumi.Resource[]) => eks.Addon;
type Installable = AddonArgs & Pick<AddonsAfterNodesArgs, "dnsRewrites">;

/** All add-ons live in this namespace. */
const NAMESPACE = "kube-system";

/** Makes one add-on of a component, with the role that it needs. */
function installer(
    name: string,
    /** Fixed words, with which the roles' physical names begin. */
    called: string,
    { scope, cluster, kubernetes, dnsRewrites, tags = {} }: Installable,
    parent: pulumi.Resource,
    afterAll: readonly pulumi.Resource[] = [],
): Install {
    const settings = addonSettings({ region: scope.region, dnsRewrites, tags: environmentTags(scope, tags) });
    return (addonName, identity, after = []) => {
        const addon = `${name}-${addonName}`;
        const { clusterName } = cluster;
        const role =
            identity &&
            new PodIdentityRole(
                addon,
                { scope, called: `${called}-${addonName}`, clusterName, namespace: NAMESPACE, ...identity },
                { parent },
            );
        const configuration = settings[addonName];
        return new eks.Addon(
            addon,
            {
                clusterName: cluster.name,
                addonName,
                addonVersion: VERSIONS[kubernetes].addons[addonName],
                ...(configuration !== undefined && { configurationValues: stableJson(configuration) }),
                ...(role && {
                    podIdentityAssociations: [{ roleArn: role.arn, serviceAccount: identity.serviceAccount }],
                }),
                // What is installed is what is written here; a change made by hand goes with the next update.
                resolveConflictsOnCreate: "OVERWRITE",
                resolveConflictsOnUpdate: "OVERWRITE",
                tags: tagsFor(addon),
            },
            {
                parent,
                dependsOn: [...afterAll, ...after, ...(role ? [role] : [])],
                customTimeouts: { create: "20m", update: "20m", delete: "20m" },
            },
        );
    };
}
