/** Values that programs of others read: the client of Kubernetes, KMS, CloudWatch, CoreDNS, the applications. Each with who reads it. */
import assert from "node:assert/strict";
import { kubeconfig } from "../../components/aws/kubeconfig";
import { KEY_VARIABLE, mcpServers, portOf, variablesOf } from "../../components/systems/simple-cli/settings";
import { AGENT_MODELS, companyOf } from "../../components/systems/simple-cli/schema";
import type { Graph, RecordedResource } from "../../plan/graph";
import { COMPLETE, recordingOf, stackFrom } from "../support/recordings";
import { at } from "./workload/fixture";

type Tree = Readonly<Record<string, unknown>>;

describe("values that others read", () => {
    let graph: Graph;
    before(async () => {
        ({ graph } = await recordingOf(COMPLETE, "update"));
    });
    const { environment } = stackFrom(COMPLETE);

    // https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ and client-authentication.v1beta1
    it("kubeconfig: one context, which is the current one, and a token from the AWS CLI", () => {
        const args = {
            clusterName: "a",
            region: "eu-west-1",
            endpoint: "https://a.example.com",
            certificateAuthority: "cGVt",
        };
        assert.deepEqual(JSON.parse(kubeconfig(args)), {
            apiVersion: "v1",
            kind: "Config",
            "current-context": "a",
            clusters: [
                { name: "a", cluster: { server: "https://a.example.com", "certificate-authority-data": "cGVt" } },
            ],
            contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
            users: [
                {
                    name: "a",
                    user: {
                        exec: {
                            apiVersion: "client.authentication.k8s.io/v1beta1",
                            command: "aws",
                            args: [
                                "eks",
                                "get-token",
                                "--cluster-name",
                                "a",
                                "--output",
                                "json",
                                "--region",
                                "eu-west-1",
                            ],
                            installHint: "Install the AWS CLI, version 2.",
                            interactiveMode: "Never",
                        },
                    },
                },
            ],
        });
    });

    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html, sns-key-management, budgets-sns-policy
    it("key policies: the services that come in their own name, and what they may do with the key", () => {
        const services = Object.fromEntries(
            graph.ofType("aws:kms/key:Key").map(({ name, inputs }) => {
                const { Statement } = JSON.parse(String(inputs.policy)) as { Statement: readonly Tree[] };
                const named = Statement.flatMap(
                    ({ Principal }) => (Principal as { Service?: string | string[] }).Service ?? [],
                );
                return [name, named.flat().sort()];
            }),
        );
        const none = ["backups", "cache", "cluster", "database", "files", "objects", "secrets", "volumes"];
        assert.deepEqual(services, {
            ...Object.fromEntries(none.map((domain) => [`keys-${domain}`, []])),
            "keys-logs": ["logs.us-east-1.amazonaws.com"],
            "keys-alarms": ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.rds.amazonaws.com"],
        });
    });

    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html, https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html
    it("alarms: the metric, its statistic, its period and how many of them", () => {
        const found = graph.ofType("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ name, inputs }) => {
            const queries = (inputs.metricQueries ?? []) as readonly Tree[];
            const metric =
                queries.map((query) => query.metric as Tree | undefined).find((each) => each !== undefined) ?? inputs;
            const { namespace, metricName, statistic, stat, period } = metric;
            const says = [
                namespace,
                metricName,
                statistic ?? stat,
                period,
                inputs.evaluationPeriods,
                inputs.comparisonOperator,
                inputs.treatMissingData,
            ];
            return `${name.replace(/-alarm$/, "")}: ${says.map(String).join(" ")}`;
        });
        const [high, low] = ["GreaterThanThreshold missing", "LessThanThreshold missing"];
        const redis = (use: string): readonly string[] =>
            [
                `connections: AWS/ElastiCache CurrConnections Maximum 300 3 ${high}`,
                `engine-cpu: AWS/ElastiCache EngineCPUUtilization Average 300 3 ${high}`,
                `evictions: AWS/ElastiCache Evictions Sum 300 ${use === "cache" ? 3 : 1} ${high}`,
                `memory: AWS/ElastiCache DatabaseMemoryUsagePercentage ${use === "cache" ? "Minimum 300 12" : "Maximum 300 3"} ${high}`,
                `replication-lag: AWS/ElastiCache ReplicationLag Maximum 300 3 ${high}`,
                `swap: AWS/ElastiCache SwapUsage Maximum 300 3 ${high}`,
            ].map((line) => `stores-${use}-${line}`);
        assert.deepEqual(found.sort(), [
            "backups-expired: AWS/Backup NumberOfBackupJobsExpired Sum 3600 1 GreaterThanThreshold notBreaching",
            "backups-failed: AWS/Backup NumberOfBackupJobsFailed Sum 3600 1 GreaterThanThreshold notBreaching",
            "backups-restore-failed: AWS/Backup NumberOfRestoreJobsFailed Sum 3600 1 GreaterThanThreshold notBreaching",
            ...redis("cache"),
            `stores-postgres-connections: AWS/RDS DatabaseConnections Maximum 300 3 ${high}`,
            `stores-postgres-cpu: AWS/RDS CPUUtilization Average 300 3 ${high}`,
            `stores-postgres-memory: AWS/RDS FreeableMemory Average 300 3 ${low}`,
            `stores-postgres-storage: AWS/RDS FreeStorageSpace Minimum 300 6 ${low}`,
            `stores-postgres-transaction-ids: AWS/RDS MaximumUsedTransactionIDs Maximum 3600 1 ${high}`,
            ...redis("queue"),
        ]);
    });

    // The add-ons' own schemas: aws eks describe-addon-configuration
    it("add-ons: CoreDNS scales by itself from 2 to 10, and the CNI holds policies and hands out prefixes", () => {
        const of = (addon: string): Tree => {
            const found = graph.ofType("aws:eks/addon:Addon").find(({ inputs }) => inputs.addonName === addon);
            return JSON.parse(String(found?.inputs.configurationValues)) as Tree;
        };
        assert.deepEqual(of("coredns").autoScaling, { enabled: true, minReplicas: 2, maxReplicas: 10 });
        const { enableNetworkPolicy, env } = of("vpc-cni") as { enableNetworkPolicy: string; env: Tree };
        assert.equal(enableNetworkPolicy, "true");
        assert.equal(env.ENABLE_PREFIX_DELEGATION, "true");
        assert.equal(env.WARM_PREFIX_TARGET, "1");
    });

    // What dashboards, policies and people select by: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
    it("pods: each says by the common labels which part of which system it is", () => {
        const TEMPLATES = ["Deployment", "StatefulSet", "Job"];
        const label = (owner: RecordedResource, name: string): string => {
            const labels = at(owner, "spec", "template", "metadata", "labels") as Readonly<Record<string, string>>;
            return labels[`app.kubernetes.io/${name}`] ?? "-";
        };
        const parts = graph.resources
            .filter(({ type }) => type.startsWith("kubernetes:") && TEMPLATES.includes(type.split(":").at(-1) ?? ""))
            .map((owner) =>
                [String(at(owner, "metadata", "name")), label(owner, "part-of"), label(owner, "component")].join(" "),
            );
        assert.deepEqual([...new Set(parts)].sort(), PODS);
    });

    // Upstream's createLLM and daemon, at the commit of images/images.json
    it("Simple-CLI: the key of each provider, and what every process reads", () => {
        assert.deepEqual(KEY_VARIABLE, {
            deepseek: "DEEPSEEK_API_KEY",
            openai: "OPENAI_API_KEY",
            anthropic: "ANTHROPIC_API_KEY",
            google: "GOOGLE_API_KEY",
            moonshot: "MOONSHOT_API_KEY",
        });
        // A provider that a stack may name and nobody has a key for would start an agent that cannot think.
        assert.deepEqual([...AGENT_MODELS].sort(), Object.keys(KEY_VARIABLE).sort());
        const { simpleCli } = environment.systems;
        assert.deepEqual(variablesOf({ ...simpleCli, variables: {} }, "acme", "brain"), {
            ...{ NODE_ENV: "production", HOME: "/tmp", PORT: "3002" },
            ...{ JULES_AGENT_DIR: "/app/.agent", COMPANY: "acme", JULES_COMPANY: "acme" },
        });
        const containers = ["agent", "brain", "healthMonitor", "swarm", "elasticSwarm"] as const;
        assert.deepEqual(
            containers.map((container) => portOf(simpleCli, container)),
            [3000, 3002, 3004, 3005, 3006],
        );
        const company = companyOf(simpleCli, "acme");
        const sidecars = { healthMonitor: true, swarm: true, elasticSwarm: true };
        assert.deepEqual(JSON.parse(mcpServers(simpleCli, { ...company, sidecars })), {
            mcpServers: {
                brain: { url: "http://acme-brain:3002/sse" },
                health_monitor: { url: "http://localhost:3004/sse" },
                swarm: { url: "http://localhost:3005/sse" },
                elastic_swarm: { url: "http://localhost:3006/sse" },
                filesystem: {
                    command: "node",
                    args: ["/app/node_modules/@modelcontextprotocol/server-filesystem/dist/index.js", "/app"],
                },
            },
        });
    });
});

/** Name, system, component. */
const PODS: readonly string[] = [
    "acme-agent simple-cli agent",
    "acme-brain simple-cli brain",
    "akosha-hot-store akosha store",
    "akosha-ingestion akosha ingestion",
    "akosha-query akosha query",
    "akosha-warm-store akosha store",
    "blackbox-exporter monitoring -",
    "db-init memstack database-init",
    "db-init monitoring database-init",
    "globex-agent simple-cli agent",
    "globex-brain simple-cli brain",
    "graphdb myriad graph",
    "graphdb-manager-ai myriad-python graph",
    "headroom cluster-services -",
    "input-processor myriad processor",
    "input-processor myriad-python processor",
    "integration-tester-ai myriad-python tester",
    "lightbulb-definition-ai myriad-python agent",
    "lightbulb-function-ai myriad-python agent",
    "load-knowledge myriad-python knowledge",
    "load-schema myriad-python schema",
    "memstack-api memstack api",
    "memstack-first-start memstack -",
    "memstack-worker memstack worker",
    "neo4j memstack database",
    "neo4j myriad database",
    "neo4j myriad-python database",
    "orchestrator myriad orchestrator",
    "orchestrator myriad-python orchestrator",
    "output-processor myriad processor",
    "output-processor myriad-python processor",
    "postgres-exporter monitoring -",
    "redis-exporter akosha -",
    "redis-exporter myriad-python -",
];
