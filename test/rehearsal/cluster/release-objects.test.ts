/** What a release puts on the embedded cloud's control plane is what its chart was seen to make. */
import assert from "node:assert/strict";
import { mebibytes } from "../../../plan/capacity/amounts";
import { mapIn, mapsIn, requestsOf } from "../../../plan/capacity/requests";
import { recordOf } from "../../../plan/charts/record";
import { objectsOf } from "../../../rehearsal/cluster/objects";
import { statefulSetIn } from "../../../rehearsal/cluster/operated";
import type { Manifest, StandInPods } from "../../../rehearsal/cluster/shaped";

const release = (chart: string, values: object, more: object = {}) => ({
    ...{ chart, name: chart, namespace: chart, version: recordOf(chart)?.version, values },
    ...more,
});
const LOKI = {
    singleBinary: { persistence: { whenDeleted: "Retain" }, nodeSelector: { "mindcloud.dev/purpose": "system" } },
};
const LOKI_OF_THREE = release("loki", { loki: { commonConfig: { replication_factor: 3 } }, ...LOKI });

const named = (objects: readonly Manifest[], kind: string, name: string): Manifest => {
    const found = objects.find((object) => object.kind === kind && mapIn(object.metadata).name === name);
    assert.ok(found, `${kind} ${name} is not there`);
    return found;
};
const specOf = (object: Manifest) => mapIn(object.spec);
const podOf = (object: Manifest) => mapIn(mapIn(specOf(object).template).spec);
const claimSizes = (object: Manifest) =>
    mapsIn(specOf(object).volumeClaimTemplates).map(
        (claim) => mapIn(mapIn(mapIn(claim.spec).resources).requests).storage,
    );

const pods = (name: string, more: Partial<StandInPods> = {}): StandInPods => ({
    ...{ namespace: name, name, replicas: 3, cpuMillicores: 50, memoryMebibytes: 256, nodeSelector: {} },
    ...more,
});

describe("The objects of a chart's release on the embedded cloud", () => {
    it("are real: a StatefulSet with its claim template, anti-affinity and budget, and what its pods stand behind", () => {
        const objects = objectsOf(LOKI_OF_THREE, [pods("loki", { volumeGibibytes: 10 })]);
        const loki = named(objects, "StatefulSet", "loki");
        assert.equal(specOf(loki).replicas, 3);
        assert.deepEqual(claimSizes(loki), ["10Gi"]);
        const { podAntiAffinity } = mapIn(podOf(loki).affinity);
        assert.notDeepEqual(mapIn(podAntiAffinity), {});
        named(objects, "PodDisruptionBudget", "loki-single-binary");
        named(objects, "ServiceAccount", "loki");
        assert.equal(specOf(named(objects, "Service", "loki-headless")).clusterIP, "None");
    });

    it("ask for what this environment reckons with where nobody rendered its values", () => {
        const reckoned = pods("loki", { replicas: 5, cpuMillicores: 400, memoryMebibytes: 8192, volumeGibibytes: 30 });
        const loki = named(objectsOf(LOKI_OF_THREE, [reckoned]), "StatefulSet", "loki");
        assert.equal(specOf(loki).replicas, 5);
        assert.deepEqual(claimSizes(loki), ["30Gi"]);
        const { cpu, memory } = requestsOf(podOf(loki));
        assert.deepEqual([cpu, memory], [400, 8192]);
        const [container] = mapsIn(podOf(loki).containers);
        assert.ok(
            mebibytes(mapIn(mapIn(container?.resources).limits).memory) >= 8192,
            "a limit below its request is refused",
        );
    });

    it("leave the operator what is the operator's: the chart writes a Prometheus, which says the StatefulSet", () => {
        const chart = "kube-prometheus-stack";
        const objects = objectsOf(release(chart, {}, { namespace: "monitoring" }), []);
        const name = "kube-prometheus-stack-prometheus";
        const set = statefulSetIn(named(objects, "Prometheus", name));
        assert.deepEqual(mapIn(set?.metadata).name, `prometheus-${name}`);
        assert.deepEqual(claimSizes(set ?? {}), ["50Gi"]);
        named(objects, "Alertmanager", "kube-prometheus-stack-alertmanager");
        assert.ok(!objects.some(({ kind }) => kind === "StatefulSet"));
    });

    it("ask for no node of ours on a cluster that others made", () => {
        const foreign = release("loki", { loki: { commonConfig: { replication_factor: 3 } } });
        assert.deepEqual(podOf(named(objectsOf(foreign, []), "StatefulSet", "loki")).nodeSelector, {});
        const ours = podOf(named(objectsOf(LOKI_OF_THREE, []), "StatefulSet", "loki"));
        assert.deepEqual(ours.nodeSelector, { "mindcloud.dev/purpose": "system" });
    });

    it("are the pods alone of a chart that nobody rendered", () => {
        const [only, ...others] = objectsOf(release("another", {}, { version: "1.0.0" }), [pods("another")]);
        assert.deepEqual([only?.kind, others], ["Deployment", []]);
    });
});
