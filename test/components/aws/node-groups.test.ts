/** Node groups: which exist, what their nodes are, and who owns their sizes. */
import assert from "node:assert/strict";
import { instanceType } from "../../../config/instance-types";
import { NAME_LIMITS } from "../../../components/names";
import { neededGroups } from "../../../components/aws/node-groups";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { eksGraph, groups, volumesKeyArn, zoneNames } from "./cluster.fixture";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const SCHEDULE = "aws:autoscaling/schedule:Schedule";
const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

const { general } = groups;
const names = (resources: readonly RecordedResource[]) => resources.map(({ name }) => name).sort();

describe("NodeGroups", () => {
    let graph: Graph;
    before(async () => {
        graph = await eksGraph();
    });

    it("makes one group per entry, and for zonal volumes one per zone in that zone's subnet", () => {
        assert.deepEqual(names(graph.ofType(NODE_GROUP)), [
            "nodes-general",
            "nodes-system",
            "nodes-untrusted",
            ...zoneNames.map((zone) => `nodes-zonal-${zone}`),
        ]);
        for (const zone of zoneNames)
            assert.deepEqual(graph.the(NODE_GROUP, `nodes-zonal-${zone}`).inputs.subnetIds, [`subnet-${zone}`]);
        assert.equal((graph.the(NODE_GROUP, "nodes-general").inputs.subnetIds as string[]).length, 3);
    });

    it("closes the nodes of a group that leaves, to pods and to the autoscaler, and replaces nothing for it", async () => {
        const leaving = await eksGraph({ nodes: { groups: { ...groups, general: { ...general, state: "leaving" } } } });
        const [before, after] = [graph, leaving].map((made) => made.the(NODE_GROUP, "nodes-general").inputs);
        assert.deepEqual(after, {
            ...before,
            taints: [{ key: "mindcloud.dev/leaving", value: "true", effect: "NO_SCHEDULE" }],
        });
        const tag = "k8s.io/cluster-autoscaler/node-template/taint/mindcloud.dev/leaving";
        assert.deepEqual(leaving.the("aws:autoscaling/tag:Tag", `nodes-general-tag-${tag}`).inputs.tag, {
            ...{ key: tag, value: "true:NoSchedule", propagateAtLaunch: false },
        });
    });

    it("protects groups exactly as long as data is kept: replacing one takes its nodes away at once", async () => {
        const disposable = await eksGraph({ scope: { data: "disposable" } });
        assert.ok(graph.ofType(NODE_GROUP).every(({ protect }) => protect));
        assert.ok(disposable.ofType(NODE_GROUP).every(({ protect }) => !protect));
    });

    it("leaves out groups whose purpose nobody needs", () => {
        const purposes = (zonalVolumes: boolean, untrustedCode: boolean) =>
            neededGroups(groups, { zonalVolumes, untrustedCode }).map(([name]) => name);
        assert.deepEqual(purposes(false, false), ["general", "system"]);
        assert.deepEqual(purposes(true, false), ["general", "system", "zonal"]);
        assert.deepEqual(purposes(false, true), ["general", "system", "untrusted"]);
        assert.deepEqual(purposes(true, true), ["general", "system", "untrusted", "zonal"]);
    });

    it("starts nodes only when images can be pulled and pods can get addresses", () => {
        const nodes = graph.ofType(NODE_GROUP);
        assert.equal(nodes.length, 6);
        const before = graph.ofType("aws:eks/addon:Addon").filter(({ name }) => name.startsWith("base-"));
        const role = graph.descendantsOf(graph.the("mindcloud:aws:ServiceRole", "nodes-node"));
        for (const group of nodes)
            for (const needed of [graph.the("aws:ec2/natGateway:NatGateway"), graph.the(RULE), ...before, ...role])
                assert.ok(graph.dependsOn(group, needed), `${group.name} before ${needed.name}`);
    });

    it("gives nodes two policies: to join and to pull images", () => {
        const policies = graph
            .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
            .filter(({ name }) => name.startsWith("nodes-"))
            .map(({ inputs }) => inputs.policyArn);
        assert.deepEqual(policies.sort(), [
            "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
            "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
        ]);
        assert.deepEqual(
            graph.ofType("aws:iam/rolePolicy:RolePolicy").filter(({ name }) => name.startsWith("nodes-")),
            [],
        );
    });

    it("launches hardened instances: session tokens, one hop, encrypted gp3, no public address, our security group", () => {
        assert.equal(graph.ofType(TEMPLATE).length, 4);
        for (const { inputs } of graph.ofType(TEMPLATE)) {
            assert.deepEqual(inputs.metadataOptions, {
                httpEndpoint: "enabled",
                httpPutResponseHopLimit: 1,
                httpTokens: "required",
            });
            const [device] = inputs.blockDeviceMappings as { ebs: Record<string, unknown> }[];
            assert.deepEqual(
                [device?.ebs.encrypted, device?.ebs.kmsKeyId, device?.ebs.volumeType],
                ["true", volumesKeyArn, "gp3"],
            );
            const [networkInterface] = inputs.networkInterfaces as Record<string, unknown>[];
            assert.equal(networkInterface?.associatePublicIpAddress, "false");
            assert.deepEqual(networkInterface.securityGroups, ["sg-nodes"]);
        }
        for (const { inputs } of graph.ofType(NODE_GROUP)) assert.equal("remoteAccess" in inputs, false);
    });

    it("tags what Auto Scaling makes, under a name that no resource of ours has", () => {
        const ours = new Set(graph.resources.map(({ name }) => name));
        for (const template of graph.ofType(TEMPLATE)) {
            const specifications = template.inputs.tagSpecifications as {
                resourceType: string;
                tags: Record<string, string>;
            }[];
            assert.deepEqual(
                specifications.map(({ resourceType }) => resourceType),
                ["instance", "volume", "network-interface"],
            );
            for (const { tags } of specifications) {
                assert.equal(tags["mindcloud:project"], "mindcloud");
                assert.equal(tags["mindcloud:stack"], "dev");
                assert.equal(tags.team, "platform");
                assert.ok(!ours.has(tags["mindcloud:name"] ?? ""), tags["mindcloud:name"]);
            }
        }
    });

    it("chooses the image by the instance types, and refuses a group of two architectures", async () => {
        assert.equal(graph.the(NODE_GROUP, "nodes-general").inputs.amiType, "AL2023_ARM_64_STANDARD");
        const intel = await eksGraph({ nodes: { groups: { general: { ...general, instanceTypes: ["m7i.large"] } } } });
        assert.equal(intel.the(NODE_GROUP).inputs.amiType, "AL2023_x86_64_STANDARD");
        const mixed = { general: { ...general, instanceTypes: ["m7i.large", "m7g.large"] } };
        await assert.rejects(
            eksGraph({ nodes: { groups: mixed } }),
            /nodeGroups\.general\.instanceTypes mixes architectures/,
        );
        for (const name of general.instanceTypes) assert.ok(instanceType(name));
    });

    it("lets a group lag behind the control plane, with the release that fits its own minor", async () => {
        const lagging = await eksGraph({
            nodes: { groups: { general, system: { ...general, purpose: "system", kubernetes: "1.35" } } },
        });
        const versions = (name: string) => {
            const { version, releaseVersion } = lagging.the(NODE_GROUP, name).inputs;
            return [version, String(releaseVersion).slice(0, 5)];
        };
        assert.deepEqual(versions("nodes-general"), ["1.36", "1.36."]);
        assert.deepEqual(versions("nodes-system"), ["1.35", "1.35."]);
    });

    it("closes untrusted nodes to everybody else, and merely discourages others from system and zonal nodes", () => {
        const taints = (name: string) => graph.the(NODE_GROUP, name).inputs.taints;
        assert.deepEqual(taints("nodes-untrusted"), [
            { effect: "NO_SCHEDULE", key: "mindcloud.dev/untrusted", value: "true" },
            { effect: "NO_EXECUTE", key: "example.com/agents" },
        ]);
        assert.deepEqual(taints("nodes-general"), []);
        for (const purpose of ["system", "zonal-eu-central-1a"])
            assert.deepEqual(
                (taints(`nodes-${purpose}`) as { effect: string }[]).map(({ effect }) => effect),
                ["PREFER_NO_SCHEDULE"],
            );
    });

    it("tells the autoscaler on the scaling group itself what an empty group would offer", () => {
        const tagsOf = (part: string) =>
            Object.fromEntries(
                graph
                    .ofType("aws:autoscaling/tag:Tag")
                    .filter(({ name }) => name.startsWith(`${part}-tag-`))
                    .map(({ inputs }) => inputs.tag as { key: string; value: string })
                    .map(({ key, value }) => [key.replace("k8s.io/cluster-autoscaler/", "~"), value]),
            );
        assert.deepEqual(tagsOf("nodes-zonal-eu-central-1b"), {
            "~enabled": "true",
            "~mindcloud-dev": "owned",
            "~node-template/label/example.com/disk": "big",
            "~node-template/label/mindcloud.dev/node-group": "zonal",
            "~node-template/label/mindcloud.dev/purpose": "zonal",
            "~node-template/label/topology.ebs.csi.aws.com/zone": "eu-central-1b",
            "~node-template/taint/mindcloud.dev/purpose": "zonal:PreferNoSchedule",
            "mindcloud:name": "nodes-zonal-eu-central-1b-scaling-group",
            "mindcloud:project": "mindcloud",
            "mindcloud:stack": "dev",
            team: "platform",
        });
        const untrusted = tagsOf("nodes-untrusted");
        assert.equal(untrusted["~node-template/taint/mindcloud.dev/untrusted"], "true:NoSchedule");
        assert.equal(untrusted["~node-template/taint/example.com/agents"], ":NoExecute");
    });

    it("names groups so that two stacks never meet, and leaves the provider its 26 characters", async () => {
        const stack = "a-rather-long-name-of-a-stack";
        const other = await eksGraph({ scope: { stack } });
        const prefixes = (of: Graph) => of.ofType(NODE_GROUP).map(({ inputs }) => String(inputs.nodeGroupNamePrefix));
        const all = [...prefixes(graph), ...prefixes(other)];
        assert.equal(new Set(all).size, 12);
        for (const prefix of all) assert.ok(prefix.length + 26 <= NAME_LIMITS.nodeGroup, prefix);
    });
});

describe("sizes of a node group", () => {
    it("are the smallest at birth; then the autoscaler owns the desired size and the floor the smallest", async () => {
        const graph = await eksGraph();
        const nodes = graph.ofType(NODE_GROUP);
        assert.equal(nodes.length, 6);
        for (const group of nodes) {
            const { minSize, desiredSize, maxSize } = group.inputs.scalingConfig as Record<string, number>;
            assert.equal(desiredSize, minSize);
            assert.ok((maxSize ?? 0) >= 1);
            assert.deepEqual(group.ignoreChanges, ["scalingConfig.desiredSize", "scalingConfig.minSize"]);
            const floor = graph.the(SCHEDULE, `${group.name}-floor`);
            assert.ok(graph.dependsOn(floor, group));
            assert.deepEqual(
                [floor.inputs.minSize, floor.inputs.maxSize, floor.inputs.desiredCapacity],
                [minSize, -1, -1],
                "EC2 Auto Scaling reads 0 as a size and -1 as no change",
            );
        }
    });

    it("raise their minimum in one small resource: of the node group only ignored inputs differ, so AWS is not asked what it refuses", async () => {
        const withMinimum = (min: number) => eksGraph({ nodes: { groups: { general: { ...general, min } } } });
        const [before, after] = [await withMinimum(1), await withMinimum(3)];
        assert.deepEqual(
            after.resources.map(({ urn }) => urn),
            before.resources.map(({ urn }) => urn),
        );

        const changed = after.resources.filter(
            (resource) => JSON.stringify(effective(resource)) !== JSON.stringify(effective(before.get(resource.urn))),
        );
        assert.deepEqual(names(changed), ["nodes-general-floor"]);
        assert.equal(changed[0]?.inputs.minSize, 3);

        const sizes = (of: Graph) => of.the(NODE_GROUP).inputs.scalingConfig as Record<string, number>;
        assert.notEqual(sizes(before).minSize, sizes(after).minSize, "without ignoreChanges the group would change");
    });
});

/** Inputs as the engine compares them: without what is ignored. */
function effective({ inputs, ignoreChanges }: RecordedResource): unknown {
    const copy = structuredClone(JSON.parse(JSON.stringify(inputs))) as Record<string, Record<string, unknown>>;
    for (const path of ignoreChanges) {
        const [key = "", inner = ""] = path.split(".");
        const nested = copy[key];
        if (nested) copy[key] = Object.fromEntries(Object.entries(nested).filter(([name]) => name !== inner));
    }
    return copy;
}
