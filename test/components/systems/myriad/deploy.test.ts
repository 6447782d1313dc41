/** Myriad (.NET) as the cluster sees it, number for number as its document says. */
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import type { IngressSite } from "../../../../components/workload";
import { myriadDefinition } from "../../../../components/systems/myriad/schema";
import type { Environment } from "../../../../config/environment";
import type { Graph } from "../../../../plan/graph";
import { at, object } from "../../workload/fixture";
import { COLD_BUCKET, systemsOf } from "../fixture";
import { container, podSpec, variables } from "../pods";

const ALONE = "test/environments/myriad-alone.yaml";
const ingress: IngressSite = {
    controller: { name: "controller", namespace: "controller" },
    ...{ className: "alb", groupName: "mindcloud", domainName: "ai.example.com", zoneId: "Z1", ready: [] },
    certificateArn: pulumi.output("arn:aws:acm:us-east-1:000000000000:certificate/1"),
    logsBucket: pulumi.output("logs"),
};

const ONE = { min: 1, max: 1 };

/** One pod of each, and a Neo4j. */
function variation(environment: Environment): Environment {
    const { myriad } = environment.systems;
    const changed = { ...myriad, orchestrator: ONE, processors: ONE, neo4j: { enabled: true, gibibytes: 10 } };
    return { ...environment, systems: { ...environment.systems, myriad: changed } };
}

describe("components/systems/myriad", () => {
    let graph: Graph;
    let varied: Graph;
    before(async () => {
        graph = await systemsOf(ALONE);
        varied = await systemsOf(ALONE, { change: variation, site: { ingress } });
    });
    const orchestrator = () => object(graph, "Deployment", "orchestrator", "myriad");

    it("runs the documented orchestrator: resources, variables, port 80, both probes", () => {
        const main = container(orchestrator(), "orchestrator");
        const { requests, limits } = main.resources;
        assert.deepEqual([requests.memory, requests.cpu], ["512Mi", "500m"]);
        assert.deepEqual([limits.memory, limits.cpu], ["2Gi", "2"]);
        assert.deepEqual(main.ports, [{ name: "http", containerPort: 80, protocol: "TCP" }]);
        const env = variables(main);
        assert.equal(env.ASPNETCORE_ENVIRONMENT, "Production");
        assert.equal(env.ASPNETCORE_HTTP_PORTS, "80");
        assert.equal(env.GRAPHDB_URL, "http://graphdb-service:80");
        assert.match(String(env.ConnectionStrings__Redis), /^127\.0\.0\.1:6379,/, "the proxy beside it");
        const { livenessProbe: live, readinessProbe: ready } = main;
        assert.deepEqual(live.httpGet, { path: "/health", port: "http" });
        assert.deepEqual([live.initialDelaySeconds, live.periodSeconds], [30, 10]);
        assert.deepEqual(ready.httpGet, { path: "/health", port: "http" });
        assert.deepEqual([ready.initialDelaySeconds, ready.periodSeconds], [5, 5]);
        assert.deepEqual(podSpec(orchestrator(), "securityContext", "sysctls"), [
            { name: "net.ipv4.ip_unprivileged_port_start", value: "80" },
        ]);
        assert.equal(at(orchestrator(), "spec", "template", "metadata", "labels", "app"), "orchestrator");
    });

    it("offers orchestrator-service:80 and graphdb-service:80, and nothing of the agents", () => {
        for (const [name, workload] of [
            ["orchestrator-service", "orchestrator"],
            ["graphdb-service", "graphdb"],
        ] as const) {
            const { spec } = object(graph, "Service", name, "myriad").inputs as { spec: Record<string, unknown> };
            assert.equal(spec.type, "ClusterIP");
            assert.deepEqual(spec.ports, [{ name: "http", port: 80, targetPort: "http", protocol: "TCP" }]);
            assert.deepEqual(spec.selector, {
                "app.kubernetes.io/name": workload,
                "app.kubernetes.io/instance": workload,
            });
        }
    });

    it("scales from 3 to 20 at 70 % of the orchestrator's own cpu, whatever its sidecars use", () => {
        const { spec } = object(graph, "HorizontalPodAutoscaler", "orchestrator-hpa", "myriad").inputs as {
            spec: Record<string, unknown>;
        };
        assert.deepEqual([spec.minReplicas, spec.maxReplicas], [3, 20]);
        assert.deepEqual(spec.scaleTargetRef, { apiVersion: "apps/v1", kind: "Deployment", name: "orchestrator" });
        assert.deepEqual(spec.metrics, [
            {
                type: "ContainerResource",
                containerResource: {
                    name: "cpu",
                    container: "orchestrator",
                    target: { type: "Utilization", averageUtilization: 70 },
                },
            },
        ]);
        assert.equal(at(orchestrator(), "spec", "replicas"), undefined);
    });

    it("has both agents beside each orchestrator on localhost:5001 and 5002, where the kubelet can ask too", () => {
        for (const [name, port] of [
            ["lightbulb", 5001],
            ["factory", 5002],
        ] as const) {
            const agent = container(orchestrator(), name);
            assert.equal(agent.restartPolicy, "Always", "a native sidecar");
            assert.deepEqual(agent.ports, [{ name, containerPort: port, protocol: "TCP" }]);
            assert.equal(variables(agent).Kestrel__Endpoints__Http__Url, `http://0.0.0.0:${String(port)}`);
            assert.deepEqual(agent.readinessProbe.httpGet, { path: "/health", port: name });
        }
    });

    it("keeps one GraphDB manager on a volume of 10 Gi that is its own", () => {
        const manager = object(graph, "StatefulSet", "graphdb", "myriad");
        assert.equal(at(manager, "spec", "replicas"), 1);
        const claim = object(graph, "PersistentVolumeClaim", "graphdb-data", "myriad");
        assert.equal(at(claim, "spec", "resources", "requests", "storage"), "10Gi");
        assert.deepEqual(at(claim, "spec", "accessModes"), ["ReadWriteOncePod"]);
        assert.equal(claim.protect, true, "data: keep");
        const volumes = podSpec(manager, "volumes") as { name: string; persistentVolumeClaim?: unknown }[];
        assert.deepEqual(volumes.find(({ name }) => name === "data")?.persistentVolumeClaim, {
            claimName: "graphdb-data",
        });
        assert.equal(
            variables(container(manager, "graphdb")).Kestrel__Endpoints__Http__Url,
            "http://0.0.0.0:80",
            "its code would listen on localhost:5008",
        );
    });

    it("has input and output processors on 5003 and 5004, and tells the orchestrator where", () => {
        const env = variables(container(orchestrator(), "orchestrator"));
        for (const [name, port, variable] of [
            ["input-processor", 5003, "INPUT_PROCESSOR_URL"],
            ["output-processor", 5004, "OUTPUT_PROCESSOR_URL"],
        ] as const) {
            const service = object(graph, "Service", name, "myriad");
            assert.deepEqual(at(service, "spec", "ports", 0, "port"), port);
            assert.equal(env[variable], `http://${name}:${String(port)}`);
            const { spec } = object(graph, "HorizontalPodAutoscaler", `${name}-hpa`, "myriad").inputs as {
                spec: Record<string, unknown>;
            };
            assert.deepEqual([spec.minReplicas, spec.maxReplicas], [2, 10]);
        }
    });

    it("hands the three tiers to the orchestrator as .NET configuration, to the number", () => {
        const policies = "CognitivePolicies__myriad";
        const tier = (name: string, values: Record<string, string>) =>
            Object.fromEntries(Object.entries(values).map(([key, value]) => [`${policies}-${name}__${key}`, value]));
        const switches = (enhanced: boolean, synthesizer: boolean, socratic: boolean) => ({
            UseEnhancedIntelligence: String(enhanced),
            UseCognitiveSynthesizer: String(synthesizer),
            EnableSocraticLoop: String(socratic),
        });
        const row = (agents: number, depth: number, milliseconds: number) => ({
            MaxAgentsPerQuery: String(agents),
            GraphTraversalDepth: String(depth),
            MaxProcessingTimeMs: String(milliseconds),
        });
        assert.deepEqual(object(graph, "ConfigMap", "cognitive-tiers", "myriad").inputs.data, {
            ...tier("swift", { ...row(1, 1, 500), ...switches(false, false, false) }),
            ...tier("base", { ...row(5, 2, 3000), ...switches(true, true, false) }),
            ...tier("max", { ...row(15, 3, 10_000), ...switches(true, true, true) }),
        });
        assert.deepEqual(container(orchestrator(), "orchestrator").envFrom, [
            { configMapRef: { name: "cognitive-tiers" } },
        ]);
    });

    it("reaches Redis through its sidecar and packets under their own prefix, both as itself", () => {
        const env = variables(container(orchestrator(), "orchestrator"));
        assert.equal(env.ConnectionStrings__Redis, "127.0.0.1:6379,proxy=Envoyproxy,abortConnect=false");
        assert.deepEqual(
            [env.S3__Bucket, env.S3__Prefix, env.S3__Region],
            [COLD_BUCKET, "myriad-packets/", "us-east-1"],
        );
        assert.equal(container(orchestrator(), "redis-proxy").restartPolicy, "Always");
        const policies = graph.ofType("aws:iam/rolePolicy:RolePolicy").map(({ inputs }) => String(inputs.policy));
        assert.equal(policies.length, 1, "nothing else of Myriad calls AWS");
        assert.ok(policies[0]?.includes(`arn:aws:s3:::${COLD_BUCKET}/myriad-packets/*`));
    });

    it("lets only the orchestrator ask the others, and nobody ask the orchestrator without a domain, as Prometheus has nothing to read", () => {
        const ingress = (name: string) => at(object(graph, "NetworkPolicy", name, "myriad"), "spec", "ingress");
        const fromOrchestrator = (port: number) => [
            {
                from: [
                    {
                        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "myriad" } },
                        podSelector: {
                            matchLabels: {
                                "app.kubernetes.io/name": "orchestrator",
                                "app.kubernetes.io/instance": "orchestrator",
                            },
                        },
                    },
                ],
                ports: [{ port, protocol: "TCP" }],
            },
        ];
        assert.deepEqual(ingress("graphdb"), fromOrchestrator(80));
        assert.deepEqual(ingress("input-processor"), fromOrchestrator(5003));
        assert.deepEqual(ingress("output-processor"), fromOrchestrator(5004));
        assert.deepEqual(ingress("orchestrator"), []);
    });

    it("has a Neo4j only when the stack says so, ours with backups or the user's without", async () => {
        assert.equal(graph.ofType("kubernetes:batch/v1:CronJob").length, 0);
        assert.ok(object(varied, "StatefulSet", "neo4j", "myriad"));
        assert.equal(at(object(varied, "CronJob", "neo4j-backup", "myriad"), "spec", "schedule"), "0 2 * * *");
        const manager = object(varied, "StatefulSet", "graphdb", "myriad");
        assert.equal(variables(container(manager, "graphdb")).NEO4J_URI, "bolt://neo4j.myriad.svc:7687");
        assert.ok(varied.dependsOn(manager, object(varied, "StatefulSet", "neo4j", "myriad")));

        const address = { host: "graph.example.com", port: 7687, scheme: "neo4j+s", cidrs: ["10.9.0.0/24"] } as const;
        const theirs = { ...address, cidrs: [...address.cidrs], passwordSecret: "graph" };
        const brought = await systemsOf(ALONE, {
            change: (environment) => ({ ...variation(environment), existing: { neo4j: { myriad: theirs } } }),
        });
        assert.throws(() => object(brought, "StatefulSet", "neo4j", "myriad"));
        assert.deepEqual(at(object(brought, "NetworkPolicy", "graphdb", "myriad"), "spec", "egress"), [
            { to: [{ ipBlock: { cidr: "10.9.0.0/24" } }], ports: [{ port: 7687, protocol: "TCP" }] },
        ]);
    });

    it("is at myriad.<domain> for people, its metrics not, and the load balancer may ask the orchestrator alone", () => {
        const [rule] = at(object(varied, "Ingress", "myriad", "myriad"), "spec", "rules") as [
            { readonly host: string; readonly http: { readonly paths: { path: string; backend: unknown }[] } },
        ];
        assert.equal(rule.host, "myriad.ai.example.com");
        const backend = { service: { name: "orchestrator-service", port: { name: "http" } } };
        assert.deepEqual(
            rule.http.paths.map(({ path }) => path),
            ["/process", "/health", "/ping"],
            "as this stack file opens them by name",
        );
        assert.ok(rule.http.paths.every((path) => isDeepStrictEqual(path.backend, backend)));
        const asked = varied
            .ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy")
            .filter((policy) => JSON.stringify(at(policy, "spec", "ingress") ?? []).includes("10.20.0.0/20"))
            .map((policy) => at(policy, "metadata", "name"));
        assert.deepEqual(asked, ["orchestrator"], "from the load balancer's subnets");
        const labels = at(object(varied, "Namespace", "myriad"), "metadata", "labels") as Record<string, string>;
        assert.equal(labels["elbv2.k8s.aws/pod-readiness-gate-inject"], "enabled");
        assert.equal(graph.ofType("kubernetes:networking.k8s.io/v1:Ingress").length, 0, "not without a domain");
    });

    it("is one pod of each in dev, without an autoscaler, and holds its namespace to what it declares", () => {
        assert.deepEqual(myriadDefinition.defaults.sizes?.dev, { orchestrator: ONE, processors: ONE });
        assert.equal(varied.ofType("kubernetes:autoscaling/v2:HorizontalPodAutoscaler").length, 0);
        for (const name of ["orchestrator", "input-processor", "output-processor"])
            assert.equal(at(object(varied, "Deployment", name, "myriad"), "spec", "replicas"), 1, name);
        assert.equal(at(object(varied, "StatefulSet", "graphdb", "myriad"), "spec", "replicas"), 1);
        assert.ok(object(graph, "ResourceQuota", "limits", "myriad"));
        assert.ok(object(graph, "LimitRange", "limits", "myriad"));
    });
});
