/** spec/002 (docs/K8S_DEPLOYMENT.md of Simple-CLI), number by number, and that companies know nothing of each other. */
import assert from "node:assert/strict";
import { load } from "../../../../config/load";
import { readStackFile } from "../../../../config/stack-file";
import type { Tree } from "../../../../config/tree";
import { isUnknown, Secret, type Graph, type RecordedResource } from "../../../../plan/graph";
import { record } from "../../../../plan/record";
import { deploy } from "../../../../program";
import { COMPLETE, recordingOf } from "../../../support/recordings";
import { at, object } from "../../workload/fixture";

type Json = Record<string, unknown>;

/** Simple-CLI alone, with these companies. */
async function graphWith(companies: Tree, changes: Tree = {}): Promise<Graph> {
    const { input } = readStackFile(COMPLETE);
    assert.ok(input);
    const systems = { simpleCli: { enabled: true, companies, ...changes } };
    const loaded = load({ ...input, settings: { ...input.settings, systems } });
    assert.ok(loaded.ok, loaded.ok ? "" : JSON.stringify(loaded.problems));
    const { environment, secrets } = loaded;
    const { project, stack } = environment;
    return (await record(() => deploy(environment, secrets), { project, stack, mode: "update" })).graph;
}

/** Everything about a resource that the engine compares, as text. */
const content = ({
    urn,
    inputs,
    parent,
    provider,
    dependencies,
    propertyDependencies,
    protect,
    ignoreChanges,
}: RecordedResource): string =>
    JSON.stringify(
        { urn, inputs, parent, provider, dependencies, propertyDependencies, protect, ignoreChanges },
        (_key, value: unknown) =>
            value instanceof Secret ? { secret: value.reveal() } : isUnknown(value) ? "[unknown]" : value,
    );

describe("Simple-CLI (spec/002)", () => {
    let graph: Graph;
    before(async () => {
        ({ graph } = await recordingOf(COMPLETE, "update"));
    });

    const pod = (name: string, company = "acme") =>
        at(object(graph, "StatefulSet", name, company), "spec", "template", "spec") as Json & {
            containers: Json[];
            initContainers: Json[];
        };
    const containers = () => [...pod("simple-cli-agent").containers, ...pod("simple-cli-agent").initContainers];

    it("is two StatefulSets in a namespace of each company, with the documented containers and ports (Architecture)", () => {
        for (const company of ["acme", "globex"]) {
            object(graph, "Namespace", company);
            object(graph, "StatefulSet", "simple-cli-agent", company);
            object(graph, "StatefulSet", "simple-cli-brain", company);
        }
        const ports = Object.fromEntries(
            containers().map(({ name, ports: declared }) => [
                String(name),
                (declared as { containerPort: number }[])[0]?.containerPort,
            ]),
        );
        assert.deepEqual(ports, { agent: 3000, "health-monitor": 3004, swarm: 3005, "elastic-swarm": 3006 });
        const offered = (name: string) =>
            (at(object(graph, "Service", name, "acme"), "spec", "ports") as { port: number }[]).map(({ port }) => port);
        assert.deepEqual(offered("simple-cli-agent").sort(), [3000, 3004, 3005, 3006]);
        assert.deepEqual(offered("simple-cli-brain"), [3002]);
        const commands = containers().map(({ command }) => (command as string[]).join(" "));
        assert.ok(commands.includes("node dist/daemon.js"));
        assert.deepEqual(pod("simple-cli-brain").containers[0]?.command, ["node", "dist/mcp_servers/brain/index.js"]);
    });

    it("starts elastic-swarm before the swarm that it would wait for, and lets it take nobody out of service", () => {
        const names = pod("simple-cli-agent").initContainers.map(({ name }) => name);
        assert.ok(names.indexOf("elastic-swarm") < names.indexOf("swarm"));
        const elastic = pod("simple-cli-agent").initContainers.find(({ name }) => name === "elastic-swarm");
        assert.deepEqual((elastic?.readinessProbe as Json).exec, { command: ["node", "--version"] });
        assert.equal(((elastic?.livenessProbe as Json).httpGet as Json).path, "/health");
    });

    it("shares .agent with every sidecar and .agent/brain with the Brain, on files of the company's own (Volumes)", () => {
        for (const { name, volumeMounts } of containers()) {
            const paths = (volumeMounts as { mountPath: string }[]).map(({ mountPath }) => mountPath);
            assert.ok(paths.includes("/app/.agent"), String(name));
            assert.equal(paths.includes("/app/.agent/brain"), name === "agent", String(name));
        }
        for (const [part, size] of [
            ["agent", "1Gi"],
            ["brain", "10Gi"],
        ] as const) {
            const claim = object(graph, "PersistentVolumeClaim", `${part}-files`, "acme");
            assert.deepEqual(at(claim, "spec", "accessModes"), ["ReadWriteMany"]);
            assert.equal(at(claim, "spec", "resources", "requests", "storage"), size);
            assert.ok(
                claim.protect && graph.the("aws:efs/accessPoint:AccessPoint", `stores-files-acme-${part}`).protect,
            );
        }
    });

    it("scales agents 1 to 5 by cpu 80, memory 80 and 5 tasks a replica of the queue (Horizontal Pod Autoscaler)", () => {
        const spec = at(object(graph, "ScaledObject", "simple-cli-agent-hpa", "acme"), "spec") as Json & {
            triggers: { type: string; metadata: Json }[];
            advanced: { horizontalPodAutoscalerConfig: Json };
        };
        assert.deepEqual([spec.minReplicaCount, spec.maxReplicaCount], [1, 5]);
        assert.deepEqual(
            spec.triggers.map(({ type, metadata }) => [
                type,
                metadata.value ?? metadata.threshold,
                metadata.containerName ?? metadata.query,
            ]),
            [
                ["cpu", "80", "agent"],
                ["memory", "80", "agent"],
                ["prometheus", "5", 'max(queue_length{namespace="acme"})'],
            ],
        );
    });

    it("tells the tenant by both names, and probes every container (Multi-Tenancy, Production Hardening)", () => {
        for (const { name, env, livenessProbe, readinessProbe } of [
            ...containers(),
            ...pod("simple-cli-brain").containers,
        ]) {
            const values = Object.fromEntries(
                (env as Json[]).map(({ name: variable, value }) => [String(variable), value]),
            );
            assert.deepEqual([values.COMPANY, values.JULES_COMPANY], ["acme", "acme"], String(name));
            assert.equal((livenessProbe as Json).periodSeconds, 20);
            assert.equal((readinessProbe as Json).periodSeconds, 10);
        }
        const { resources } = pod("simple-cli-agent").containers[0] as { resources: Record<string, Json> };
        assert.deepEqual(
            [resources.requests?.cpu, resources.requests?.memory, resources.limits?.cpu, resources.limits?.memory],
            ["1", "2Gi", "2", "4Gi"],
        );
    });

    it("adds and removes a company without touching another, nor anything shared", async () => {
        const before = await graphWith({ acme: {}, globex: {} });
        const after = await graphWith({ acme: {}, globex: {}, initech: {} });
        const kept = new Map(after.resources.map((resource) => [resource.urn, content(resource)]));
        const touched = before.resources.filter((resource) => kept.get(resource.urn) !== content(resource));
        assert.deepEqual(
            touched.map(({ name }) => name),
            [],
        );
        const added = after.resources.filter(({ urn }) => before.find(urn) === undefined);
        assert.ok(added.length > 20);
        assert.deepEqual(
            added.filter(({ name }) => !name.includes("initech")).map(({ name }) => name),
            [],
        );
    });

    it("keeps everything of a suspended company but its pods, and its sidecars only where they are wanted", async () => {
        const suspended = await graphWith(
            { acme: { state: "suspended" } },
            { sidecars: { swarm: false, elasticSwarm: false } },
        );
        for (const name of ["simple-cli-agent", "simple-cli-brain"])
            assert.equal(at(object(suspended, "StatefulSet", name, "acme"), "spec", "replicas"), 0);
        assert.deepEqual(suspended.ofType("kubernetes:keda.sh/v1alpha1:ScaledObject"), []);
        for (const part of ["agent", "brain"]) object(suspended, "PersistentVolumeClaim", `${part}-files`, "acme");
        const sidecars = at(
            object(suspended, "StatefulSet", "simple-cli-agent", "acme"),
            "spec",
            "template",
            "spec",
            "initContainers",
        ) as Json[];
        assert.deepEqual(
            sidecars.map(({ name }) => name),
            ["health-monitor"],
        );
        const servers = at(object(suspended, "ConfigMap", "simple-cli-mcp", "acme"), "data", "mcp.json");
        assert.deepEqual(Object.keys((JSON.parse(String(servers)) as { mcpServers: Json }).mcpServers), [
            "brain",
            "health_monitor",
        ]);
    });

    it("gives a small environment one agent on a volume that the Brain does not share", async () => {
        const small = await graphWith({ acme: {} }, { size: "dev" });
        assert.equal(at(object(small, "StatefulSet", "simple-cli-agent", "acme"), "spec", "replicas"), 1);
        const claims = small
            .ofType("kubernetes:core/v1:PersistentVolumeClaim")
            .filter((claim) => at(claim, "metadata", "namespace") === "acme");
        assert.deepEqual(
            claims.map((claim) => at(claim, "spec", "accessModes", 0)),
            ["ReadWriteOncePod", "ReadWriteOncePod"],
        );
        assert.deepEqual(small.ofType("aws:efs/fileSystem:FileSystem"), []);
    });
});
