import assert from "node:assert/strict";
import { NotReady } from "../../../rehearsal/provider/provider";
import { Bench, configMap, CONFIG_MAP, deployment, DEPLOYMENT, query, settings, subject, until } from "./bench";

const well = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

describe("rehearsal: waiting for Kubernetes objects", () => {
    let bench: Bench;
    beforeEach(async () => {
        bench = await Bench.start();
    });
    afterEach(() => bench.stop());

    it("waits until a deployment is ready, and sees that what it applied last is meant", async () => {
        const { server, provider } = bench;
        let ended = false;
        const creating = provider.create(deployment, query).then((state) => {
            ended = true;
            return state;
        });
        await until(() => server.watching("deployments") === 1);
        server.put(DEPLOYMENT, { metadata: { generation: 1 }, status: { ...well, availableReplicas: 1 } });
        server.put(DEPLOYMENT, { metadata: { generation: 2 }, status: well });
        await new Promise((resolve) => setTimeout(resolve, 30));
        assert.ok(!ended, "the controller has not looked at the second generation yet");
        server.put(DEPLOYMENT, { metadata: { generation: 2 }, status: { ...well, observedGeneration: 2 } });
        assert.equal((await creating).id, "akosha/query");
    });

    it("says of what does not become ready which pod, container and reason; the state keeps it", async () => {
        const { server, provider } = bench;
        const pods = "/api/v1/namespaces/akosha/pods";
        const state = { waiting: { reason: "CrashLoopBackOff", message: "back-off 10s" } };
        server.put(`${pods}/query-1`, {
            metadata: { name: "query-1", namespace: "akosha", labels: { app: "query" } },
            status: { phase: "Running", containerStatuses: [{ name: "api", ready: false, state }] },
        });
        const conditions = [{ type: "PodScheduled", status: "False", message: "0/3 nodes are available" }];
        server.put(`${pods}/query-2`, {
            metadata: { name: "query-2", namespace: "akosha", labels: { app: "query" } },
            status: { phase: "Pending", conditions },
        });
        const error: unknown = await provider.create(deployment, query, 900).catch((reason: unknown) => reason);
        assert.ok(error instanceof NotReady);
        assert.equal(error.state.id, "akosha/query");
        assert.match(error.message, /it was not ready within 0\.2 s \(the program allows 900 s, a rehearsal 0\.2 s\)/);
        assert.match(
            error.message,
            /0 of 2 replicas are available; pod query-1: container api: CrashLoopBackOff: back-off 10s/,
        );
        assert.match(error.message, /pod query-2: is not scheduled: 0\/3 nodes are available/);
    });

    it("takes the Event of its ReplicaSet when there is no pod at all", async () => {
        const { server, provider } = bench;
        const events = "/api/v1/namespaces/akosha/events";
        for (const [name, reason] of [
            ["query-7d9f", "FailedCreate"],
            ["query-worker-7d9f", "Other"],
        ] as const)
            server.put(`${events}/${name}`, {
                ...{ metadata: { name, namespace: "akosha" }, involvedObject: { name } },
                ...{ type: "Warning", reason, message: "exceeded quota: pods" },
            });
        await assert.rejects(provider.create(deployment, query), /available; FailedCreate: exceeded quota: pods$/);
    });

    it("ends at once when Kubernetes gives up, when told not to wait, and when stopped", async () => {
        const { server, provider } = bench;
        const conditions = [
            { type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "it failed 4 times" },
        ];
        const job = { metadata: { name: "init", namespace: "akosha" }, spec: {} };
        server.put("/apis/batch/v1/namespaces/akosha/jobs/init", { ...job, status: { conditions } });
        await assert.rejects(
            provider.update(subject("kubernetes:batch/v1:Job"), "akosha/init", {}, job),
            /it failed: BackoffLimitExceeded: it failed 4 times/,
        );
        const annotations = { "pulumi.com/skipAwait": "true" };
        await provider.create(deployment, { ...query, metadata: { ...query.metadata, annotations } });
        const updating = provider.update(deployment, "akosha/query", {}, query);
        await until(() => server.watching("deployments") === 1);
        provider.cancel();
        await assert.rejects(updating, NotReady);
    });

    it("waits for a claim only where its class binds it without a pod", async () => {
        const { server, provider } = bench;
        const claim = subject("kubernetes:core/v1:PersistentVolumeClaim");
        const of = (name: string) => ({
            ...{ kind: "PersistentVolumeClaim", apiVersion: "v1" },
            metadata: { name, namespace: "akosha" },
            spec: { storageClassName: name },
        });
        for (const [name, volumeBindingMode] of [
            ["at-once", "Immediate"],
            ["later", "WaitForFirstConsumer"],
        ] as const)
            server.put(`/apis/storage.k8s.io/v1/storageclasses/${name}`, {
                metadata: { name },
                volumeBindingMode,
            });
        await provider.create(claim, of("later"));
        await assert.rejects(provider.create(claim, of("at-once")), /it is Pending, not Bound/);
    });

    it("opens one watch for however many wait, and goes on when it breaks", async () => {
        await bench.stop();
        bench = await Bench.start(20);
        const { server, provider } = bench;
        const names = Array.from({ length: 50 }, (_, index) => `query-${String(index)}`);
        const creating = Promise.all(
            names.map((name) => provider.create(deployment, { ...query, metadata: { name, namespace: "akosha" } })),
        );
        await until(
            () =>
                server.watching("deployments") === 1 &&
                server.asked.filter(({ method }) => method === "PATCH").length === 50,
        );
        server.dropWatches();
        for (const name of names)
            server.put(`${DEPLOYMENT.replace(/query$/, "")}${name}`, { metadata: { generation: 1 }, status: well });
        await creating;
        assert.equal(
            server.asked.filter(({ path, query: asked }) => path.endsWith("/deployments") && asked.has("watch")).length,
            2,
        );
        assert.ok(
            server.connections <= 64 + 6,
            `${String(server.connections)} connections for 100 requests and a few watches`,
        );
    });

    it("deletes what owns others in the foreground, and waits until it is gone; what holds it is named", async () => {
        const { server, provider } = bench;
        server.put(CONFIG_MAP, { metadata: { ...settings.metadata, finalizers: ["example.com/held"] } });
        server.goneAfter = undefined;
        await assert.rejects(
            provider.delete(configMap, "akosha/settings", {}),
            /cannot delete akosha-settings .*: Timeout: it is still there; it is held by example.com\/held/,
        );
        assert.equal(server.asked.find(({ method }) => method === "DELETE")?.body.propagationPolicy, "Background");
        server.goneAfter = 20;
        await provider.delete(configMap, "akosha/settings", {});
        assert.equal(server.get(CONFIG_MAP), undefined);
        await provider.delete(configMap, "akosha/settings", {});

        server.put(DEPLOYMENT, query);
        await provider.delete(deployment, "akosha/query", {});
        const foreground = server.asked.filter(
            ({ method, body }) => method === "DELETE" && body.propagationPolicy === "Foreground",
        );
        assert.deepEqual(
            foreground.map(({ path }) => path),
            [DEPLOYMENT],
            "what has pods goes after them",
        );
    });
});
