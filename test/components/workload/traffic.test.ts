/** Who reaches whom, computed from the emitted policies by an evaluator of its own, against what was declared. */
import assert from "node:assert/strict";
import { Graph } from "../../../plan/graph";
import { theGraph } from "./systems";
import { grafana, matrix, outside, PORTS, scraper } from "./matrix";
import { NetworkEvaluator, type PodEnd } from "./network-evaluator";

interface RuleLike {
    readonly from?: readonly unknown[];
    readonly to?: readonly unknown[];
    readonly ports?: readonly unknown[];
}

interface Spec {
    readonly podSelector: object;
    readonly policyTypes: readonly string[];
    readonly ingress: readonly RuleLike[];
    readonly egress: readonly RuleLike[];
}

describe("traffic of the fixture's systems", () => {
    let graph: Graph;
    let evaluator: NetworkEvaluator;
    before(async () => {
        graph = await theGraph();
        evaluator = new NetworkEvaluator(graph, [scraper, grafana]);
    });

    it("is what the documents say, and nothing else, over every pair of ends and every port", () => {
        assert.deepEqual(matrix(evaluator), [
            "acme/acme-db-init -> store:5432",
            "acme/agent -> akosha/akosha-query:8000",
            "acme/agent -> endpoint:443",
            "acme/agent -> internet:443",
            "acme/agent -> pod identity agent:80",
            // Interfaces of the control plane are somewhere in the private subnets.
            "acme/worker -> endpoint:443",
            "acme/worker -> kubernetes api:443",
            "akosha/akosha-aging -> akosha/akosha-hot:9001",
            "akosha/akosha-aging -> internet:443", // S3, through its gateway endpoint
            "akosha/akosha-aging -> pod identity agent:80",
            "akosha/akosha-ingestion -> akosha/akosha-hot:9001",
            "akosha/akosha-ingestion -> internet:443",
            "akosha/akosha-ingestion -> pod identity agent:80",
            "akosha/akosha-ingestion -> store:6379",
            "akosha/akosha-query -> akosha/akosha-hot:9001",
            "akosha/akosha-query -> internet:443",
            "balancer -> akosha/akosha-query:8000",
            "monitoring/prometheus -> acme/agent:3004",
            "monitoring/prometheus -> akosha/akosha-ingestion:8000",
        ]);
    });

    it("lets every pod ask for names, over UDP and TCP, and of cluster DNS alone", () => {
        const dns: PodEnd = {
            ...{ kind: "pod", name: "coredns", namespace: "kube-system", address: "10.20.64.202" },
            labels: { "k8s-app": "kube-dns" },
        };
        for (const pod of evaluator.pods.filter(({ namespace }) => namespace !== "monitoring")) {
            assert.ok(evaluator.allows(pod, dns, 53, "UDP") && evaluator.allows(pod, dns, 53, "TCP"), pod.name);
            assert.ok(!evaluator.allows(pod, outside.neighbour, 53, "UDP"), pod.name);
            assert.ok(!evaluator.allows(pod, { ...dns, labels: {} }, 53, "UDP"), pod.name);
        }
    });

    it("keeps the instance metadata service from everybody", () => {
        for (const pod of evaluator.pods.filter(({ namespace }) => namespace !== "monitoring"))
            for (const port of PORTS)
                assert.ok(!evaluator.allows(pod, outside.metadata, port), `${pod.name} ${String(port)}`);
    });

    it("is in place before the first pod", () => {
        const policies = graph.ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy");
        for (const kind of ["apps/v1:Deployment", "apps/v1:StatefulSet", "batch/v1:CronJob", "batch/v1:Job"])
            for (const controller of graph.ofType(`kubernetes:${kind}`)) {
                const own = policies.filter(({ name }) => name === `${controller.name}-policy`);
                const closed = policies.filter(({ name }) => /^(akosha|acme)-(default-deny|allow-dns)$/.test(name));
                assert.equal(own.length, 1, controller.name);
                const waits = [...own, ...closed].filter((policy) => graph.dependsOn(controller, policy));
                assert.equal(waits.length, 3, controller.name);
            }
    });

    it("changes with every door that somebody opens or closes by hand", () => {
        const policies: Readonly<Record<string, (spec: Spec) => Spec>> = {
            "akosha-hot-policy": (spec) => ({ ...spec, ingress: [{}] }),
            "akosha-query-policy": (spec) => ({ ...spec, ingress: spec.ingress.map(({ from }) => ({ from })) }),
            "akosha-aging-policy": (spec) => ({ ...spec, egress: spec.egress.slice(1) }),
            "acme-agent-policy": (spec) => ({
                ...spec,
                egress: [...spec.egress, { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }],
            }),
            "acme-worker-policy": (spec) => ({
                ...spec,
                policyTypes: ["Egress"],
                egress: [{ to: [{ namespaceSelector: {} }] }],
            }),
            "akosha-default-deny": (spec) => ({ ...spec, ingress: [{}] }),
            "acme-allow-dns": (spec) => ({
                ...spec,
                egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: 53 }] }],
            }),
        };
        const right = matrix(evaluator);
        for (const [name, change] of Object.entries(policies)) {
            const changed = graph.resources.map((resource) =>
                resource.name === name
                    ? { ...resource, inputs: { ...resource.inputs, spec: change(resource.inputs.spec as Spec) } }
                    : resource,
            );
            assert.notDeepEqual(matrix(new NetworkEvaluator(new Graph(changed), [scraper, grafana])), right, name);
        }
    });

    it("stands in the graph as it was declared", () => {
        const declared = graph.ofType(
            "mindcloud:workload:Workload",
            "mindcloud:workload:ScheduledJob",
            "mindcloud:workload:OneShotJob",
        );
        const ingestion = declared.find(({ name }) => name === "akosha-ingestion")?.inputs.traffic;
        assert.deepEqual(ingestion, {
            ...{
                workload: "akosha-ingestion",
                namespace: "akosha",
                admits: [{ from: "prometheus", ports: ["metrics"] }],
            },
            reaches: [
                {
                    to: "workload",
                    namespace: "akosha",
                    workload: "akosha-hot",
                    ports: [{ name: "store", number: 9001, protocol: "TCP" }],
                },
                { to: "store", store: "redis cache", port: 6379 },
                { to: "aws", service: "s3" },
            ],
        });
        assert.equal(declared.length, 7);
    });
});
