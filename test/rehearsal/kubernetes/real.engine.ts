import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as k8s from "@pulumi/kubernetes";
import { DEFAULT_MINOR } from "../../../config/versions";
import { controlPlanes } from "../../../rehearsal/cluster";
import type { Shape, ShapedGroup } from "../../../rehearsal/cluster/shaped";
import { Bench, type Program } from "../support/bench";

const group: ShapedGroup = {
    ...{ key: "general", name: "nodes-general", instanceType: "t4g.large", zones: ["us-east-1a"], min: 1, max: 1 },
    ...{ labels: {}, taints: [], cpuMillicores: 1930, memoryMebibytes: 6837, scratchMebibytes: 26_624 },
    ...{ pods: 110, volumes: 24 },
};
const shape: Shape = { region: "us-east-1", groups: [group], counts: { general: 1 }, standIns: [] };

/** Two workloads of one namespace that know nothing of each other. */
const shop =
    (cpu: string, level = "info"): Program =>
    () => {
        const provider = new k8s.Provider("kubernetes", { kubeconfig: "{}" });
        const namespace = new k8s.core.v1.Namespace("shop", { metadata: { name: "shop" } }, { provider });
        const inside = { namespace: namespace.metadata.name };
        new k8s.core.v1.ConfigMap(
            "settings",
            { metadata: { ...inside, name: "settings" }, data: { level } },
            { provider },
        );
        for (const [name, request] of [
            ["front", "100m"],
            ["back", cpu],
        ] as const)
            new k8s.apps.v1.Deployment(
                name,
                {
                    metadata: { ...inside, name },
                    spec: {
                        selector: { matchLabels: { app: name } },
                        template: {
                            metadata: { labels: { app: name } },
                            spec: {
                                containers: [{ name: "main", image: "a", resources: { requests: { cpu: request } } }],
                            },
                        },
                    },
                },
                { provider, customTimeouts: { create: "20s", update: "60s" } },
            );
    };

describe("a program on a real Kubernetes control plane", () => {
    let bench: Bench;
    beforeEach(() => {
        bench = new Bench().onRealKubernetes(planes);
    });
    afterEach(async () => {
        const { cluster } = bench.paths();
        if (fs.existsSync(cluster)) await planes.stop(cluster);
        bench.remove();
    });
    const planes = controlPlanes({ minor: DEFAULT_MINOR, key: "toy", shape: () => Promise.resolve(shape) });

    it("says why a pod does not start while the rest goes on, mends it, sees no change, and leaves nothing", async () => {
        const run = (command: "up" | "down", program: Program) => bench.run(command, program);
        const first = await run("up", shop("100"));
        assert.equal(first.status, 1, first.text);
        assert.match(
            first.text,
            /back .*not ready within 20 s: 0 of 1 replicas are available; pod back-\S+: is not scheduled: 0\/1 nodes.*Insufficient cpu/,
        );
        assert.match(first.text, /^ {2}1 \/ 1 +Deployment +shop +front$/m, "what does not depend on it is made");
        assert.match(first.text, /^! 0 \/ 1 +Deployment +shop +back$/m);

        const mended = await run("up", shop("200m"));
        assert.equal(mended.status, 0, mended.text);
        assert.match(mended.text, /1 updated, \d+ unchanged/);
        assert.match(mended.text, /look around: KUBECONFIG=\S+ \S+kubectl\S* get pods -A/);
        assert.match((await run("up", shop("200m"))).text, /is up to date: \d+ resources, no changes/);
        assert.match((await run("up", shop("200m", "debug"))).text, /1 replaced/);

        const { cluster } = bench.paths();
        const down = await run("down", shop("200m"));
        assert.equal(down.status, 0, down.text);
        assert.match(down.text, /nothing on the Kubernetes API server, which is stopped/);
        assert.deepEqual([bench.state().resources, fs.existsSync(cluster)], [[], false]);
    });
});
