/** Who gets in: what a system publishes, on which load balancer, and that somebody asks. On an environment that has every way. */
import assert from "node:assert/strict";
import { SYSTEMS } from "../../../components/systems";
import { CLOSED_ENDPOINT, publishedPaths } from "../../../components/systems/endpoint";
import { doorLines, doorsOf } from "../../../plan/doors";
import type { Graph } from "../../../plan/graph";
import { doorGraph } from "../../invariants/mutations/doors";
import { changed, recordStack } from "../../support/recordings";
import { at, object } from "../workload/fixture";

const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";

const pathsOf = (graph: Graph, name: string): string[] =>
    (at(object(graph, "Ingress", name), "spec", "rules", 0, "http", "paths") as { path: string }[]).map(
        ({ path }) => path,
    );

const admitted = (graph: Graph, policy: string, namespace: string): string[] =>
    (
        at(object(graph, "NetworkPolicy", policy, namespace), "spec", "ingress") as {
            from?: { ipBlock?: { cidr: string } }[];
        }[]
    )
        .flatMap(({ from = [] }) => from.flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr] : [])))
        .sort();

const probes = (graph: Graph, module: string): string[] =>
    graph
        .ofType("kubernetes:monitoring.coreos.com/v1:Probe")
        .filter((probe) => at(probe, "spec", "module") === module)
        .flatMap((probe) => at(probe, "spec", "targets", "staticConfig", "static") as string[]);

describe("what a system publishes", () => {
    let graph: Graph;
    before(async () => {
        graph = await doorGraph();
    });

    it("is nothing that nobody authenticates, unless the stack file says nobody by name", () => {
        for (const [key, system] of Object.entries(SYSTEMS)) {
            if (!("endpoint" in system) || system.endpoint === undefined) continue;
            const facts = system.endpoint;
            const byDefault = publishedPaths(facts, CLOSED_ENDPOINT);
            assert.deepEqual(
                byDefault.map(({ path }) => path).sort(),
                facts.paths.flatMap(({ path, by }) => (by === "application" ? [path] : [])).sort(),
                key,
            );
            for (const { path } of facts.paths.filter(({ by }) => by === "nobody")) {
                const [opened] = publishedPaths(facts, { ...CLOSED_ENDPOINT, paths: { [path]: "nobody" } }).filter(
                    (one) => one.path === path,
                );
                assert.equal(opened?.optIn, `systems.${key}.endpoint.paths.${path}`);
            }
        }
    });

    it("never has Akosha's or MemStack's metrics, nor MemStack's tasks, among its paths", () => {
        assert.deepEqual(pathsOf(graph, "akosha"), ["/health", "/mcp"], "behind a login");
        for (const path of pathsOf(graph, "memstack")) assert.match(path, /^\/(api\/v1\/(?!tasks)[\w-]+|memos)$/);
    });

    it("follows the stack file: a path taken back, one opened for everybody, one that an own image guards", () => {
        assert.ok(!pathsOf(graph, "memstack").includes("/api/v1/maintenance"));
        assert.ok(pathsOf(graph, "memstack").includes("/api/v1/memories"));
        assert.deepEqual(pathsOf(graph, "myriad"), ["/process", "/v2"]);
    });

    it("stands on the internal load balancer where the stack says so: private subnets, and only they are admitted", () => {
        const classes = (name: string) =>
            object(graph, "IngressClassParams", name).inputs.spec as Record<string, unknown>;
        assert.equal(classes("alb").scheme, "internet-facing");
        assert.equal(classes("alb-internal").scheme, "internal");
        assert.notDeepEqual(classes("alb").subnets, classes("alb-internal").subnets);
        assert.notDeepEqual(classes("alb").group, classes("alb-internal").group);
        const classOf = (name: string) => at(object(graph, "Ingress", name), "spec", "ingressClassName");
        assert.deepEqual(["akosha", "memstack", "myriad"].map(classOf), ["alb-internal", "alb", "alb"]);
        const inside = admitted(graph, "akosha-query", "akosha");
        const outside = admitted(graph, "orchestrator", "myriad");
        assert.equal(inside.length, 2, "one block a zone");
        assert.equal(outside.length, 2);
        assert.ok(inside.every((cidr) => !outside.includes(cidr)));
        const privateCidrs = graph
            .ofType("aws:ec2/subnet:Subnet")
            .filter(({ name }) => name.includes("private"))
            .map(({ inputs }) => String(inputs.cidrBlock))
            .sort();
        assert.deepEqual(inside, privateCidrs);
    });

    it("is asked from outside without credentials: 401 or 403 from an application, the login page from the load balancer", () => {
        assert.deepEqual(probes(graph, "refused").sort(), [
            "https://memstack.ai.example.com/api/v1/users/me",
            "https://myriad.ai.example.com/v2",
        ]);
        assert.deepEqual(probes(graph, "login"), ["https://akosha.ai.example.com/health"]);
        const { data } = object(graph, "ConfigMap", "blackbox-exporter").inputs as { data: Record<string, string> };
        const { modules } = JSON.parse(data["blackbox.yaml"] ?? "") as {
            modules: Record<"refused" | "login", { http: { valid_status_codes: number[]; follow_redirects: boolean } }>;
        };
        assert.deepEqual(modules.refused.http.valid_status_codes, [401, 403]);
        assert.deepEqual(modules.login.http.valid_status_codes, [302]);
        assert.equal(modules.refused.http.follow_redirects, false);
        assert.equal(modules.login.http.follow_redirects, false);
    });

    it("has no name and no load balancer where everything is closed, although there is a domain", async () => {
        const paths = { "/process": "closed", "/health": "closed", "/ping": "closed" };
        const stack = changed("test/environments/myriad-alone.yaml", { systems: { myriad: { endpoint: { paths } } } });
        const { graph: closed } = await recordStack(stack, "update");
        assert.equal(closed.ofType(INGRESS, "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams").length, 0);
        const lines = doorLines(doorsOf(closed)).filter((line) => line.startsWith("myriad"));
        assert.deepEqual(
            lines.map((line) => line.replace(/ +/, " ")),
            ["myriad not published: /process /ping /health"],
        );
    });

    it("is printed by the plan, with who asks, and NOBODY in capitals", () => {
        const lines = doorLines(doorsOf(graph));
        assert.ok(
            lines.some((line) =>
                /^akosha +the load balancer asks \(OpenID Connect, https:\/\/login\.example\.com\), inside only: /.test(
                    line,
                ),
            ),
        );
        assert.ok(
            lines.some((line) => /^memstack +the application asks \(API key .*\): .*\/api\/v1\/memories/.test(line)),
        );
        assert.ok(lines.some((line) => /^myriad +NOBODY asks: \/process$/.test(line)));
        assert.ok(
            lines.some((line) =>
                /^myriad +the application asks \(systems\.myriad\.endpoint\.paths\.\/v2\): \/v2$/.test(line),
            ),
        );
    });
});
