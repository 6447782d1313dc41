/** Add-ons: order, versions, settings and what each may do in the account. */
import assert from "node:assert/strict";
import { addonSettings, corefile, stableJson } from "../../../components/aws/addon-settings";
import { addonFootprint } from "../../../components/aws/addon-footprints";
import { MINORS, VERSIONS, type AddonName } from "../../../config/versions";
import type { Graph } from "../../../plan/graph";
import { eksGraph, json, volumesKeyArn } from "./cluster.fixture";

const ADDON = "aws:eks/addon:Addon";
const BEFORE_NODES = ["eks-pod-identity-agent", "kube-proxy", "vpc-cni"];

const addonNames = (graph: Graph) =>
    graph
        .ofType(ADDON)
        .map(({ inputs }) => String(inputs.addonName))
        .sort();
const addon = (graph: Graph, addonName: string) => {
    const found = graph.ofType(ADDON).find(({ inputs }) => inputs.addonName === addonName);
    assert.ok(found, addonName);
    return found;
};

describe("add-ons", () => {
    let graph: Graph;
    before(async () => {
        graph = await eksGraph();
    });

    it("are pinned to the build that fits the control plane's minor, for every minor", async () => {
        for (const kubernetes of MINORS) {
            const of = await eksGraph({ cluster: { kubernetes } });
            assert.deepEqual(
                Object.fromEntries(of.ofType(ADDON).map(({ inputs }) => [inputs.addonName, inputs.addonVersion])),
                { ...VERSIONS[kubernetes].addons },
            );
        }
    });

    it("count as pods of kube-system, which is where EKS runs them, in names that Kubernetes takes", () => {
        // https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
        const all = Object.keys(VERSIONS["1.36"].addons) as AddonName[];
        const footprints = addonFootprint(...all);
        assert.ok(footprints.length >= all.length - 1);
        for (const { namespace, name, source } of footprints) {
            assert.equal(namespace, "kube-system", name);
            assert.match(name, /^[a-z]+(-[a-z]+)*$/);
            assert.match(source, /\S{8,}/, name);
        }
    });

    it("ask for what their manifests say: [millicores, MiB], of each pod", () => {
        const said: Readonly<Record<string, readonly [cpu: number, memory: number]>> = {
            // https://github.com/aws/eks-charts/blob/master/stable/aws-vpc-cni/values.yaml: 25m for CNI and agent each
            "aws-node": [50, 0],
            // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/charts/aws-ebs-csi-driver/values.yaml: 10m and 40Mi for six and three
            ...{ "ebs-csi-controller": [60, 240], "ebs-csi-node": [30, 120] },
            // https://github.com/kubernetes-sigs/metrics-server/blob/master/charts/metrics-server/values.yaml
            "metrics-server": [100, 200],
            // https://github.com/coredns/deployment/blob/master/kubernetes/coredns.yaml.sed
            coredns: [100, 70],
        };
        const asked = addonFootprint(...(Object.keys(VERSIONS["1.36"].addons) as AddonName[]));
        for (const [pod, amounts] of Object.entries(said)) {
            const { requests } = asked.find(({ name }) => name === pod) ?? {};
            assert.deepEqual([requests?.cpuMillicores, requests?.memoryMebibytes], amounts, pod);
        }
    });

    it("come before the nodes where a node needs them, and after the nodes where they need one", () => {
        const groups = graph.ofType("aws:eks/nodeGroup:NodeGroup");
        assert.equal(groups.length, 6);
        for (const resource of graph.ofType(ADDON)) {
            const before = BEFORE_NODES.includes(String(resource.inputs.addonName));
            for (const group of groups) {
                assert.equal(graph.dependsOn(group, resource), before, `${group.name} after ${resource.name}`);
                assert.equal(graph.dependsOn(resource, group), !before, `${resource.name} after ${group.name}`);
            }
        }
    });

    it("are left out where nobody needs them: shared files, snapshots of zonal volumes", async () => {
        const without = async (sharedFiles: string[], zonalVolumes: boolean) => {
            const all = addonNames(graph);
            const some = addonNames(await eksGraph({ addons: { needs: { sharedFiles, zonalVolumes } } }));
            return all.filter((name) => !some.includes(name));
        };
        assert.equal(addonNames(graph).length, 9);
        assert.deepEqual(await without([], true), ["aws-efs-csi-driver"]);
        assert.deepEqual(await without(["brain"], false), ["snapshot-controller"]);
        assert.deepEqual(await without([], false), ["aws-efs-csi-driver", "snapshot-controller"]);
    });

    it("bring the snapshot CRDs before the driver that looks for them once", () => {
        assert.ok(graph.dependsOn(addon(graph, "aws-ebs-csi-driver"), addon(graph, "snapshot-controller")));
    });

    it("enforce NetworkPolicies and give the smallest node 110 pods", () => {
        assert.deepEqual(json(addon(graph, "vpc-cni"), "configurationValues"), {
            enableNetworkPolicy: "true",
            env: {
                ADDITIONAL_ENI_TAGS: '{"mindcloud:project":"mindcloud","mindcloud:stack":"dev","team":"platform"}',
                ENABLE_PREFIX_DELEGATION: "true",
                WARM_PREFIX_TARGET: "1",
            },
        });
    });

    it("run controllers on system nodes", () => {
        const system = { "mindcloud.dev/purpose": "system" };
        for (const name of ["coredns", "snapshot-controller", "metrics-server"])
            assert.deepEqual(
                (json(addon(graph, name), "configurationValues") as { nodeSelector: unknown }).nodeSelector,
                system,
                name,
            );
        for (const name of ["aws-ebs-csi-driver", "aws-efs-csi-driver"]) {
            const { controller } = json(addon(graph, name), "configurationValues") as {
                controller: { nodeSelector: unknown };
            };
            assert.deepEqual(controller.nodeSelector, system, name);
        }
    });

    it("tag the volumes that the EBS driver makes, and tell it the region that it cannot ask for", () => {
        const { controller } = json(addon(graph, "aws-ebs-csi-driver"), "configurationValues") as {
            controller: Record<string, unknown>;
        };
        assert.equal(controller.region, "eu-central-1");
        assert.deepEqual(controller.extraVolumeTags, {
            "mindcloud:project": "mindcloud",
            "mindcloud:stack": "dev",
            team: "platform",
        });
    });

    it("have an identity each where they call AWS, ready before they start", () => {
        const identities = graph.ofType(ADDON).flatMap((resource) => {
            const associations = (resource.inputs.podIdentityAssociations ?? []) as { serviceAccount: string }[];
            if (associations.length === 0) return [];
            const role = graph.the("mindcloud:aws:PodIdentityRole", resource.name);
            for (const part of graph.descendantsOf(role)) assert.ok(graph.dependsOn(resource, part), part.name);
            return associations.map(({ serviceAccount }) => [resource.inputs.addonName, serviceAccount]);
        });
        assert.deepEqual(Object.fromEntries(identities), {
            "vpc-cni": "aws-node",
            "aws-ebs-csi-driver": "ebs-csi-controller-sa",
            "aws-efs-csi-driver": "efs-csi-controller-sa",
        });
    });

    it("reach one key for volumes, and make no EFS access point", () => {
        const statements = (name: string) =>
            (
                json(graph.the("aws:iam/rolePolicy:RolePolicy", name), "policy") as {
                    Statement: Record<string, unknown>[];
                }
            ).Statement;
        const ebs = statements("addons-aws-ebs-csi-driver-policy");
        assert.equal(ebs.length, 2);
        for (const { Resource } of ebs) assert.equal(Resource, volumesKeyArn);
        const grant = ebs.find(({ Action }) => Action === "kms:CreateGrant");
        assert.deepEqual(grant?.Condition, { Bool: { "kms:GrantIsForAWSResource": "true" } });
        const actions = statements("addons-aws-efs-csi-driver-policy").flatMap(
            ({ Action }) => Action as string | string[],
        );
        assert.equal(actions.length, 4);
        for (const action of actions) assert.match(action, /:Describe/);
    });
});

describe("settings of add-ons", () => {
    const args = { region: "eu-central-1", tags: {}, dnsRewrites: {} };

    it("leave the Corefile to AWS unless a name is rewritten", () => {
        assert.doesNotMatch(stableJson(addonSettings(args).coredns ?? {}), /corefile/);
        const rewritten = addonSettings({ ...args, dnsRewrites: { lightbulb_ai: "lightbulb.ai.svc.cluster.local" } });
        assert.match(stableJson(rewritten.coredns ?? {}), /"corefile":/);
    });

    it("rewrite each name, and turn it back in the answer, before the cluster's own names are looked up", () => {
        const lines = corefile({ b_x: "b.ns.svc.cluster.local", a_x: "a.ns.svc.cluster.local" })
            .split("\n")
            .map((line) => line.trim());
        const rewrites = lines.filter((line) => line.startsWith("rewrite"));
        assert.deepEqual(rewrites, [
            "rewrite stop name exact a_x.ns.svc.cluster.local a.ns.svc.cluster.local answer auto",
            "rewrite stop name exact a_x a.ns.svc.cluster.local answer auto",
            "rewrite stop name exact b_x.ns.svc.cluster.local b.ns.svc.cluster.local answer auto",
            "rewrite stop name exact b_x b.ns.svc.cluster.local answer auto",
        ]);
        for (const plugin of [
            "errors",
            "ready",
            "prometheus :9153",
            "forward . /etc/resolv.conf",
            "cache 30",
            "loop",
            "reload",
            "loadbalance",
        ])
            assert.ok(lines.includes(plugin), plugin);
        const braces = (brace: string) => lines.join("").split(brace).length;
        assert.equal(braces("{"), braces("}"));
    });

    it("rewrite a name with dots, or of something outside the cluster, only as it is written", () => {
        const text = corefile({ "old.example.com": "a.ns.svc.cluster.local", mail: "mail.example.com" });
        assert.deepEqual(text.match(/exact \S+/g), ["exact mail", "exact old.example.com"]);
    });

    it("are the same text whatever the order of tags and rewrites", () => {
        const text = (tags: Record<string, string>, dnsRewrites: Record<string, string>) =>
            Object.values(addonSettings({ ...args, tags, dnsRewrites })).map((value) => stableJson(value ?? {}));
        assert.deepEqual(
            text({ a: "1", b: "2" }, { x: "x.svc", y: "y.svc" }),
            text({ b: "2", a: "1" }, { y: "y.svc", x: "x.svc" }),
        );
    });
});
