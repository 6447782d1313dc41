/** What is asked of kube-state-metrics, against its own documentation at the version that runs; exporters-code.check.ts reads that again. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { metricsOf } from "./exporters";
import { ordinarily } from "./ordinary";

/** By name: the type, and labels with the values that it names; without values: whatever an object says. */
const { source, metrics: documented } = JSON.parse(
    readFileSync(path.join(__dirname, "kube-state-metrics.json"), "utf8"),
) as { readonly source: string; readonly metrics: Readonly<Record<string, string>> };

/**
 * Where its documentation leaves the words to Kubernetes, those of Kubernetes: pkg.go.dev/k8s.io/api, autoscaling/v2
 * HorizontalPodAutoscalerConditionType, core/v1 NodeConditionType, PersistentVolumeClaimPhase; owners are controllers of apps/v1 and
 * batch/v1; reasons are the kubelet's (kubernetes.io/docs/concepts/containers/images, .../workloads/pods/pod-lifecycle); resources in snake
 * case with their units (its own node-metrics page); docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
const OF_KUBERNETES: Readonly<Record<string, string>> = {
    condition:
        "AbleToScale ScalingActive ScalingLimited Ready MemoryPressure DiskPressure PIDPressure NetworkUnavailable",
    phase: "Pending Bound Lost Running Succeeded Failed Unknown",
    owner_kind: "ReplicaSet StatefulSet DaemonSet Job CronJob",
    created_by_kind: "ReplicaSet StatefulSet DaemonSet Job CronJob",
    owner_is_controller: "true false",
    host_network: "true false",
    reason: "ContainerCreating CrashLoopBackOff CreateContainerConfigError CreateContainerError ErrImagePull ImagePullBackOff InvalidImageName OOMKilled Error Completed ContainerCannotRun DeadlineExceeded Evicted",
    resource: "cpu memory ephemeral_storage pods",
    unit: "core byte integer",
    label_eks_amazonaws_com_capacity_type: "ON_DEMAND SPOT CAPACITY_BLOCK",
};

function read(row: string): { readonly type: string; readonly labels: ReadonlyMap<string, readonly string[]> } {
    const [type = "", ...labels] = row.split(" ");
    return {
        type,
        labels: new Map(
            labels.map((label) => {
                const [name = "", values] = label.split("=");
                return [name, values?.split("|") ?? []];
            }),
        ),
    };
}

describe("the catalogue of kube-state-metrics", () => {
    it("has names, types, labels and their values as its documentation has them", () => {
        const ours = metricsOf("kube-state-metrics");
        assert.ok(ours.length > 20);
        for (const metric of ours) {
            const row = documented[metric.name];
            assert.ok(row !== undefined, `${metric.name} is not documented`);
            const { type, labels } = read(row);
            assert.equal(metric.type, type, metric.name);
            assert.ok(metric.source.includes(/v[\d.]+/.exec(source)?.[0] ?? "no version"), metric.source);
            for (const label of metric.labels) {
                // A node's own label, in snake case.
                const values = labels.get(label.replace(/^label_.*/, "label_NODE_LABEL"));
                assert.ok(values !== undefined, `${metric.name} has no label ${label}`);
                const known = values.length > 0 ? values : OF_KUBERNETES[label]?.split(" ");
                if (known === undefined) continue;
                const said = ordinarily(metric).labelValues[label] ?? [];
                assert.deepEqual(
                    said.filter((value) => !known.includes(value)),
                    [],
                    `${metric.name} ${label}`,
                );
            }
        }
    });
});
