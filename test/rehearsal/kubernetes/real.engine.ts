import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as k8s from "@pulumi/kubernetes";
import { gibibytes, Namespace, VolumeClaim } from "../../../components/workload";
import { DEFAULT_MINOR } from "../../../config/versions";
import { controlPlanes } from "../../../rehearsal/cluster";
import { scope, siteOf } from "../../components/workload/fixture";
import { Bench, type Program, type Result } from "../support/bench";
import { ONE_NODE, providerFor } from "./one-node";

/** Two workloads of one namespace that know nothing of each other. */
const shop =
    (bench: Bench, cpu: string, level = "info"): Program =>
    () => {
        const provider = providerFor(bench);
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
                // What is to fail fails soon; what is to work has the time that a busy machine needs.
                { provider, customTimeouts: { create: cpu === "100" && name === "back" ? "20s" : "5m", update: "5m" } },
            );
    };

/** One name, wanted by as many resources as are named here, one after the other; and an account that Kubernetes makes itself. */
const wanted =
    (bench: Bench, ...resources: readonly string[]): Program =>
    () => {
        const provider = providerFor(bench);
        const namespace = new k8s.core.v1.Namespace("shop", { metadata: { name: "shop" } }, { provider });
        const inside = { namespace: namespace.metadata.name };
        const before: k8s.core.v1.ConfigMap[] = [];
        for (const name of resources) {
            const args = { metadata: { ...inside, name: "settings" }, data: { by: name } };
            before.push(new k8s.core.v1.ConfigMap(name, args, { provider, dependsOn: [...before] }));
        }
        const metadata = { ...inside, name: "default" };
        new k8s.core.v1.ServiceAccountPatch("account", { metadata, automountServiceAccountToken: false }, { provider });
    };

/** A volume of the program's own component, which a pod has. */
function claimed(bench: Bench, gibibytesOfIt: number): void {
    const provider = providerFor(bench);
    const opts = { provider };
    const namespace = new Namespace(
        "shop",
        { site: siteOf({ scope: { ...scope, data: "disposable" } }), system: "shop" },
        opts,
    );
    const metadata = { name: "gp3" };
    const asked = { cpu: "100m", memory: "64Mi", "ephemeral-storage": "64Mi" };
    const storage = new k8s.storage.v1.StorageClass(
        "gp3",
        {
            ...{ metadata, provisioner: "ebs.csi.aws.com", reclaimPolicy: "Delete" },
            ...{ volumeBindingMode: "WaitForFirstConsumer", allowVolumeExpansion: true },
        },
        opts,
    );
    const size = gibibytes(gibibytesOfIt);
    const claim = new VolumeClaim("data", { namespace, size, storageClass: "gp3" }, { ...opts, dependsOn: storage });
    new k8s.apps.v1.Deployment(
        "front",
        {
            metadata: { namespace: namespace.namespaceName, name: "front" },
            spec: {
                selector: { matchLabels: { app: "front" } },
                template: {
                    metadata: { labels: { app: "front" } },
                    spec: {
                        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
                        containers: [
                            {
                                ...{ name: "main", image: "a" },
                                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
                                resources: { requests: asked, limits: asked },
                            },
                        ],
                        volumes: [{ name: "data", persistentVolumeClaim: { claimName: claim.claimName } }],
                    },
                },
            },
        },
        { ...opts, dependsOn: [...claim.ready], customTimeouts: { create: "5m" } },
    );
}

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
    const planes = controlPlanes({ minor: DEFAULT_MINOR, key: "toy", shape: () => Promise.resolve(ONE_NODE) });

    it("says why a pod does not start while the rest goes on, mends it, sees no change, and leaves nothing", async () => {
        const run = (command: "up" | "down", cpu: string, level?: string) =>
            bench.run(command, shop(bench, cpu, level));
        const first = await run("up", "100");
        assert.equal(first.status, 1, first.text);
        assert.match(first.text, /'back' timed out waiting to be Ready/);
        assert.match(
            first.text,
            /shop\/back \(Deployment\): pod back-\S+: is not scheduled: 0\/1 nodes.*Insufficient cpu/,
        );
        assert.match(first.text, /^ {2}1 \/ 1 +Deployment +shop +front$/m, "what does not depend on it is made");
        assert.match(first.text, /^! 0 \/ 1 +Deployment +shop +back$/m);

        const mended = await run("up", "200m");
        assert.equal(mended.status, 0, mended.text);
        assert.match(mended.text, /1 updated, \d+ unchanged/);
        assert.match(mended.text, /look around: KUBECONFIG=\S+ \S+kubectl\S* get pods -A/);
        assert.match((await run("up", "200m")).text, /is up to date: \d+ resources, no changes/);
        assert.match((await run("up", "200m", "debug")).text, /1 replaced/);
        goneWith(await run("down", "200m"));
    });

    it("refuses a name that is taken, under whatever name the resource is known, and patches what Kubernetes makes", async () => {
        const twice = await bench.run("up", wanted(bench, "one", "other"));
        assert.equal(twice.status, 1, twice.text);
        assert.match(twice.text, /::other".*configmaps "settings" already exists/);
        const renamed = await bench.run("up", wanted(bench, "renamed"));
        assert.equal(renamed.status, 1, "adopted, it would be gone with the one before it");
        assert.match(renamed.text, /::renamed".*configmaps "settings" already exists/);
        const again = await bench.run("up", wanted(bench, "one"));
        assert.equal(again.status, 0, again.text);
        goneWith(await bench.run("down", wanted(bench, "one")));
    });

    it("grows a claim whose volume a pod has had", async () => {
        const sized =
            (size: number): Program =>
            () => {
                claimed(bench, size);
            };
        for (const size of [1, 2]) {
            const run = await bench.run("up", sized(size));
            assert.equal(run.status, 0, run.text);
            if (size === 2) assert.match(run.text, /1 updated, \d+ unchanged/);
        }
        goneWith(await bench.run("down", sized(2)));
    });

    it("takes down what was protected: a run that lifts the protection, and a run that destroys", async () => {
        const kept: Program = (data) => {
            const provider = providerFor(bench);
            const namespace = new k8s.core.v1.Namespace("shop", { metadata: { name: "shop" } }, { provider });
            for (const name of ["settings", "prices"])
                new k8s.core.v1.ConfigMap(
                    name,
                    { metadata: { namespace: namespace.metadata.name, name }, data: { by: name } },
                    { provider, protect: data !== "disposable" },
                );
        };
        const up = await bench.run("up", kept);
        assert.equal(up.status, 0, up.text);
        const down = await bench.run("down", kept);
        assert.match(down.text, /data: keep protects dev/);
        goneWith(down);
    });

    function goneWith(down: Result): void {
        assert.equal(down.status, 0, down.text);
        assert.match(down.text, /nothing on the Kubernetes API server, which is stopped/);
        assert.deepEqual([bench.state().resources, fs.existsSync(bench.paths().cluster)], [[], false]);
    }
});
