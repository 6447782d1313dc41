/** A cluster with nodes and add-ons, beside a network of stand-ins: what the tests of the EKS components record. */
import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { AddonsAfterNodes, AddonsBeforeNodes, type AddonsAfterNodesArgs } from "../../../components/aws/addons";
import { ClusterAccess } from "../../../components/aws/cluster-access";
import { Cluster, type ClusterArgs } from "../../../components/aws/cluster";
import type { NodeGroupConfig } from "../../../components/aws/node-labels";
import { NodeGroups, type NodeGroupsArgs } from "../../../components/aws/node-groups";
import { awsProvider } from "../../../components/aws/provider";
import type { Scope } from "../../../components/scope";
import { isUnknown, type Graph, type RecordedResource } from "../../../plan/graph";
import { record } from "../../../plan/record";

export const scope: Scope = {
    project: "mindcloud",
    stack: "dev",
    account: "111122223333",
    region: "eu-central-1",
    partition: "aws",
    data: "keep",
    highlyAvailable: true,
};

export const zoneNames = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];
export const volumesKeyArn = "arn:aws:kms:eu-central-1:111122223333:key/volumes";

const group: NodeGroupConfig = {
    state: "active",
    purpose: "general",
    instanceTypes: ["m7g.large", "m8g.large"],
    capacity: "onDemand",
    min: 1,
    max: 5,
    diskGibibytes: 50,
    labels: {},
    taints: [],
    maxUnavailablePercent: 33,
};

export const groups = {
    system: { ...group, purpose: "system", min: 2 },
    general: { ...group, capacity: "spot" },
    zonal: { ...group, purpose: "zonal", labels: { "example.com/disk": "big" } },
    untrusted: {
        ...group,
        purpose: "untrusted",
        min: 0,
        taints: [{ key: "example.com/agents", effect: "NO_EXECUTE" }],
    },
} satisfies Record<string, NodeGroupConfig>;

export interface Variation {
    readonly scope?: Partial<Scope>;
    readonly cluster?: Partial<ClusterArgs>;
    readonly nodes?: Partial<NodeGroupsArgs>;
    readonly addons?: Partial<AddonsAfterNodesArgs>;
}

function eksProgram(variation: Variation) {
    const here = { ...scope, ...variation.scope };
    const opts = { providers: { aws: awsProvider(here, { team: "platform" }) } };
    const nat = new ec2.NatGateway("nat", { subnetId: "subnet-0" }, { provider: opts.providers.aws });
    const network = {
        cidr: "10.20.0.0/16",
        zoneNames,
        private: { ids: zoneNames.map((zone) => pulumi.output(`subnet-${zone}`)), cidrs: [] },
        egress: [nat],
    };
    const rule = new vpc.SecurityGroupIngressRule(
        "node-rule",
        { securityGroupId: "sg-nodes", ipProtocol: "-1", referencedSecurityGroupId: "sg-nodes" },
        { provider: opts.providers.aws },
    );
    const security = {
        rules: [rule],
        nodeSecurityGroupId: pulumi.output("sg-nodes"),
        controlPlaneSecurityGroupId: pulumi.output("sg-control-plane"),
    };
    const key = (name: string) => ({ arn: pulumi.output(`arn:aws:kms:eu-central-1:111122223333:key/${name}`) });
    const kubernetes = variation.cluster?.kubernetes ?? "1.36";
    const tags = { team: "platform" };

    const cluster = new Cluster(
        "cluster",
        {
            scope: here,
            clusterName: `${here.project}-${here.stack}`,
            kubernetes,
            controlPlaneZones: 2,
            logGroup: "create",
            access: { "arn:aws:iam::111122223333:role/deploy": "admin" },
            publicCidrs: [],
            logRetentionDays: 30,
            network,
            security,
            key: key("cluster"),
            logsKey: key("logs"),
            ...variation.cluster,
        },
        opts,
    );
    const before = new AddonsBeforeNodes("base", { scope: here, cluster, kubernetes, tags }, opts);
    const nodes = new NodeGroups(
        "nodes",
        {
            scope: here,
            cluster,
            clusterKubernetes: kubernetes,
            groups,
            needs: { zonalVolumes: true, untrustedCode: true },
            network,
            security,
            volumesKey: key("volumes"),
            tags,
            addons: before.ready,
            ...variation.nodes,
        },
        opts,
    );
    const after = new AddonsAfterNodes(
        "addons",
        {
            scope: here,
            cluster,
            kubernetes,
            tags,
            dnsRewrites: {},
            needs: { sharedFiles: ["brain"], zonalVolumes: true },
            volumesKey: key("volumes"),
            before: before.ready,
            nodes: nodes.ready,
            ...variation.addons,
        },
        opts,
    );
    new ClusterAccess(
        "access",
        {
            region: here.region,
            cluster,
            ready: [...before.ready, ...nodes.ready, ...after.ready],
            storage: after.storage,
        },
        opts,
    );
}

export async function eksGraph(variation: Variation = {}, mode: "preview" | "update" = "update"): Promise<Graph> {
    const { project, stack } = { ...scope, ...variation.scope };
    return (
        await record(
            () => {
                eksProgram(variation);
            },
            { project, stack, mode },
        )
    ).graph;
}

/** An input that is JSON text, parsed. */
export function json(resource: RecordedResource, input: string): unknown {
    const text = resource.inputs[input];
    if (typeof text !== "string")
        throw new Error(`${resource.name}.${input} is ${isUnknown(text) ? "unknown" : typeof text}`);
    return JSON.parse(text);
}
