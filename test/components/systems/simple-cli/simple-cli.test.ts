/** Simple-CLI's docs/K8S_DEPLOYMENT.md, number by number, on a company that changes nothing of it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import type { Graph } from "../../../../plan/graph";
import { notesOf } from "../../../../plan/notes";
import { stackFrom } from "../../../support/recordings";
import { at, object } from "../../workload/fixture";
import { containersOf, podSpec, variables, type Container } from "../pods";
import { agency, agencyWith, beside, statefulSet } from "./stack";

const SIDECARS = ["elastic-swarm", "swarm", "health-monitor"];

describe("Simple-CLI's agency document", () => {
    let graph: Graph;
    before(async () => {
        graph = await agency();
    });
    const agent = () => statefulSet(graph, "acme", "agent");
    const brain = () => statefulSet(graph, "acme", "brain");
    const all = (): readonly Container[] => [...containersOf(agent()), ...containersOf(brain())];
    const mounts = ({ volumeMounts }: Container) =>
        Object.fromEntries(volumeMounts.map(({ name, mountPath }) => [mountPath, name]));
    const claims = (owner: ReturnType<typeof agent>) =>
        Object.fromEntries(
            (podSpec(owner, "volumes") as { name: string; persistentVolumeClaim?: { claimName: string } }[]).map(
                ({ name, persistentVolumeClaim }) => [name, persistentVolumeClaim?.claimName],
            ),
        );

    it("is two StatefulSets in a namespace of each company, with the documented containers and ports (Architecture)", () => {
        for (const company of ["acme", "globex", "hooli"]) {
            object(graph, "Namespace", company);
            statefulSet(graph, company, "agent");
            statefulSet(graph, company, "brain");
        }
        const runs = all().map(({ name, command = [], ports }) => [
            name,
            command.join(" "),
            (ports as { containerPort: number }[]).map(({ containerPort }) => containerPort),
        ]);
        assert.deepEqual(runs, [
            ["elastic-swarm", "node dist/mcp_servers/elastic_swarm/index.js", [3006]],
            ["swarm", "node dist/mcp_servers/swarm/index.js", [3005]],
            ["health-monitor", "node dist/mcp_servers/health_monitor/index.js", [3004]],
            ["queue-exporter", "node /queue-exporter/queue-exporter.mjs", [3010]],
            ["agent", "node dist/daemon.js", [3000]],
            ["brain", "node dist/mcp_servers/brain/index.js", [3002]],
        ]);
        const offered = (name: string) =>
            (at(object(graph, "Service", name, "acme"), "spec", "ports") as { port: number }[]).map(({ port }) => port);
        assert.deepEqual(offered("acme-agent"), [3000, 3006, 3005, 3004, 3010]);
        assert.deepEqual(offered("acme-brain"), [3002]);
    });

    it("tells the agent its servers by address, and by a command only what images/simple-cli installs", () => {
        const { mcpServers } = JSON.parse(String(at(object(graph, "ConfigMap", "acme-mcp"), "data", "mcp.json"))) as {
            mcpServers: unknown;
        };
        assert.deepEqual(mcpServers, {
            brain: { url: "http://acme-brain:3002/sse" },
            health_monitor: { url: "http://localhost:3004/sse" },
            swarm: { url: "http://localhost:3005/sse" },
            elastic_swarm: { url: "http://localhost:3006/sse" },
            filesystem: {
                command: "node",
                args: ["/app/node_modules/@modelcontextprotocol/server-filesystem/dist/index.js", "/app"],
            },
        });
        assert.equal(mounts(beside(graph, "acme", "agent"))["/app/mcp.json"], "mcp");
    });

    it("starts elastic-swarm before the swarm that it would wait for, and lets it take nobody out of service", () => {
        const native = podSpec(agent(), "initContainers") as Container[];
        assert.deepEqual(
            native.map(({ name, restartPolicy }) => [name, restartPolicy]),
            [...SIDECARS, "queue-exporter"].map((name) => [name, "Always"]),
        );
        const { startupProbe, livenessProbe, readinessProbe, env = [] } = beside(graph, "acme", "elastic-swarm");
        const commands = [startupProbe, livenessProbe, readinessProbe].map((probe) => commandOf(probe));
        assert.equal(new Set(commands.map((command) => JSON.stringify(command))).size, 1);
        assert.deepEqual(commands[0]?.slice(-2), ["http://localhost:3006/health", "http://localhost:3005/health"]);
        assert.ok(env.some(({ name, value }) => name === "SWARM_URL" && value === "http://localhost:3005/sse"));
    });

    it("finds elastic-swarm well if it answers or swarm does, and not if neither is there or both are ill", async () => {
        const command = commandOf(beside(graph, "acme", "elastic-swarm").startupProbe).slice(0, -2);
        const well = await listening(200);
        const ill = await listening(500);
        const nobody = "http://127.0.0.1:1/health";
        const status = (...urls: string[]) =>
            new Promise<number | null>((resolve) => {
                const [program = "", ...args] = [...command, ...urls];
                const child = spawn(program, args, { cwd: tmpdir() });
                child.on("exit", resolve);
            });
        const statuses = await Promise.all([
            status(well.url, nobody),
            status(nobody, well.url),
            status(ill.url, nobody),
            status(nobody, nobody),
        ]);
        for (const { server } of [well, ill]) server.close();
        assert.deepEqual(statuses, [0, 0, 1, 1]);
    });

    it("shares .agent with every sidecar and .agent/brain with the Brain, on files of the company's own (Volumes)", () => {
        for (const one of containersOf(agent())) {
            assert.equal(mounts(one)["/app/.agent"], "agent", one.name);
            assert.equal(mounts(one)["/app/.agent/brain"], one.name === "agent" ? "brain" : undefined, one.name);
        }
        const [only] = containersOf(brain());
        assert.ok(only);
        assert.deepEqual(mounts(only), { "/app/.agent/brain": "brain", "/tmp": "tmp" });
        assert.deepEqual(claims(agent()), {
            ...{ agent: "acme-agent-files", brain: "acme-brain-files", mcp: undefined },
            ...{ "queue-exporter": undefined, tmp: undefined },
        });
        assert.equal(claims(brain()).brain, "acme-brain-files");
        for (const [part, size] of Object.entries({ agent: "1Gi", brain: "10Gi" })) {
            const claim = object(graph, "PersistentVolumeClaim", `acme-${part}-files`, "acme");
            assert.deepEqual(at(claim, "spec", "accessModes"), ["ReadWriteMany"]);
            assert.equal(at(claim, "spec", "resources", "requests", "storage"), size);
            const directory = graph.the("aws:efs/accessPoint:AccessPoint", `stores-files-acme-${part}`);
            assert.equal(at(directory, "rootDirectory", "path"), `/acme-${part}`);
            assert.ok(graph.dependsOn(claim, directory), "the claim is this directory");
        }
        const dashboard = beside(graph, "acme", "health-monitor").volumeMounts.find(
            ({ mountPath }) => mountPath === "/app/scripts/dashboard",
        );
        assert.deepEqual(dashboard, { ...dashboard, name: "agent", subPath: "health-monitor" });
    });

    it("scales agents 1 to 5 by cpu 80, memory 80 and 5 tasks a replica of the queue (Horizontal Pod Autoscaler)", () => {
        const spec = at(object(graph, "ScaledObject", "acme-agent-hpa", "acme"), "spec") as {
            minReplicaCount: number;
            maxReplicaCount: number;
            scaleTargetRef: object;
            advanced: { horizontalPodAutoscalerConfig: { name: string } };
            triggers: { type: string; metricType: string; metadata: Record<string, string> }[];
        };
        assert.deepEqual([spec.minReplicaCount, spec.maxReplicaCount], [1, 5]);
        assert.deepEqual(spec.scaleTargetRef, { apiVersion: "apps/v1", kind: "StatefulSet", name: "acme-agent" });
        assert.equal(spec.advanced.horizontalPodAutoscalerConfig.name, "acme-agent-hpa");
        assert.deepEqual(
            spec.triggers.map(({ type, metricType, metadata }) => [
                ...[type, metricType, metadata.value ?? metadata.threshold],
                metadata.containerName ?? metadata.query,
            ]),
            [
                ["cpu", "Utilization", "80", "agent"],
                ["memory", "Utilization", "80", "agent"],
                ["prometheus", "AverageValue", "5", 'max(queue_length{namespace="acme"})'],
            ],
        );
        assert.equal(at(agent(), "spec", "replicas"), undefined);
        assert.equal(at(brain(), "spec", "replicas"), 1);
    });

    it("tells the tenant by both names, and probes every container (Multi-Tenancy, Production Hardening)", () => {
        for (const one of all().filter(({ name }) => name !== "queue-exporter")) {
            const { COMPANY, JULES_COMPANY, JULES_AGENT_DIR, PORT } = variables(one);
            assert.deepEqual([COMPANY, JULES_COMPANY, JULES_AGENT_DIR], ["acme", "acme", "/app/.agent"], one.name);
            assert.equal(Number(PORT), (one.ports as { containerPort: number }[])[0]?.containerPort, one.name);
            if (one.name === "elastic-swarm") continue; // told above
            const { livenessProbe, readinessProbe, startupProbe } = one;
            for (const probe of [livenessProbe, readinessProbe, startupProbe])
                assert.deepEqual(probe.httpGet, { path: "/health", port: one.name });
            assert.deepEqual(
                [livenessProbe.initialDelaySeconds, livenessProbe.periodSeconds],
                [one.name === "agent" ? 30 : 15, 20],
            );
            assert.deepEqual([readinessProbe.initialDelaySeconds, readinessProbe.periodSeconds], [5, 10]);
        }
    });

    it("gives model and keys to agent, Brain and swarm, the embeddings' provider apart, from a Secret of the company's", async () => {
        const key = (name: string) => ({ secretKeyRef: { name: "acme-llm", key: name } });
        for (const one of all()) {
            const { DEEPSEEK_API_KEY, OPENAI_API_KEY, MODEL } = variables(one);
            const has = ["agent", "brain", "swarm"].includes(one.name);
            assert.deepEqual(DEEPSEEK_API_KEY, has ? key("DEEPSEEK_API_KEY") : undefined, one.name);
            assert.deepEqual(OPENAI_API_KEY, has ? key("OPENAI_API_KEY") : undefined, one.name);
            assert.equal(MODEL, has ? "deepseek:deepseek-reasoner" : undefined, one.name);
        }
        const keysOf = (of: Graph) =>
            at(object(of, "ExternalSecret", "acme-llm", "acme"), "spec", "data") as {
                secretKey: string;
                remoteRef: { key: string };
            }[];
        assert.deepEqual(
            keysOf(graph).map(({ secretKey, remoteRef }) => [secretKey, /people\/llm\/\w+$/.exec(remoteRef.key)?.[0]]),
            [
                ["DEEPSEEK_API_KEY", "people/llm/deepseek"],
                ["OPENAI_API_KEY", "people/llm/openai"],
            ],
        );
        const mocked = await agencyWith({ embeddings: "mock" });
        assert.equal(variables(beside(mocked, "acme", "swarm")).MOCK_EMBEDDINGS, "true");
        assert.deepEqual(
            keysOf(mocked).map(({ secretKey }) => secretKey),
            ["DEEPSEEK_API_KEY"],
        );
        const google = await agencyWith({ provider: "google", model: "google:gemini-2.5-pro" });
        assert.deepEqual(
            keysOf(google).map(({ secretKey }) => secretKey),
            ["GOOGLE_API_KEY"],
        );
    });

    it("runs one agent a company unless told otherwise, says why, and warns of more", () => {
        const { environment } = stackFrom("test/environments/runs-today-agency.yaml");
        const { systems } = environment;
        assert.deepEqual(systems.simpleCli.agents, { min: 1, max: 1 });
        assert.match(notesOf(environment).join(), /one agent a company instead of the documented 1 to 5: .* no lock/);
        const notesWith = (max: number) =>
            notesOf({
                ...environment,
                systems: { ...systems, simpleCli: { ...systems.simpleCli, agents: { min: 1, max } } },
            });
        assert.match(notesWith(5).join(), /WARNING up to 5 agents a company/);
        const [, advised] = /write agents\.max: (\d+)/.exec(notesWith(5).join()) ?? [];
        assert.doesNotMatch(
            notesWith(Number(advised)).join(),
            /WARNING up to/,
            "whoever does as told is not told again",
        );
    });

    it("asks for what the chart asks for, container by container (Production Hardening: Resource Limits)", () => {
        const table = Object.fromEntries(
            all().map(({ name, resources: { requests, limits } }) => [
                name,
                [requests.cpu, limits.cpu, requests.memory, limits.memory].join(" "),
            ]),
        );
        assert.deepEqual(table, {
            agent: "1 2 2Gi 4Gi",
            brain: "500m 1 1Gi 2Gi",
            "health-monitor": "100m 500m 256Mi 512Mi",
            swarm: "100m 500m 256Mi 512Mi",
            // The chart: 128Mi, of which a second Node process for the probe would leave too little.
            "elastic-swarm": "50m 200m 64Mi 256Mi",
            "queue-exporter": "10m 100m 48Mi 96Mi", // ours
        });
        const quota = at(object(graph, "ResourceQuota", "limits", "acme"), "spec", "hard") as Record<string, string>;
        // Five agents with all sidecars, and a Brain.
        assert.deepEqual([quota.pods, quota["requests.cpu"], quota.persistentvolumeclaims], ["6", "6800m", "4"]);
    });

    it("runs what models write on nodes of its own, without a token of the Kubernetes API", () => {
        for (const owner of [agent(), brain()]) {
            assert.deepEqual(podSpec(owner, "nodeSelector"), { "mindcloud.dev/purpose": "untrusted" });
            assert.equal(podSpec(owner, "automountServiceAccountToken"), false);
            assert.equal(podSpec(owner, "serviceAccountName"), at(owner, "metadata", "name"));
        }
        const roles = graph
            .ofType(
                "kubernetes:rbac.authorization.k8s.io/v1:Role",
                "aws:eks/podIdentityAssociation:PodIdentityAssociation",
            )
            .filter(({ name }) => name.startsWith("simple-cli"));
        assert.deepEqual(roles, []);
    });

    it("gives a small environment one agent on a volume that the Brain does not share", async () => {
        const size = { size: "dev", agents: { min: 1, max: 1 }, companies: { globex: { agents: { min: 1, max: 1 } } } };
        const small = await agencyWith(size);
        const owners = [statefulSet(small, "acme", "agent"), statefulSet(small, "acme", "brain")];
        assert.deepEqual(
            owners.map((owner) => [at(owner, "spec", "replicas"), Object.values(claims(owner)).filter(Boolean)]),
            [
                [1, ["acme-agent-data"]],
                [1, ["acme-brain-data"]],
            ],
        );
        for (const part of ["agent", "brain"]) {
            const claim = object(small, "PersistentVolumeClaim", `acme-${part}-data`, "acme");
            assert.deepEqual(at(claim, "spec", "accessModes"), ["ReadWriteOncePod"]);
            assert.ok(claim.protect);
        }
        assert.deepEqual(small.ofType("aws:efs/fileSystem:FileSystem"), []);
        assert.deepEqual(small.ofType("kubernetes:keda.sh/v1alpha1:ScaledObject"), []);
    });
});

const commandOf = (probe: object): readonly string[] => (probe as { exec: { command: string[] } }).exec.command;

async function listening(status: number): Promise<{ readonly server: Server; readonly url: string }> {
    const server = createServer((_request, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { server, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/health` };
}
