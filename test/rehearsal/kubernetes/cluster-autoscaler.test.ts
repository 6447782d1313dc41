import assert from "node:assert/strict";
import type { ShapedGroup } from "../../../rehearsal/cluster/shaped";
import { placeFor } from "../../../rehearsal/kubernetes/real/stand-ins/cluster-autoscaler";
import { claimZones } from "../../../rehearsal/kubernetes/real/volume-zones";
import { node, pod, volume } from "../rehearse/objects";

const GROUP: ShapedGroup = {
    ...{ key: "general", name: "general", instanceType: "t4g.large", zones: ["a", "b"], min: 1, max: 3 },
    ...{ managedName: "toy-dev-general-1", capacityType: "ON_DEMAND", labels: {}, taints: [] },
    ...{ cpuMillicores: 1930, memoryMebibytes: 6800, scratchMebibytes: 10_000, pods: 110, volumes: 24 },
};

describe("the stand-in for Cluster Autoscaler", () => {
    const nowhere = { zones: new Map<string, string>() };
    const place = (...args: Parameters<typeof placeFor>): string => {
        const found = placeFor(...args);
        return found === undefined ? "nowhere" : `${found.group.name} in ${found.zone}`;
    };
    const web = pod("shop/web", { unscheduled: "Insufficient cpu" });

    it("adds a node in the zone in which the group has the fewest", () => {
        assert.equal(
            place(web, { groups: [GROUP] }, [node("general-0", "toy-dev-general-1", "a")], nowhere),
            "general in b",
        );
        assert.equal(
            place(web, { groups: [GROUP] }, [node("general-0", "toy-dev-general-1", "b")], nowhere),
            "general in a",
        );
    });

    it("adds none beyond the maximum of the group, and none in a zone that is lost", () => {
        const full = ["general-0", "general-1", "general-2"].map((name) => node(name, "toy-dev-general-1"));
        assert.equal(place(web, { groups: [GROUP] }, full, nowhere), "nowhere");
        assert.equal(place(web, { groups: [GROUP] }, [], { ...nowhere, without: "a" }), "general in b");
        const single = { ...GROUP, zones: ["a"] };
        assert.equal(place(web, { groups: [single] }, [], { ...nowhere, without: "a" }), "nowhere");
    });

    it("adds one only where the pod's volume is: elsewhere it would not help", () => {
        const { claims, volumes } = volume("shop/data", "b");
        const zones = claimZones(claims, volumes);
        const store = pod("shop/store-0", { claim: "data", unscheduled: "volume node affinity conflict" });
        const standing = [node("general-0", "toy-dev-general-1", "b")];
        assert.equal(place(store, { groups: [GROUP] }, standing, { zones }), "general in b");
        assert.equal(place(store, { groups: [{ ...GROUP, zones: ["a"] }] }, standing, { zones }), "nowhere");
        const other = { ...GROUP, name: "zonal-b", zones: ["b"], cpuMillicores: 3920 };
        const only = [{ ...GROUP, zones: ["a"] }, other];
        assert.equal(place(store, { groups: only }, standing, { zones }), "zonal-b in b");
        assert.equal(place(store, { groups: only }, standing, { zones, without: "b" }), "nowhere");
    });

    it("takes the smallest group on which the pod fits, and last one that prefers others' pods", () => {
        const large = { ...GROUP, name: "large", cpuMillicores: 7900 };
        assert.equal(place(web, { groups: [large, GROUP] }, [], nowhere), "general in a");
        const taints = [{ key: "system", value: "true", effect: "PreferNoSchedule" as const }];
        assert.equal(place(web, { groups: [large, { ...GROUP, taints }] }, [], nowhere), "large in a");
        const closed = { ...GROUP, taints: [{ key: "system", value: "true", effect: "NoSchedule" as const }] };
        assert.equal(place(web, { groups: [closed] }, [], nowhere), "nowhere");
    });
});
