/** What charts are told where a mistake would be expensive, and who their pods may talk to. */
import assert from "node:assert/strict";
import type { Graph } from "../../../plan/graph";
import { at, object } from "../workload/fixture";
import { completeGraph, memstackGraph, release } from "./fixture";

describe("values of the charts", () => {
    let graph: Graph;
    before(async () => {
        graph = await completeGraph();
    });
    const values = (chart: string) => release(graph, chart).inputs.values as Record<string, never>;

    it("keep the load balancer controller out of every Service's way, and its certificate when it is upgraded", () => {
        const { keepTLSSecret, enableServiceMutatorWebhook, createIngressClassResource, defaultTargetType } =
            values("aws-load-balancer-controller");
        assert.deepEqual(
            [keepTLSSecret, enableServiceMutatorWebhook, createIngressClassResource],
            [true, false, false],
        );
        assert.equal(defaultTargetType, "ip");
    });

    it("leave out webhooks of which one program is the only caller", () => {
        assert.equal(at(release(graph, "external-secrets"), "values", "webhook", "create"), false);
        assert.equal(at(release(graph, "external-secrets"), "values", "certController", "create"), false);
        assert.equal(at(release(graph, "keda"), "values", "webhooks", "enabled"), false);
    });

    it("keep KEDA from Secrets and from kinds that are no workload", () => {
        assert.equal(at(release(graph, "keda"), "values", "rbac", "enabledCustomScaledRefKinds"), false);
        assert.equal(at(release(graph, "keda"), "values", "permissions", "operator", "restrict", "secret"), true);
    });

    it("put controllers on system nodes, above every workload", () => {
        for (const chart of ["external-secrets", "keda", "aws-load-balancer-controller", "cluster-autoscaler"]) {
            assert.deepEqual(values(chart).nodeSelector, { "mindcloud.dev/purpose": "system" }, chart);
            assert.equal(values(chart).priorityClassName, "system-cluster-critical", chart);
        }
    });

    it("give each controller a second replica, a budget that lets one go, and limits, where a zone may be lost", () => {
        const budget = { maxUnavailable: 1 };
        const rows: readonly (readonly [chart: string, said: Record<string, unknown>])[] = [
            ["external-secrets", { replicaCount: 2, podDisruptionBudget: { enabled: true, minAvailable: 1 } }],
            ["aws-load-balancer-controller", { replicaCount: 2, podDisruptionBudget: budget }],
            ["cluster-autoscaler", { replicaCount: 2, podDisruptionBudget: budget }],
            [
                "keda",
                {
                    ...{ operator: { replicaCount: 2 }, metricsServer: { replicaCount: 2 } },
                    podDisruptionBudget: { operator: budget, metricServer: budget },
                },
            ],
        ];
        for (const [chart, said] of rows) {
            for (const [key, value] of Object.entries(said))
                assert.deepEqual(values(chart)[key], value, `${chart} ${key}`);
            const asked = JSON.stringify(values(chart).resources);
            for (const word of ["requests", "limits", "cpu", "memory", "ephemeral-storage"])
                assert.ok(asked.includes(`"${word}"`), `${chart} ${word}`);
        }
    });

    it("take the autoscaler that belongs to the cluster's minor", async () => {
        assert.equal(at(release(graph, "cluster-autoscaler"), "values", "image", "tag"), "v1.36.1");
        const older = await memstackGraph(); // on 1.35
        assert.equal(at(release(older, "cluster-autoscaler"), "values", "image", "tag"), "v1.35.0");
    });

    it("say once and for all what the load balancer is, and protect it as long as data is kept", async () => {
        const params = graph.the("kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams");
        const attributes = (of: Graph) => {
            const made = of.the("kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams");
            const list = at(made, "spec", "loadBalancerAttributes") as { key: string; value: string }[];
            return Object.fromEntries(list.map(({ key, value }) => [key, value]));
        };
        assert.deepEqual(at(params, "spec", "group"), { name: "mindcloud-golden" });
        assert.equal(at(params, "spec", "sslPolicy"), "ELBSecurityPolicy-TLS13-1-2-Res-2021-06");
        assert.equal((at(params, "spec", "subnets", "ids") as string[]).length, 3);
        const bucket = graph.the("aws:s3/bucket:Bucket", "stores-logs-bucket").inputs.bucket;
        assert.equal(attributes(graph)["access_logs.s3.bucket"], bucket);
        assert.equal(attributes(graph)["access_logs.s3.prefix"], "load-balancer");
        assert.equal(attributes(graph)["deletion_protection.enabled"], "true");
        assert.equal(attributes(graph)["routing.http.drop_invalid_header_fields.enabled"], "true");

        const disposable = await memstackGraph();
        assert.equal(attributes(disposable)["deletion_protection.enabled"], "false");
    });
});

describe("traffic of the charts", () => {
    let graph: Graph;
    before(async () => {
        graph = await completeGraph();
    });
    interface Rules {
        readonly ingress: readonly { from: readonly object[]; ports?: readonly { port: number }[] }[];
        readonly egress: readonly { to: readonly object[]; ports?: readonly { port: number }[] }[];
    }
    const rulesOf = (namespace: string) =>
        object(graph, "NetworkPolicy", "allow-chart", namespace).inputs.spec as Rules;
    const doors = (namespace: string) =>
        rulesOf(namespace).ingress.map(({ from, ports = [] }) => [
            JSON.stringify(from).includes("cidr")
                ? "control plane"
                : JSON.stringify(from).includes("prometheus")
                  ? "prometheus"
                  : "own",
            ports.map(({ port }) => port),
        ]);

    it("lets the API server in where it calls, Prometheus where it reads, and nobody else", () => {
        assert.deepEqual(doors("aws-load-balancer-controller"), [
            ["control plane", [9443]],
            ["prometheus", [8080]],
        ]);
        assert.deepEqual(doors("keda"), [
            ["control plane", [6443]],
            ["prometheus", [8080]],
            ["own", []],
        ]);
        assert.deepEqual(doors("external-secrets"), [["prometheus", [8080]]]);
        assert.deepEqual(doors("cluster-autoscaler"), [["prometheus", [8085]]]);
        const from = JSON.stringify(rulesOf("keda").ingress[0]?.from);
        for (const { inputs } of graph.ofType("aws:ec2/subnet:Subnet"))
            assert.equal(
                from.includes(String(inputs.cidrBlock)),
                JSON.stringify(inputs.tags).includes("private"),
                from,
            );
    });

    it("lets every controller ask the API, KEDA ask Prometheus, and only who calls AWS reach its credentials", () => {
        for (const namespace of ["keda", "external-secrets", "aws-load-balancer-controller", "cluster-autoscaler"]) {
            const egress = JSON.stringify(rulesOf(namespace).egress);
            assert.ok(egress.includes("172.20.0.1/32"), namespace);
            assert.equal(egress.includes("169.254.170.23/32"), namespace !== "keda", namespace);
            assert.equal(egress.includes("9090"), namespace === "keda", namespace);
        }
    });
});
