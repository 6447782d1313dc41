import assert from "node:assert/strict";
import type { Environment } from "../../config/environment";
import { capacityOf, type Capacity } from "../../plan/capacity/capacity";
import { podSetsOf } from "../../plan/capacity/pods";
import { capacityText } from "../../plan/capacity/text";
import { Graph, type RecordedResource } from "../../plan/graph";
import { ownersOf } from "../../plan/owners";
import { fallsShort, type Plan } from "../../plan/plan";
import { changed, COMPLETE, recordingOf, recordStack, STACK_FILES, stackFrom } from "../support/recordings";
import { resource } from "../support/resource";

const { environment } = stackFrom(COMPLETE);
const economy: Environment = { ...environment, profile: "economy" };
const threeZones: Environment = { ...environment, zoneNames: ["a", "b", "c"] };

function capacity(resources: readonly RecordedResource[], of: Environment = economy): Capacity {
    const graph = new Graph(resources);
    const found = capacityOf(graph, of, ownersOf(graph));
    assert.ok(found !== undefined);
    return found;
}

/** A group of three zones, whose subnets exist already. */
const nodes = (name: string, minSize: number, maxSize: number, more: Record<string, unknown> = {}) =>
    resource(name, [], {
        type: "aws:eks/nodeGroup:NodeGroup",
        inputs: {
            ...{ instanceTypes: ["m7g.large"], scalingConfig: { minSize, maxSize }, subnetIds: ["a", "b", "c"] },
            labels: { "mindcloud.dev/purpose": name, "mindcloud.dev/node-group": name },
            ...more,
        },
    });

function deployment(name: string, cpu: string, spec: Record<string, unknown> = {}, pod: Record<string, unknown> = {}) {
    const containers = [{ name, resources: { requests: { cpu, memory: "256Mi" } } }];
    return resource(name, [], {
        type: "kubernetes:apps/v1:Deployment",
        inputs: {
            metadata: { name, namespace: "apps" },
            spec: { template: { metadata: { labels: { app: name } }, spec: { containers, ...pod } }, ...spec },
        },
    });
}

const evenly = {
    topologySpreadConstraints: [
        { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule", maxSkew: 1 },
    ],
};

const autoscaler = (name: string, minReplicas: number, maxReplicas: number) =>
    resource(`${name}-hpa`, [], {
        type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
        inputs: {
            metadata: { name, namespace: "apps" },
            spec: { scaleTargetRef: { kind: "Deployment", name }, minReplicas, maxReplicas },
        },
    });

describe("capacity", () => {
    for (const file of [...STACK_FILES, COMPLETE])
        it(`of ${file} suffices`, async () => {
            const { graph } = await recordingOf(file, "update");
            const stack = stackFrom(file).environment;
            const found = capacityOf(graph, stack, ownersOf(graph));
            assert.equal(found === undefined, stack.existing.cluster !== undefined, "nodes of others are not counted");
            if (found === undefined) return;
            assert.deepEqual(
                [found.floor, found.ceiling, ...(found.zoneLoss ?? [])].flatMap(({ shortages }) => shortages),
                [],
            );
            assert.equal(found.fits, true);
            assert.equal(
                found.zoneLoss?.length,
                stack.profile === "highlyAvailable" ? stack.zoneNames.length : undefined,
            );
        });

    it("sees everything that runs pods, with the bounds of its autoscaler", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const sets = new Map(podSetsOf(graph, ownersOf(graph)).map((set) => [set.name, set]));
        const bounds = (name: string) => [sets.get(name)?.floor, sets.get(name)?.ceiling];
        assert.deepEqual(bounds("akosha/akosha-ingestion"), [2, 20], "KEDA's");
        assert.deepEqual(bounds("akosha/akosha-query"), [2, 10], "Kubernetes' own");
        assert.deepEqual(bounds("akosha/akosha-hot-store"), [1, 1]);
        assert.deepEqual(bounds("akosha/akosha-aging"), [0, 1], "runs at night");
        assert.deepEqual(sets.get("akosha/akosha-hot-store")?.sharedVolumes, ["akosha/akosha-hot-store-data"]);
        assert.equal(sets.get("akosha/akosha-query")?.zoneSkew, 1);
        assert.equal(sets.get("headroom/headroom")?.yields, true);
    });

    it("counts charts and add-ons", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const found = capacityOf(graph, environment, ownersOf(graph));
        const names = (found?.floor.packing.nodes ?? []).flatMap(({ pods }) =>
            [...pods.keys()].map(({ name }) => name),
        );
        for (const name of ["kube-system/coredns", "kube-system/ebs-csi-controller", "keda/keda-operator"])
            assert.ok(names.includes(name), name);
        // CNI 50, kube-proxy 100, EBS 30, node monitoring 10, node exporter 25, Alloy 20: on every node before anything else.
        const [node] = found?.floor.packing.nodes ?? [];
        const own = [...(node?.pods ?? [])].reduce((sum, [set, count]) => sum + count * set.perPod.cpu, 0);
        assert.equal((node?.group.allocatable?.cpu ?? 0) - (node?.free.cpu ?? 0) - own, 235);
    });

    it("has the floor of the autoscalers, and their ceiling", () => {
        const { floor, ceiling, fits } = capacity([
            nodes("general", 1, 3),
            deployment("web", "900m"),
            autoscaler("web", 2, 6),
        ]);
        assert.deepEqual([floor.nodes.general, ceiling.nodes.general, fits], [1, 3, true]);
        assert.equal(floor.requested.cpu, 1800);
    });

    it("says which pods have no place at the ceiling, why, and the fix", () => {
        const found = capacity([nodes("general", 1, 2), deployment("web", "900m"), autoscaler("web", 2, 6)]);
        assert.equal(found.fits, false);
        assert.deepEqual(found.floor.shortages, []);
        assert.deepEqual(found.ceiling.shortages, [
            {
                ...{ pods: "apps/web", count: 2, why: "all 2 nodes of general are full" },
                fix: "raise nodeGroups.general.max, choose larger instance types, or lower what scales",
            },
        ]);
        const text = capacityText(found).join("\n");
        assert.match(
            text,
            /^does not fit: 1\.8 of 1\.9 vCPU, 0\.5 of 6\.7 GiB at the floor; ceiling needs 2 of 2 nodes/,
        );
        assert.match(text, /ceiling: 2 pods of apps\/web have no place: all 2 nodes/);
    });

    it("says that a pod may find room, but not where its volume is", () => {
        const claim = resource("data", [], {
            type: "kubernetes:core/v1:PersistentVolumeClaim",
            inputs: { metadata: { name: "data", namespace: "apps" }, spec: { storageClassName: "gp3" } },
        });
        const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
        const writers = deployment("store", "1", { replicas: 2 }, { volumes });
        const [short] = capacity([nodes("general", 3, 3), claim, writers]).floor.shortages;
        assert.equal(short?.why, "all 3 nodes of general are full, or not in the zone of its volume");
    });

    it("holds by economy's own nodes the largest sizes that its database takes", async () => {
        const size = { enabled: true, size: "production" };
        const stack = changed("test/environments/economy.yaml", {
            systems: { akosha: { enabled: true }, myriad: size, myriadPython: size, memstack: { enabled: true } },
        });
        const { graph } = await recordStack(stack, "update");
        assert.equal(capacityOf(graph, stack.environment, ownersOf(graph))?.fits, true);
    });

    it("says that a pod is larger than any node, and that no group is for it", () => {
        const large = capacity([nodes("general", 1, 9), deployment("web", "4")]).floor.shortages[0];
        assert.equal(large?.why, "one pod asks for more vCPU than an empty node has");
        assert.equal(large.fix, "choose larger instance types: nodeGroups.general");
        const selector = { nodeSelector: { "mindcloud.dev/purpose": "untrusted" } };
        const homeless = capacity([nodes("general", 1, 9), deployment("agent", "1", {}, selector)]).floor.shortages[0];
        assert.equal(homeless?.why, "no node group has mindcloud.dev/purpose=untrusted");
    });

    it("survives the loss of any one zone where that is promised, or says which it does not", () => {
        const spread = deployment("web", "1500m", { replicas: 3 }, evenly);
        const enough = capacity([nodes("general", 3, 3), spread], threeZones);
        assert.deepEqual(
            enough.zoneLoss?.map(({ zone, shortages }) => [zone, shortages.length]),
            [
                ...[
                    ["a", 0],
                    ["b", 0],
                    ["c", 0],
                ],
            ],
        );
        assert.match(capacityText(enough)[0] ?? "", /; any one zone may fail$/);
        // Groups of one zone cannot start their nodes elsewhere.
        const zonal = ["a", "b", "c"].map((zone) => nodes(`general-${zone}`, 1, 1, { subnetIds: [zone] }));
        const short = capacity([...zonal, spread], threeZones);
        assert.equal(short.fits, false);
        assert.match(capacityText(short)[0] ?? "", /; not without a, b, c$/);
    });

    it("lets a single writer wait for the zone of its volume, and says so", () => {
        const claim = resource("data", [], {
            type: "kubernetes:core/v1:PersistentVolumeClaim",
            inputs: { metadata: { name: "data", namespace: "apps" }, spec: { storageClassName: "gp3" } },
        });
        const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
        const found = capacity([nodes("general", 3, 3), claim, deployment("store", "1", {}, { volumes })], threeZones);
        assert.equal(found.fits, true);
        assert.deepEqual(
            found.zoneLoss?.flatMap(({ waiting }) => waiting),
            ["apps/store"],
        );
        assert.match(capacityText(found)[0] ?? "", /any one zone may fail \(1 single writer would wait for theirs\)$/);
    });

    it("misses nobody who gives way to others", () => {
        const priority = resource("low", [], {
            type: "kubernetes:scheduling.k8s.io/v1:PriorityClass",
            inputs: { metadata: { name: "low" }, value: -10 },
        });
        const headroom = deployment("headroom", "1500m", { replicas: 5 }, { priorityClassName: "low" });
        assert.equal(capacity([nodes("general", 1, 2), priority, headroom]).fits, true);
        assert.equal(capacity([nodes("general", 1, 2), headroom]).fits, false);
    });

    it("does not judge types whose size it does not know, and says so", () => {
        const found = capacity([nodes("general", 1, 1, { instanceTypes: ["x9z.large"] }), deployment("web", "400")]);
        assert.equal(found.fits, true);
        assert.ok(capacityText(found).includes("not counted: general, of an instance type whose size is not known"));
        assert.deepEqual(capacityText(undefined), ["not counted: the nodes are not this program's"]);
    });

    it("makes the plan fall short, as a budget does and a rule", () => {
        const plan = { policy: { findings: [] }, cost: { withinBudget: true }, capacity: { fits: true } };
        const short = (changes: object) => fallsShort({ ...plan, ...changes } as unknown as Plan);
        assert.equal(short({}), false);
        assert.equal(short({ capacity: undefined }), false);
        assert.equal(short({ capacity: { fits: false } }), true);
        assert.equal(short({ cost: { withinBudget: false } }), true);
        assert.equal(short({ policy: { findings: [{}] } }), true);
    });

    it("takes less than 50 ms of a processor for everything at once", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const times = Array.from({ length: 3 }, () => {
            const start = process.cpuUsage();
            capacityOf(graph, environment, ownersOf(graph));
            const { user, system } = process.cpuUsage(start);
            return (user + system) / 1000;
        });
        assert.ok(Math.min(...times) < 50, times.join());
    });
});
