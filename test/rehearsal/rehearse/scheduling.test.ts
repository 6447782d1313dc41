import assert from "node:assert/strict";
import * as path from "node:path";
import type { Live } from "../../../rehearsal/kubernetes/real/api";
import { neverMet, violated } from "../../../rehearsal/rehearse/checks/budgets";
import { addedBy, leftOn, notRunning, standing, strayPods } from "../../../rehearsal/rehearse/checks/runs";
import {
    mustWait,
    runbookOf,
    singleWriters,
    told,
    withoutRunbook,
} from "../../../rehearsal/rehearse/checks/single-writers";
import { belowTheirMost } from "../../../rehearsal/rehearse/drill/ceilings";
import { busiestOfEach, zonesByWriters } from "../../../rehearsal/rehearse/drill/choice";
import { backAgain } from "../../../rehearsal/rehearse/drill/evicted";
import type { Lab } from "../../../rehearsal/rehearse/lab";
import { scheduling } from "../../../rehearsal/rehearse/rehearsals/scheduling";
import { node, placed, pod, together, volume } from "./objects";

const ROOT = path.join(__dirname, "..", "..", "..");
const NODES = { nodes: [node("general-0", "general"), node("general-1", "general", "b")] };

function deployment(name: string, replicas: number, readyReplicas: number): Live {
    const selector = { matchLabels: { app: name } };
    return { metadata: placed(`shop/${name}`), spec: { replicas, selector }, status: { readyReplicas } };
}

function autoscaler(name: string, minReplicas: number, maxReplicas: number): Live {
    return {
        metadata: placed(`shop/${name}`),
        spec: { minReplicas, maxReplicas, scaleTargetRef: { kind: "Deployment", name } },
    };
}

function budget(currentHealthy: number, desiredHealthy: number, expectedPods: number, disruptionsAllowed = 1): Live {
    return {
        metadata: placed("shop/web"),
        status: { currentHealthy, desiredHealthy, expectedPods, disruptionsAllowed },
    };
}

describe("everything runs", () => {
    it("when each pod is ready or done, and no controller lacks one", () => {
        const sight = together(NODES, {
            pods: [
                pod("shop/web-1", { node: "general-0", labels: { app: "web" } }),
                pod("shop/once", { phase: "Succeeded" }),
            ],
            deployments: [deployment("web", 1, 1)],
            autoscalers: [autoscaler("web", 1, 3)],
        });
        assert.deepEqual(notRunning(sight), []);
    });

    it("not while a pod waits, with what the scheduler says", () => {
        const sight = together({ pods: [pod("shop/web-1", { unscheduled: "0/2 nodes: Insufficient cpu" })] });
        assert.deepEqual(notRunning(sight), ["pod shop/web-1 is Pending: 0/2 nodes: Insufficient cpu"]);
    });

    it("not while a pod goes, or is on a node that has gone, unless it goes with the node", () => {
        const gone = { node: "general-7" };
        assert.match(notRunning(together(NODES, { pods: [pod("shop/a", { deleted: true })] })).join(), /being deleted/);
        assert.match(notRunning(together(NODES, { pods: [pod("shop/a", gone)] })).join(), /general-7, which is gone/);
        assert.deepEqual(
            notRunning(together(NODES, { pods: [pod("shop/a", { ...gone, owner: "DaemonSet", deleted: true })] })),
            [],
        );
    });

    it("not while a controller has made no pod, as when a quota forbids it", () => {
        assert.deepEqual(notRunning(together({ deployments: [deployment("web", 3, 2)] })), [
            "shop/web: 2 of 3 pods are ready",
        ]);
        const status = { numberReady: 1, desiredNumberScheduled: 2 };
        assert.deepEqual(notRunning(together({ daemonSets: [{ metadata: placed("shop/agent"), status }] })), [
            "shop/agent: 1 of 2 pods are ready",
        ]);
    });

    it("not while an autoscaler has fewer than its least, or nothing to scale", () => {
        const deployments = [deployment("web", 1, 1)];
        const below = together({ deployments, autoscalers: [autoscaler("web", 2, 3)] });
        assert.deepEqual(notRunning(below), ["autoscaler shop/web: 1 replicas, and its least is 2"]);
        const lost = together({ deployments, autoscalers: [autoscaler("api", 1, 3)] });
        assert.deepEqual(notRunning(lost), ["autoscaler shop/api: there is no Deployment api"]);
    });

    it("although who may wait waits, and who gives way to others; what makes them may lack as many and no more", () => {
        const labels = { app: "db" };
        const pods = [pod("shop/db-0", { unscheduled: "elsewhere", labels })];
        const may = new Set(["shop/db-0"]);
        assert.deepEqual(notRunning(together({ pods, deployments: [deployment("db", 1, 0)] }), may), []);
        assert.deepEqual(notRunning(together({ pods, deployments: [deployment("db", 2, 0)] }), may), [
            "shop/db: 0 of 2 pods are ready",
        ]);
        const room = [pod("shop/room", { unscheduled: "no room", priority: -10, labels: { app: "room" } })];
        const keeping = together({ pods: room, deployments: [deployment("room", 1, 0)] });
        assert.deepEqual(notRunning(keeping), []);
        assert.match(standing(keeping), /1 that keep room free wait/);
    });

    it("only on nodes of declared groups", () => {
        const sight = together(NODES, { nodes: [node("odd", "by-hand")], pods: [pod("shop/a", { node: "odd" })] });
        assert.deepEqual(strayPods(sight, [{ managedName: "general" }]), [
            "pod shop/a runs on odd, which is of no declared node group",
        ]);
        assert.deepEqual(strayPods(sight, [{ managedName: "general" }, { managedName: "by-hand" }]), []);
    });

    it("nowhere on what was drained, but for what is on every node", () => {
        const node = "general-0";
        const pods = [
            pod("shop/a", { node }),
            pod("shop/b", { node, owner: "DaemonSet" }),
            pod("shop/c", { node, phase: "Failed" }),
        ];
        assert.deepEqual(leftOn({ pods }, [node]), ["pod shop/a is on general-0, which was drained"]);
        assert.deepEqual(leftOn({ pods }, ["general-1"]), []);
    });

    it("at the ceiling only when each autoscaler has its most ready", () => {
        const at = (ready: number): readonly string[] =>
            belowTheirMost(
                together({ deployments: [deployment("web", 3, ready)], autoscalers: [autoscaler("web", 1, 3)] }),
            );
        assert.deepEqual(at(3), []);
        assert.deepEqual(at(2), ["autoscaler shop/web: 2 of at most 3 replicas are ready"]);
    });

    it("in one line: pods that are there, nodes by group, and nodes that were not planned", () => {
        const { pods } = together({
            pods: [
                pod("shop/a", { node: "general-0" }),
                pod("shop/b", { node: "gone" }),
                pod("shop/c", { phase: "Succeeded" }),
            ],
        });
        assert.equal(standing({ ...NODES, pods }), "1 pods on 2 nodes (general 2)");
        assert.equal(addedBy(NODES), "as planned");
        const extra = node("general-2", "general");
        const annotations = { "mindcloud.dev/added-for": "shop/web-2" };
        const nodes = [...NODES.nodes, { ...extra, metadata: { ...extra.metadata, annotations } }];
        assert.equal(addedBy({ nodes }), "more than planned: general-2 for shop/web-2");
    });
});

describe("disruption budgets", () => {
    it("are violated when fewer pods are healthy than they keep", () => {
        assert.deepEqual(violated([budget(2, 2, 3), budget(0, 0, 1), budget(0, 1, 0)]), []);
        assert.deepEqual(violated([budget(1, 2, 3)]), ["budget shop/web: 1 pods are healthy, and it keeps 2"]);
    });

    it("are of no use when they forbid every drain, or are about nobody", () => {
        assert.deepEqual(neverMet([budget(3, 2, 3)]), []);
        assert.match(neverMet([budget(1, 1, 1, 0)]).join(), /keeps 1 of 1 pods .* no node of theirs can be drained/);
        assert.deepEqual(neverMet([budget(0, 0, 0)]), ["budget shop/web: no pod is under it"]);
    });
});

describe("without Go", () => {
    it("the rehearsal falls short in one plain line, and does nothing", async () => {
        const lines: (readonly string[])[] = [];
        const lab = {
            rehearsed: () => ({ controlPlanes: { missing: () => "Go is missing: install it" } }),
            step: async (_: string, work: () => Promise<unknown>, check: (value: unknown) => readonly string[]) => {
                lines.push(check(await work()));
            },
        };
        await scheduling.run(lab as unknown as Lab);
        assert.deepEqual(lines, [["nothing was scheduled: Go is missing: install it"]]);
    });
});

describe("an eviction", () => {
    it("is over when a pod of the same name was made since, and not before", () => {
        const at = "2026-01-01T00:00:10Z";
        const held = { ...budget(1, 0, 1), status: { disruptedPods: { "db-0": at } } };
        const made = (creationTimestamp: string): readonly Live[] => {
            const one = pod("shop/db-0");
            return [{ ...one, metadata: { ...one.metadata, creationTimestamp } }];
        };
        assert.deepEqual(
            [...backAgain({ budgets: [held], pods: made("2026-01-01T00:00:11Z") })],
            [["shop/web", ["db-0"]]],
        );
        assert.equal(backAgain({ budgets: [held], pods: made("2025-12-31T23:00:00Z") }).size, 0);
        assert.equal(backAgain({ budgets: [held], pods: [] }).size, 0);
    });
});

describe("single writers", () => {
    const VOLUMES = together(
        volume("shop/neo4j-data", "a"),
        volume("shop/files", undefined),
        volume("shop/copy-0-tmp", "a", "Pod"),
    );
    const PODS = [
        pod("shop/neo4j-0", { claim: "neo4j-data", node: "general-0" }),
        pod("shop/files-0", { claim: "files" }),
        pod("shop/copy-0", { ownClaim: "tmp" }),
        pod("shop/done", { claim: "neo4j-data", phase: "Succeeded" }),
    ];
    const [neo4j] = singleWriters({ ...VOLUMES, pods: PODS });
    assert.ok(neo4j);
    const AFFINITY =
        "0/2 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) were unschedulable.";

    it("are the pods whose volume lives in one zone and outlives them", () => {
        assert.deepEqual(singleWriters({ ...VOLUMES, pods: PODS }), [
            { pod: "shop/neo4j-0", claim: "shop/neo4j-data", zone: "a" },
        ]);
    });

    it("must wait without their zone, and the scheduler must say that it is for the volume", () => {
        const waits = (message: string): { readonly pods: readonly Live[] } => ({
            pods: [pod("shop/neo4j-0", { claim: "neo4j-data", unscheduled: message })],
        });
        assert.deepEqual(mustWait([neo4j], waits(AFFINITY), []), []);
        assert.deepEqual(mustWait([neo4j], waits("2 node(s) had volume node affinity conflict"), []), []);
        assert.match(mustWait([neo4j], waits("Insufficient cpu"), []).join(), /only says: Insufficient cpu/);
        const involvedObject = { namespace: "shop", name: "neo4j-0" };
        const event = { metadata: {}, reason: "FailedScheduling", involvedObject, message: AFFINITY };
        assert.deepEqual(mustWait([neo4j], waits("were unschedulable"), [event]), []);
        const others = { ...event, involvedObject: { namespace: "shop", name: "neo4j-1" } };
        assert.match(mustWait([neo4j], waits("were unschedulable"), [others]).join(), /only says/);
        assert.match(mustWait([neo4j], { pods: PODS }, []).join(), /runs on general-0, although its volume is in a/);
        assert.match(mustWait([neo4j], { pods: [] }, []).join(), /shop\/neo4j-0 is gone/);
    });

    it("have a runbook that is there, and are told with it", () => {
        assert.deepEqual(withoutRunbook([neo4j], ROOT), []);
        const hot = { pod: "akosha/hot-0", claim: "akosha/akosha-hot-store-data", zone: "a" };
        assert.deepEqual(withoutRunbook([hot], ROOT), []);
        assert.match(withoutRunbook([{ ...hot, claim: "shop/cart" }], ROOT).join(), /shop\/cart: nothing in docs says/);
        assert.match(withoutRunbook([neo4j], path.join(ROOT, "docs")).join(), /restore-neo4j\.md is not there/);
        assert.equal(runbookOf({ claim: "acme/acme-brain-data" })?.file, "docs/guides/restore-volumes.md");
        const loki = { pod: "loki/loki-0", claim: "loki/storage-loki-0", zone: "a" };
        assert.deepEqual(withoutRunbook([loki], ROOT), []);
        assert.equal(runbookOf(loki)?.heading, "Monitoring's own volumes");
        assert.equal(told([neo4j]), "1 wait for the zone: shop/neo4j-0 (docs/guides/restore-neo4j.md)");
    });

    it("decide which zone is taken first, and the busiest node of each group which node", () => {
        const nodes = [...NODES.nodes, node("system-0", "system", "b")];
        assert.deepEqual(zonesByWriters({ nodes }, [{ ...neo4j, zone: "b" }]), ["b", "a"]);
        assert.deepEqual(zonesByWriters({ nodes }, []), ["a", "b"]);
        const pods = [pod("shop/x", { node: "general-1" }), pod("shop/y", { node: "general-0", phase: "Succeeded" })];
        assert.deepEqual(busiestOfEach({ nodes, pods }), ["general-1", "system-0"]);
    });
});
