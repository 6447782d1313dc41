/** The rules that capacity rests on, each against numbers worked out by hand. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { GROUP_LABEL, PURPOSE_LABEL } from "../../components/aws/node-labels";
import { instanceType } from "../../config/instance-types";
import { fits, mebibytes, millicores, minus, NOTHING, plus, times, type Amounts } from "../../plan/capacity/amounts";
import { PURPOSE } from "../../plan/capacity/footprints";
import { allocatableOf, type NodeGroup } from "../../plan/capacity/nodes";
import { pack, type PackArgs } from "../../plan/capacity/pack";
import { admits, liking } from "../../plan/capacity/placement";
import type { PodSet } from "../../plan/capacity/pods";
import { requestsOf } from "../../plan/capacity/requests";

const amounts = (cpu: number, memory: number): Amounts => ({ ...NOTHING, cpu, memory, pods: 1 });

function groupOf(changes: Partial<NodeGroup> = {}): NodeGroup {
    return {
        ...{ urn: "group", name: "nodes-general", key: "general", instanceTypes: ["m7g.large"], spot: false },
        ...{ min: 1, max: 3, zones: ["a", "b"], labels: { [PURPOSE]: "general" }, taints: [] },
        ...{ diskGibibytes: 50, detailedMonitoring: false },
        allocatable: { cpu: 2000, memory: 8000, scratch: 40_000, pods: 10, volumes: 3 },
        ...changes,
    };
}

function setOf(changes: Partial<PodSet> = {}): PodSet {
    return {
        ...{ name: "apps/web", owner: "web", kind: "service", floor: 1, ceiling: 1, perPod: amounts(500, 1000) },
        ...{ labels: {}, nodeSelector: {}, requires: [], prefers: [], tolerations: [] },
        ...{ sharedVolumes: [], ownVolumes: false, besides: [], yields: false },
        ...changes,
    };
}

function packed(groups: readonly NodeGroup[], wanted: PackArgs["wanted"], more: Partial<PackArgs> = {}) {
    return pack({ groups, agents: [], wanted, nodesAtStart: ({ min }) => min, priceOf: () => 1, ...more });
}

describe("capacity, the rules", () => {
    it("reads quantities as Kubernetes does", () => {
        assert.deepEqual(["500m", "2", 0.5, "1.5", undefined].map(millicores), [500, 2000, 500, 1500, 0]);
        assert.deepEqual(["512Mi", "4Gi", "1048576", "1M"].map(mebibytes), [512, 4096, 1, 1e6 / 1024 ** 2]);
    });

    it("asks for the larger of initialising and running, sidecars in both", () => {
        const container = (cpu: string, memory: string, more = {}) => ({
            resources: { requests: { cpu, memory } },
            ...more,
        });
        const sidecar = { restartPolicy: "Always" };
        const of = (initContainers: unknown[], containers: unknown[]) => {
            const { cpu, memory, pods } = requestsOf({ initContainers, containers });
            return [cpu, memory, pods];
        };
        assert.deepEqual(of([], [container("100m", "1Gi"), container("50m", "1Gi")]), [150, 2048, 1]);
        // The migration runs beside the proxy that started before it, and not beside the one that starts after it.
        const init = [container("25m", "48Mi", sidecar), container("1", "64Mi"), container("50m", "32Mi", sidecar)];
        assert.deepEqual(of(init, [container("100m", "512Mi")]), [1025, 592, 1]);
        assert.deepEqual(requestsOf({ containers: [{ resources: { limits: { cpu: "1" } } }] }).cpu, 1000);
    });

    it("leaves pods of a node what EKS's image leaves", () => {
        const of = (name: string) => {
            const type = instanceType(name);
            assert.ok(type !== undefined);
            const { cpu, memory, scratch, pods } = allocatableOf(type, 50);
            return [cpu, memory, scratch, pods];
        };
        // 70m, 80m and 90m are reserved; 255 + 11 x 29 (58) MiB and 100 MiB for eviction, of 92.5 % of the memory.
        assert.deepEqual(of("m7g.large"), [1930, 7577 - 574 - 100, 45_056, 110]);
        assert.deepEqual(of("m7g.xlarge"), [3920, 15_155 - 893 - 100, 45_056, 110]);
        assert.deepEqual(of("r7g.2xlarge").slice(0, 2), [7910, 60_620 - 893 - 100]);
    });

    it("speaks of the labels that node groups have", () => {
        assert.equal(PURPOSE, PURPOSE_LABEL);
        assert.equal(GROUP_LABEL, "mindcloud.dev/node-group");
    });

    it("keeps pods off nodes that are closed to them, and prefers like the scheduler", () => {
        const closed = groupOf({ taints: [{ key: "untrusted", value: "true", effect: "NO_SCHEDULE" }] });
        const toleration = { key: "untrusted", value: "true", effect: "NoSchedule" };
        assert.equal(admits(closed, setOf()), false);
        assert.equal(admits(closed, setOf({ tolerations: [toleration] })), true);
        assert.equal(admits(closed, setOf({ kind: "agent" })), true);
        assert.equal(admits(groupOf(), setOf({ nodeSelector: { [PURPOSE]: "system" } })), false);

        const zonal = groupOf({
            labels: { [PURPOSE]: "zonal" },
            taints: [{ key: PURPOSE, value: "zonal", effect: "PREFER_NO_SCHEDULE" }],
        });
        const prefers = [{ key: PURPOSE, operator: "In", values: ["zonal"] }];
        const single = setOf({ prefers });
        assert.ok(liking(zonal, single, 0) < liking(groupOf(), single, 0), "an avoided node weighs more than a wish");
        const tolerant = setOf({
            prefers,
            tolerations: [{ key: PURPOSE, value: "zonal", effect: "PreferNoSchedule" }],
        });
        assert.ok(liking(zonal, tolerant, 0) > liking(groupOf(), tolerant, 0));
    });

    it("adds nodes where there is no room, up to the group's most, and says what is left over", () => {
        const set = setOf({ perPod: amounts(1500, 1000) });
        const { nodes, unplaced } = packed([groupOf()], [{ set, pods: 5 }]);
        assert.equal(nodes.length, 3);
        assert.deepEqual(
            unplaced.map(({ pods }) => pods),
            [2],
        );
    });

    it("adds the cheapest node of those that the pods like as much", () => {
        const dear = groupOf({ name: "dear", min: 0 });
        const cheap = groupOf({ name: "cheap", min: 0 });
        const { nodes } = packed([dear, cheap], [{ set: setOf(), pods: 1 }], {
            priceOf: ({ name }) => (name === "dear" ? 2 : 1),
        });
        assert.deepEqual(
            nodes.map(({ group }) => group.name),
            ["cheap"],
        );
    });

    it("counts the agents of every node before anybody else", () => {
        const agent = setOf({ kind: "agent", perPod: amounts(600, 0) });
        const { nodes } = packed([groupOf()], [{ set: setOf({ perPod: amounts(1500, 100) }), pods: 1 }], {
            agents: [agent],
        });
        assert.equal(nodes.length, 1);
        assert.equal(packed([groupOf()], [{ set: setOf({ perPod: amounts(1500, 100) }), pods: 1 }]).unplaced.length, 0);
        assert.equal(nodes[0]?.pods.size, 0, "1500m and 600m do not fit on 2000m");
    });

    it("keeps zones even where the pods insist, and not where they do not", () => {
        const group = groupOf({ min: 2, max: 2 });
        const blocker = setOf({ name: "a/blocker", sharedVolumes: ["a/data"], perPod: amounts(1900, 100) });
        const wanted = (zoneSkew?: number) => [
            { set: blocker, pods: 1 },
            { set: setOf({ ...(zoneSkew !== undefined && { zoneSkew }) }), pods: 3 },
        ];
        assert.equal(packed([group], wanted()).unplaced.length, 0);
        assert.deepEqual(
            packed([group], wanted(1)).unplaced.map(({ pods }) => pods),
            [2],
        );
    });

    it("keeps a pod in the zone of its volume, and whoever copies from it", () => {
        const one = groupOf({ name: "zonal-a", zones: ["a"], min: 0, max: 1 });
        const other = groupOf({ name: "zonal-b", zones: ["b"], min: 0, max: 1 });
        const writer = setOf({ name: "a/neo4j", labels: { app: "neo4j" }, sharedVolumes: ["a/data"] });
        const copier = setOf({ name: "a/backup", besides: [{ app: "neo4j" }] });
        const { nodes, volumeZones } = packed(
            [one, other],
            [
                { set: writer, pods: 1 },
                { set: copier, pods: 1 },
            ],
            { volumeZones: new Map([["a/data", "b"]]) },
        );
        assert.deepEqual([...nodes.map(({ zone }) => zone)], ["b"]);
        assert.equal(volumeZones.get("a/data"), "b");
        // Nodes of the other zone, although there and empty, are no help.
        const both = [one, other].map((group) => ({ ...group, min: 1 }));
        const wanted = [writer, copier].map((set) => ({ set, pods: 1 }));
        const there = packed(both, wanted, { volumeZones: new Map([["a/data", "b"]]) });
        assert.deepEqual(
            there.nodes.map(({ zone, pods }) => [zone, pods.size]),
            [
                ["a", 0],
                ["b", 2],
            ],
        );
    });

    it("never puts more on a node than it has, nor anything where it may not be", () => {
        const number = (max: number) => fc.integer({ min: 1, max });
        const set = fc
            .record({
                cpu: number(2500),
                memory: number(9000),
                purpose: fc.constantFrom("general", "zonal", undefined),
            })
            .map(({ cpu, memory, purpose }) =>
                setOf({
                    perPod: amounts(cpu, memory),
                    nodeSelector: purpose === undefined ? {} : { [PURPOSE]: purpose },
                }),
            );
        const wanted = fc.array(fc.record({ set, pods: number(6) }), { maxLength: 8 });
        const groups = fc
            .array(fc.record({ min: fc.integer({ min: 0, max: 2 }), max: number(4), zonal: fc.boolean() }), {
                maxLength: 3,
            })
            .map((all) =>
                all.map(({ min, max, zonal }, index) =>
                    groupOf({
                        name: `group-${index}`,
                        ...{ min: Math.min(min, max), max, zones: zonal ? ["a"] : ["a", "b", "c"] },
                        labels: { [PURPOSE]: zonal ? "zonal" : "general" },
                    }),
                ),
            );
        fc.assert(
            fc.property(groups, wanted, (all, pods) => {
                const { nodes, unplaced } = packed(all, pods);
                for (const node of nodes) {
                    const used = [...node.pods].map(([each, count]) => times(count, each.perPod)).reduce(plus, NOTHING);
                    const whole = node.group.allocatable ?? NOTHING;
                    assert.ok(fits(used, whole));
                    assert.deepEqual(node.free, minus(whole, used));
                    for (const each of node.pods.keys()) assert.ok(admits(node.group, each));
                }
                for (const group of all) {
                    const own = nodes.filter((node) => node.group === group).length;
                    assert.ok(own >= group.min && own <= group.max);
                }
                const placed = nodes.flatMap((node) => [...node.pods.values()]).reduce((sum, count) => sum + count, 0);
                const asked = pods.reduce((sum, each) => sum + each.pods, 0);
                assert.equal(placed + unplaced.reduce((sum, each) => sum + each.pods, 0), asked);
            }),
            { numRuns: 150 },
        );
    });
});
