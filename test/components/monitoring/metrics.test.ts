/** Prometheus: that it reads everything, alerts over nothing that EKS hides, and holds nobody up. */
import assert from "node:assert/strict";
import { recordOf } from "../../../plan/charts/record";
import type { Graph } from "../../../plan/graph";
import { completeGraph, economyGraph, release } from "../cluster/fixture";
import { at, object } from "../workload/fixture";

const CHART = "kube-prometheus-stack";

describe("Metrics", () => {
    let graph: Graph;
    before(async () => {
        graph = await completeGraph();
    });
    const values = (of: Graph, ...path: readonly string[]) => at(release(of, CHART), "values", ...path);
    const spec = (of: Graph) => values(of, "prometheus", "prometheusSpec") as Record<string, unknown>;

    it("leaves out what EKS runs where nobody can read it, with the rules over it", () => {
        for (const part of ["kubeEtcd", "kubeScheduler", "kubeControllerManager", "kubeProxy"])
            assert.deepEqual(values(graph, part), { enabled: false }, part);
        // By what the chart makes of it: with its part, each group of rules is gone by itself.
        const rules = (recordOf("kube-prometheus-stack")?.variants ?? [])
            .flatMap(({ objects }) => objects.filter(({ kind }) => kind === "PrometheusRule"))
            .map(({ name }) => name);
        assert.ok(rules.some((name) => name.includes("k8s.rules")));
        assert.deepEqual(
            rules.filter((name) => /etcd|scheduler|controller-manager|kube-proxy|apiserver|windows/.test(name)),
            [],
        );
    });

    it("reads the monitors and rules of every namespace, whoever wrote them", () => {
        for (const kind of ["serviceMonitor", "podMonitor", "probe", "rule", "scrapeConfig"])
            assert.equal(spec(graph)[`${kind}SelectorNilUsesHelmValues`], false, kind);
    });

    it("survives a zone and keeps a month on encrypted volumes in production, and costs little elsewhere", async () => {
        const economy = await economyGraph();
        const volumes = [graph, economy].map((of) => {
            const { replicas, retention, retentionSize, storageSpec } = spec(of);
            const claim = at({ inputs: { storageSpec } } as never, "storageSpec", "volumeClaimTemplate", "spec");
            const { storageClassName, resources } = claim as {
                storageClassName: string;
                resources: { requests: { storage: string } };
            };
            return [replicas, retention, retentionSize, resources.requests.storage, storageClassName];
        });
        assert.deepEqual(volumes, [
            [2, "30d", "40GiB", "50Gi", "gp3"],
            [1, "15d", "40GiB", "50Gi", "gp3"],
        ]);
        assert.equal(values(graph, "prometheus", "podDisruptionBudget", "enabled"), true);
        assert.equal(values(economy, "prometheus", "podDisruptionBudget", "enabled"), false, "it must be evictable");
    });

    it("says to capacity what it says to the chart: both containers of Prometheus, and an exporter on every node", () => {
        const footprint = graph.the("mindcloud:monitoring:Metrics").inputs.footprint as {
            name: string;
            replicas: number | string;
            requests: { cpuMillicores: number; memoryMebibytes: number };
            nodes?: string;
        }[];
        const prometheus = footprint.find(({ name }) => name === `prometheus-${CHART}-prometheus`);
        const asked = spec(graph).resources as { requests: { cpu: string; memory: string } };
        const reloader = values(graph, "prometheusOperator", "prometheusConfigReloader", "resources") as typeof asked;
        assert.equal(
            prometheus?.requests.cpuMillicores,
            parseInt(asked.requests.cpu) + parseInt(reloader.requests.cpu),
        );
        assert.equal(
            prometheus.requests.memoryMebibytes,
            parseInt(asked.requests.memory) * 1024 + parseInt(reloader.requests.memory),
        );
        assert.equal(prometheus.replicas, spec(graph).replicas);
        const exporter = footprint.find(({ replicas }) => replicas === "perNode");
        assert.equal(exporter?.nodes, undefined, "it is not only on system nodes");
    });

    it("keeps the exporter that looks into nodes apart from everything else, and says why it may", () => {
        const namespace = String(values(graph, "prometheus-node-exporter", "namespaceOverride"));
        const apart = object(graph, "Namespace", namespace);
        assert.equal(at(apart, "metadata", "labels", "pod-security.kubernetes.io/enforce"), "privileged");
        assert.match(String(at(apart, "metadata", "annotations", "mindcloud.dev/pod-security-exception")), /node/);
        assert.ok(graph.dependsOn(release(graph, CHART), apart));
        const rest = object(graph, "Namespace", "monitoring");
        assert.equal(at(rest, "metadata", "labels", "pod-security.kubernetes.io/enforce"), "restricted");
    });

    it("is where monitors, policies and scalers of the systems expect it, though none of them waits for it", () => {
        assert.equal(release(graph, CHART).inputs.namespace, "monitoring");
        const policy = JSON.stringify(object(graph, "NetworkPolicy", "allow-chart", "keda").inputs);
        assert.match(policy, /"kubernetes.io\/metadata.name":"monitoring"/);
        assert.deepEqual(graph.dependentsOf(release(graph, CHART)), []);
    });
});
