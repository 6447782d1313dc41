import assert from "node:assert/strict";
import { connect, disconnect, type Cluster } from "../../../rehearsal/kubernetes/real/cluster";
import { operatedKinds } from "../../../rehearsal/kubernetes/real/stand-ins/prometheus-operator";
import { handleOf } from "../../../rehearsal/kubernetes/real/stand-ins/stand-in";
import { FakeApiServer } from "./api-server";

const API = "monitoring.coreos.com/v1";
const INSIDE = "/apis/apps/v1/namespaces/monitoring";

/** As the chart itself writes it. */
const METRICS = {
    ...{ apiVersion: API, kind: "Prometheus" },
    metadata: { name: "metrics", namespace: "monitoring", uid: "1", generation: 3 },
    spec: {
        ...{ replicas: 2, version: "v3.5.0", serviceAccountName: "prometheus" },
        storage: { volumeClaimTemplate: { spec: { resources: { requests: { storage: "50Gi" } } } } },
    },
};

describe("the stand-in for Prometheus Operator", () => {
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

    it("makes the StatefulSet of a Prometheus that the chart itself has written, with the reloader that the operator is told of", async () => {
        const args = ["--prometheus-config-reloader=quay.io/reloader:v1", "--config-reloader-cpu-request=10m"];
        server.put(`${INSIDE}/deployments/operator`, {
            metadata: { name: "operator", namespace: "monitoring" },
            spec: { template: { spec: { containers: [{ name: "operator", args }] } } },
        });
        const kind = { apiVersion: API, kind: "Prometheus", plural: "prometheuses", namespaced: true, listable: true };
        await operatedKinds[0]?.react(METRICS, handleOf(cluster, kind, METRICS));
        const made = server.get(`${INSIDE}/statefulsets/prometheus-metrics`);
        assert.ok(made, "no StatefulSet");
        const { replicas, template, volumeClaimTemplates } = made.spec as {
            replicas: number;
            template: { spec: { containers: { name: string; image: string; resources: unknown }[] } };
            volumeClaimTemplates: { spec: unknown }[];
        };
        assert.equal(replicas, 2);
        assert.deepEqual(
            template.spec.containers.map(({ name, image }) => `${name} ${image}`),
            ["prometheus quay.io/prometheus/prometheus:v3.5.0", "config-reloader quay.io/reloader:v1"],
        );
        assert.deepEqual(template.spec.containers[1]?.resources, { requests: { cpu: "10m" }, limits: {} });
        assert.deepEqual(volumeClaimTemplates[0]?.spec, METRICS.spec.storage.volumeClaimTemplate.spec);
        assert.match(JSON.stringify(made.metadata.ownerReferences), /"kind":"Prometheus","name":"metrics","uid":"1"/);
    });
});
