import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { connect, disconnect, type Cluster } from "../../../rehearsal/kubernetes/real/cluster";
import { madeByPulumi, standing } from "../../../rehearsal/kubernetes/real/inventory";
import { followReleases } from "../../../rehearsal/kubernetes/real/stand-ins/releases";
import { FakeApiServer } from "./api-server";

const RELEASE = "/api/v1/namespaces/keda/secrets/sh.helm.release.v1.keda.v1";

/** As Helm stores a release, and the API server hands it out. */
function stored(status: string, chart = "keda") {
    const release = JSON.stringify({ name: "keda", chart: { metadata: { name: chart } } });
    const packed = Buffer.from(gzipSync(release).toString("base64")).toString("base64");
    const labels = { owner: "helm", name: "keda", status, version: "1" };
    return {
        ...{ type: "helm.sh/release.v1", data: { release: packed } },
        metadata: { name: "sh.helm.release.v1.keda.v1", namespace: "keda", labels },
    };
}

describe("rehearsal: what stands on an API server, whoever made it", () => {
    let server: FakeApiServer;
    let cluster: Cluster;
    beforeEach(async () => {
        server = await FakeApiServer.start();
        cluster = connect(server.kubeconfig);
    });
    afterEach(async () => {
        disconnect(cluster);
        await server.stop();
    });

    it("sees a chart come when Helm has installed it, and go when Helm takes it away", async () => {
        const seen: string[] = [];
        const push = (what: string) => (chart: string) => void seen.push(`${what} ${chart}`);
        followReleases(cluster, push("came"), push("went"));
        await until(() => server.watching("secrets") === 1);
        server.put("/api/v1/namespaces/keda/secrets/other", { type: "Opaque", metadata: { name: "other" } });
        server.put(RELEASE, stored("pending-install"));
        server.put(RELEASE, stored("deployed"));
        await until(() => seen.length === 1);
        server.put(RELEASE, stored("uninstalling"));
        await until(() => seen.length === 2);
        server.remove(RELEASE);
        assert.deepEqual(seen, ["came keda", "went keda"]);
    });

    it("knows what Pulumi has made from what Pulumi has patched, and releases by name", async () => {
        const applied = { manager: "pulumi-kubernetes-0a1b2c3d", operation: "Apply", apiVersion: "apps/v1" };
        const object = (kind: string, name: string, managedFields: object[]) => ({
            ...{ kind, metadata: { name, namespace: "akosha", managedFields } },
        });
        const inside = "/namespaces/akosha/";
        server.put(`/apis/apps/v1${inside}deployments/query`, object("Deployment", "query", [applied]));
        server.put(
            `/api/v1${inside}serviceaccounts/default`,
            object("ServiceAccount", "default", [{ ...applied, apiVersion: "v1" }]),
        );
        server.put(`/api/v1${inside}configmaps/theirs`, object("ConfigMap", "theirs", []));
        server.put(RELEASE, stored("deployed"));
        // Revisions: one that another has taken the place of is Helm's own memory, one that was never ended is what a kill leaves.
        const manager = [{ ...applied, manager: "pulumi-kubernetes", apiVersion: "v1" }];
        for (const [revision, status] of ["superseded", "pending-upgrade"].entries()) {
            const name = `sh.helm.release.v1.keda.v${String(revision + 2)}`;
            const metadata = { ...stored(status).metadata, name, managedFields: manager };
            server.put(`/api/v1/namespaces/keda/secrets/${name}`, { ...stored(status), metadata });
        }
        assert.deepEqual((await madeByPulumi(cluster)).map(({ type, id }) => `${type} ${id}`).sort(), [
            "kubernetes:apps/v1:Deployment akosha/query",
            "kubernetes:core/v1:Secret keda/sh.helm.release.v1.keda.v3",
            "kubernetes:helm.sh/v3:Release keda/keda",
        ]);
        assert.deepEqual(await standing(cluster), [
            "ConfigMap akosha/theirs",
            "Deployment akosha/query",
            "Secret keda/sh.helm.release.v1.keda.v1",
            "Secret keda/sh.helm.release.v1.keda.v2",
            "Secret keda/sh.helm.release.v1.keda.v3",
        ]);
    });
});

async function until(isSo: () => boolean): Promise<void> {
    for (const deadline = Date.now() + 5000; !isSo(); await new Promise((resolve) => setTimeout(resolve, 5)))
        if (Date.now() > deadline) throw new Error("it never was so");
}
