import assert from "node:assert/strict";
import { secretOnTheWire } from "../../../plan/values";
import { madeByPulumi, standing } from "../../../rehearsal/kubernetes/real/inventory";
import { holdsSecret, reveal } from "../../../rehearsal/wire";
import { Bench, configMap, CONFIG_MAP, deployment, DEPLOYMENT, settings, subject } from "./bench";

describe("rehearsal: Kubernetes objects on an API server", () => {
    let bench: Bench;
    beforeEach(async () => {
        bench = await Bench.start();
    });
    afterEach(() => bench.stop());

    it("applies on the server's side, in one name, with a client certificate, and keeps only what it has set", async () => {
        const { server, provider } = bench;
        const { id, outputs } = await provider.create(configMap, settings);
        assert.equal(id, "akosha/settings");
        const apply = server.asked.find(({ method }) => method === "PATCH");
        assert.equal(apply?.path, CONFIG_MAP);
        assert.equal(apply.type, "application/apply-patch+yaml");
        assert.deepEqual([apply.query.get("fieldManager"), apply.query.get("force")], ["pulumi-kubernetes", "false"]);
        assert.deepEqual([apply.body.apiVersion, apply.body.kind], ["v1", "ConfigMap"]);
        assert.deepEqual(Object.keys(outputs.metadata as object), ["name", "namespace", "uid", "creationTimestamp"]);
        assert.ok(!("resourceVersion" in (outputs.metadata as object)), "it changes with every status");
    });

    it("takes fields over only where the annotation says so", async () => {
        const { server, provider } = bench;
        const annotations = { "pulumi.com/patchForce": "true" };
        await provider.create(configMap, { ...settings, metadata: { ...settings.metadata, annotations } });
        assert.equal(server.asked.find(({ method }) => method === "PATCH")?.query.get("force"), "true");
    });

    it("refuses a name that is taken, and a kind that is not served", async () => {
        const { server, provider } = bench;
        server.put(CONFIG_MAP, settings);
        await assert.rejects(
            provider.create(configMap, settings),
            /cannot create akosha-settings \(.*\): AlreadyExists: "akosha\/settings" already exists/,
        );
        await assert.rejects(
            provider.create(subject("kubernetes:example.com/v1:Thing"), { metadata: { name: "a" } }),
            /NotFound: no matches for kind "Thing" in version "example.com\/v1"\. To fix/,
        );
    });

    it("hands on what the API server says, after the resource's name", async () => {
        const { server, provider } = bench;
        server.refuse = ({ method }) =>
            method === "PATCH"
                ? { code: 422, reason: "Invalid", message: 'ConfigMap "settings" is invalid: data' }
                : undefined;
        await assert.rejects(
            provider.create(configMap, settings),
            /^Error: cannot create akosha-settings \(kubernetes:core\/v1:ConfigMap\): Invalid: ConfigMap "settings" is invalid: data$/,
        );
        server.refuse = () => ({
            code: 409,
            reason: "Conflict",
            message: 'conflict with "hpa" using v2: .spec.replicas',
        });
        await assert.rejects(
            provider.update(configMap, "akosha/settings", {}, settings),
            /\.spec\.replicas.*patchForce/,
        );
        await server.stop();
        await assert.rejects(
            provider.update(configMap, "akosha/settings", {}, settings),
            /Unreachable: the API server at/,
        );
    });

    it("lets go of what a patch has set, and leaves the object; a patch needs one", async () => {
        const { server, cluster, provider } = bench;
        const patch = subject("kubernetes:core/v1:ServiceAccountPatch", "default-token");
        const inputs = { metadata: { name: "default", namespace: "akosha" }, automountServiceAccountToken: false };
        await assert.rejects(provider.create(patch, inputs), /a patch needs an object, and "default" does not exist/);
        const account = "/api/v1/namespaces/akosha/serviceaccounts/default";
        server.put(account, { metadata: inputs.metadata });
        await provider.create(patch, inputs);
        await provider.delete(patch, "akosha/default", {});
        assert.notEqual(server.get(account), undefined);
        const [first, last] = server.asked.filter(({ method }) => method === "PATCH");
        assert.match(first?.query.get("fieldManager") ?? "", /^pulumi-kubernetes-[0-9a-f]{8}$/);
        assert.equal(last?.query.get("fieldManager"), first?.query.get("fieldManager"));
        assert.deepEqual(last?.body, { apiVersion: "v1", kind: "ServiceAccount", metadata: inputs.metadata });
        assert.deepEqual(await madeByPulumi(cluster), []);
    });

    it("reads no drift after a change of status, and sees a changed field, a lost object and one in its place", async () => {
        const { server, provider } = bench;
        const { id, outputs } = await provider.create(configMap, settings);
        const known = { inputs: settings, outputs };
        server.put(CONFIG_MAP, { metadata: { labels: { of: "somebody else" } }, status: { phase: "new" } });
        assert.deepEqual(await provider.read(configMap, id, known), { id, inputs: settings, outputs });

        server.put(CONFIG_MAP, { metadata: {}, data: { level: "debug" } });
        const drifted = await provider.read(configMap, id, known);
        assert.ok(drifted);
        assert.deepEqual(drifted.inputs.data, { level: "debug" });
        assert.deepEqual(provider.diff(configMap, id, drifted.inputs, {}, settings).changed, ["data"]);

        server.remove(CONFIG_MAP);
        assert.equal(await provider.read(configMap, id, known), undefined);
        server.put(CONFIG_MAP, settings);
        assert.notDeepEqual((await provider.read(configMap, id, known))?.outputs, outputs, "another uid");
    });

    it("imports what its manager has set, whoever has set more", async () => {
        const { server, cluster, provider } = bench;
        const fieldsV1 = {
            "f:metadata": { "f:labels": { "f:app": {} } },
            "f:spec": { "f:containers": { 'k:{"name":"api"}': { ".": {}, "f:name": {}, "f:image": {} } } },
        };
        const entry = { manager: "pulumi-kubernetes", operation: "Apply", apiVersion: "apps/v1", fieldsV1 };
        const containers = [{ name: "sidecar" }, { name: "api", image: "a", imagePullPolicy: "Always" }];
        server.put(DEPLOYMENT, {
            ...{ apiVersion: "apps/v1", kind: "Deployment" },
            metadata: { name: "query", namespace: "akosha", labels: { app: "a", theirs: "b" }, managedFields: [entry] },
            spec: { containers, replicas: 5 },
        });
        const read = await provider.read(deployment, "akosha/query", { inputs: {}, outputs: {} });
        assert.deepEqual(read?.inputs, {
            ...{ apiVersion: "apps/v1", kind: "Deployment" },
            metadata: { labels: { app: "a" }, name: "query", namespace: "akosha" },
            spec: { containers: [{ name: "api", image: "a" }] },
        });
        assert.deepEqual(
            (await madeByPulumi(cluster)).map(({ type, id }) => [type, id]),
            [["kubernetes:apps/v1:Deployment", "akosha/query"]],
        );
        assert.deepEqual(await standing(cluster), ["Deployment akosha/query"]);
    });

    it("sends a secret's text as data, and gives it back as a secret", async () => {
        const { server, provider } = bench;
        const secret = subject("kubernetes:core/v1:Secret");
        const inputs = {
            metadata: { name: "token", namespace: "akosha" },
            stringData: secretOnTheWire({ token: "hidden" }),
        };
        const { outputs } = await provider.create(secret, inputs);
        const sent = server.asked.find(({ method }) => method === "PATCH")?.body;
        assert.deepEqual(sent?.data, { token: Buffer.from("hidden").toString("base64") });
        assert.ok(!("stringData" in sent));
        assert.ok(holdsSecret(outputs.stringData));
        assert.deepEqual(reveal(outputs.stringData), { token: "hidden" });
        assert.ok(!JSON.stringify({ ...outputs, stringData: "" }).includes("hidden"));
    });

    it("fails as it is asked to: before anything exists, and after", async () => {
        const { server, provider, faults } = bench;
        faults.push({ on: configMap.type, kind: "before" });
        await assert.rejects(provider.create(configMap, settings), /a fault that was asked for/);
        assert.equal(server.get(CONFIG_MAP), undefined);
        faults[0] = { on: configMap.type, kind: "after" };
        await assert.rejects(provider.create(configMap, settings), /the connection broke/);
        assert.notEqual(server.get(CONFIG_MAP), undefined);
    });

    it("records a Helm release in a namespace that is there", async () => {
        const { server, provider } = bench;
        const release = subject("kubernetes:helm.sh/v3:Release", "keda-release");
        const inputs = { name: "keda", namespace: "keda", chart: "keda", version: "1.0.0" };
        await assert.rejects(provider.create(release, inputs), /NotFound: namespace "keda" does not exist/);
        server.put("/api/v1/namespaces/keda", { metadata: { name: "keda" } });
        assert.equal((await provider.create(release, inputs)).id, "keda/keda");
    });
});
