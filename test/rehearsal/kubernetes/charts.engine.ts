/** Objects of charts on a real control plane: what Kubernetes refuses of them it refuses here, and what their operators do about it is done. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as k8s from "@pulumi/kubernetes";
import { CHARTS, DEFAULT_MINOR } from "../../../config/versions";
import { recordOf, type PodFacts } from "../../../plan/charts/record";
import { controlPlanes } from "../../../rehearsal/cluster";
import { objectsOf } from "../../../rehearsal/cluster/objects";
import { operatedObject } from "../../../rehearsal/cluster/operated";
import { run } from "../../../rehearsal/cluster/run";
import type { Manifest, Shape, ShapedRelease } from "../../../rehearsal/cluster/shaped";
import { Bench, type Program, type Result } from "../support/bench";
import { ONE_NODE, providerFor } from "./one-node";

interface Wanted {
    readonly loki: { readonly replicas: number; readonly gibibytes: number };
    readonly prometheus: { readonly gibibytes: number };
}

const NAMESPACES = ["loki", "monitoring"] as const;
const { loki: LOKI, kubePrometheusStack: STACK } = CHARTS;
const VALUES = { loki: { commonConfig: { replication_factor: 1 } } };

const releaseOf = (
    { chart, version, repository }: typeof LOKI | typeof STACK,
    namespace: string,
    objects: readonly Manifest[],
): ShapedRelease => ({ ...{ name: chart, namespace, chart, version, repository }, objects });

function shapeOf({ loki, prometheus }: Wanted): Shape {
    const amounts = { cpuMillicores: 50, memoryMebibytes: 256, nodeSelector: {} };
    const pods = { namespace: "loki", name: "loki", ...amounts, replicas: loki.replicas };
    const release = { chart: LOKI.chart, version: LOKI.version, name: "loki", namespace: "loki", values: VALUES };
    return {
        ...ONE_NODE,
        releases: [
            releaseOf(LOKI, "loki", objectsOf(release, [{ ...pods, volumeGibibytes: loki.gibibytes }])),
            releaseOf(STACK, "monitoring", [prometheusOf(prometheus.gibibytes)]),
        ],
    };
}

function prometheusOf(gibibytes: number): Manifest {
    const [variant] = recordOf(STACK.chart)?.variants ?? [];
    const pods = variant?.pods.find(({ madeOf }) => madeOf === "Prometheus");
    assert.ok(pods, "no Prometheus in the record");
    const claims = (pods.claims ?? []).map((claim) => ({ ...claim, storage: `${String(gibibytes)}Gi` }));
    const anywhere: PodFacts & { readonly madeOf: string } = {
        ...pods,
        madeOf: "Prometheus",
        nodeSelector: {},
        claims,
    };
    return operatedObject(anywhere);
}

/** What the charts find: namespaces, classes and accounts. The values stand for a change of what the archive makes. */
const cluster =
    (bench: Bench, wanted: Wanted): Program =>
    () => {
        const provider = providerFor(bench);
        const namespaces = NAMESPACES.map(
            (name) => new k8s.core.v1.Namespace(name, { metadata: { name } }, { provider }),
        );
        const storage = new k8s.storage.v1.StorageClass(
            "gp3",
            {
                metadata: { name: "gp3" },
                ...{ provisioner: "ebs.csi.aws.com", volumeBindingMode: "WaitForFirstConsumer" },
            },
            { provider },
        );
        const priority = new k8s.scheduling.v1.PriorityClass(
            "store",
            { metadata: { name: "mindcloud-store" }, value: 1000 },
            { provider },
        );
        const account = new k8s.core.v1.ServiceAccount(
            "account",
            { metadata: { name: "kube-prometheus-stack-prometheus", namespace: "monitoring" } },
            { provider, dependsOn: namespaces },
        );
        // What is to fail fails soon; what is to work has the time that a busy machine needs.
        const timeout = wanted.loki.replicas > 1 ? 20 : 300;
        const release = ({ chart, version, repository }: typeof LOKI | typeof STACK, namespace: string, says: object) =>
            new k8s.helm.v3.Release(
                chart,
                {
                    ...{ name: chart, chart, version, namespace, repositoryOpts: { repo: repository } },
                    ...{ values: { says: JSON.stringify(says) }, timeout },
                },
                { provider, dependsOn: [...namespaces, storage, priority, account] },
            );
        release(LOKI, "loki", wanted.loki);
        release(STACK, "monitoring", wanted.prometheus);
    };

describe("charts on a real Kubernetes control plane", () => {
    let bench: Bench;
    beforeEach(() => {
        bench = new Bench();
    });
    afterEach(async () => {
        const { cluster: directory } = bench.paths();
        if (fs.existsSync(directory)) await planesFor(FIRST).stop(directory);
        bench.remove();
    });

    const FIRST: Wanted = { loki: { replicas: 1, gibibytes: 10 }, prometheus: { gibibytes: 20 } };
    const planesFor = (wanted: Wanted) =>
        controlPlanes({
            minor: DEFAULT_MINOR,
            key: JSON.stringify(wanted),
            shape: () => Promise.resolve(shapeOf(wanted)),
        });
    const up = (wanted: Wanted): Promise<Result> =>
        bench.onRealKubernetes(planesFor(wanted)).run("up", cluster(bench, wanted));

    /** Asked again until it is so: an operator takes its time. */
    async function becomes(wanted: string, ...words: readonly string[]): Promise<void> {
        const { cluster: directory } = bench.paths();
        for (let left = 600; ; left--) {
            const { output } = await run(`${directory}/kubectl`, ["--kubeconfig", `${directory}/kubeconfig`, ...words]);
            if (output === wanted) return;
            assert.ok(left > 0, `${words.join(" ")}: ${output}, and not ${wanted}`);
            await new Promise((resolve) => setTimeout(resolve, 500));
        }
    }

    it("refuses another claim template of a chart, makes an operator's set anew, and keeps pods apart", async () => {
        const first = await up(FIRST);
        assert.equal(first.status, 0, first.text);
        const size = "jsonpath={.items[*].spec.resources.requests.storage}";
        const claims = ["get", "persistentvolumeclaims", "--all-namespaces", "--output", size];
        await becomes("10Gi 20Gi", ...claims);

        const larger = await up({ ...FIRST, prometheus: { gibibytes: 30 } });
        assert.equal(larger.status, 0, larger.text);
        await becomes("10Gi 30Gi", ...claims);

        const immutable = await up({ loki: { replicas: 1, gibibytes: 20 }, prometheus: { gibibytes: 30 } });
        assert.equal(immutable.status, 1, immutable.text);
        assert.match(immutable.text, /loki.*updates to statefulset spec for fields other than .* are forbidden/);

        const apart = await up({ loki: { replicas: 2, gibibytes: 10 }, prometheus: { gibibytes: 30 } });
        assert.equal(apart.status, 1, apart.text);
        assert.match(apart.text, /loki\/loki \(StatefulSet\): pod loki-1: is not scheduled: .*anti-affinity/);

        const down = await bench.run("down", cluster(bench, FIRST));
        assert.equal(down.status, 0, down.text);
        assert.match(down.text, /nothing on the Kubernetes API server, which is stopped/);
    });
});
