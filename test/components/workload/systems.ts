/** Two small systems that use everything a workload can be: what most tests of components/workload record. */
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { awsProvider } from "../../../components/aws/provider";
import type { Bucket, PostgresConnection, RedisConnection, SharedFiles } from "../../../components/handles";
import * as w from "../../../components/workload";
import type { Graph } from "../../../plan/graph";
import { graphOf, prometheus, resources, scope, siteOf, small, testImage } from "./fixture";

const stored = (name: string) => ({ secretName: pulumi.output(name), arn: pulumi.output(`arn:${name}`) });
const cache: RedisConnection = { use: "cache", host: pulumi.output("cache.example"), port: 6379, users: {} };
const database: PostgresConnection = {
    ...{ host: pulumi.output("db.example"), port: 5432, admin: stored("admin"), databases: {} },
};
const cold: Bucket = {
    ...{ bucketName: pulumi.output("cold"), arn: pulumi.output("arn:aws:s3:::cold") },
    key: { arn: pulumi.output("arn:aws:kms:eu-central-1:111122223333:key/objects") },
};
const efs: SharedFiles = {
    ...{ fileSystemId: pulumi.output("fs-1"), accessPoints: { "acme-agent": pulumi.output("fsap-1") } },
};

export interface Variation {
    /** Changes of the site. */
    readonly site?: Partial<w.Site>;
    readonly setting?: string;
    readonly secretVersion?: string;
}

/** The program of both systems. Returns the registry, which holds the declared traffic table. */
export function systems({
    site: changes,
    setting = "7",
    secretVersion = "v1",
}: Variation = {}): w.Registry<w.NamespaceHandle> {
    const site = siteOf(changes);
    const aws = awsProvider(scope, {});
    const kubernetes = new Provider("kubernetes", { kubeconfig: "{}", clusterIdentifier: "mindcloud-dev" });
    const opts = { providers: { aws, kubernetes } };
    const at = { ...site, ready: new w.PriorityClasses("priorities", opts).ready };
    memory(
        new w.Namespace("akosha", { site: at, system: "akosha", loadBalanced: true }, opts),
        setting,
        secretVersion,
        opts,
    );
    monitoring(new w.Namespace("monitoring", { site: at, system: "monitoring" }, opts), opts);
    agency(new w.Namespace("acme", { site: at, system: "simple-cli" }, opts), opts);
    return site.registry;
}

/** Stands for what components/monitoring makes: a closed namespace whose Prometheus may read everywhere. */
function monitoring(namespace: w.Namespace, opts: pulumi.ComponentResourceOptions): void {
    new NetworkPolicy(
        "prometheus",
        {
            metadata: { name: "prometheus", namespace: namespace.namespaceName },
            spec: { podSelector: { matchLabels: prometheus.podLabels }, policyTypes: ["Egress"], egress: [{}] },
        },
        {
            provider: opts.providers && "kubernetes" in opts.providers ? opts.providers.kubernetes : undefined,
            parent: namespace,
            dependsOn: [...namespace.ready],
        },
    );
}

function memory(namespace: w.Namespace, setting: string, version: string, opts: pulumi.ComponentResourceOptions): void {
    const configuration = new w.Configuration(
        "akosha-config",
        { namespace, values: { HOT_TIER_DAYS: setting, BUCKET: cold.bucketName } },
        opts,
    );
    const credentials = new w.SyncedSecret(
        "akosha-redis-config",
        {
            namespace,
            keys: {
                "redis-password": {
                    from: { ...stored("redis/akosha"), versionId: pulumi.output(version) },
                    property: "password",
                },
            },
            plain: { "redis-port": "6379" },
        },
        opts,
    );
    const claim = new w.VolumeClaim(
        "akosha-hot-data",
        { namespace, size: w.gibibytes(500), storageClass: "gp3-fast" },
        opts,
    );
    const hot = new w.Workload(
        "akosha-hot",
        {
            ...{ namespace, kind: "StatefulSet", image: testImage, resources, scaling: w.single() },
            ports: { store: 9001 },
            health: { tcp: "store" },
            volumes: { data: w.claimed(claim) },
            mounts: { "/data/hot": "data" },
            admits: [
                w.from("akosha-ingestion", "store"),
                w.from("akosha-aging", "store"),
                w.from("akosha-query", "store"),
            ],
            nodes: "zonal",
            priority: "store",
        },
        opts,
    );
    new w.Workload(
        "akosha-ingestion",
        {
            ...{ namespace, image: testImage, resources, environmentFrom: [configuration] },
            ports: { api: 8001, metrics: 8000 },
            health: { path: "/health", on: "api", startWithin: w.seconds(90) },
            scaling: w.between(2, 20, {
                name: "akosha-ingestion-hpa",
                ...{
                    cpu: w.percent(70),
                    memory: w.percent(80),
                    queue: { metric: "akosha_ingestion_queue_size", perReplica: 500 },
                },
                up: { window: w.seconds(60), atMost: w.percent(50), every: w.seconds(60) },
                down: { window: w.minutes(5), atMost: w.percent(10), every: w.seconds(60) },
            }),
            volumes: { secrets: w.files(credentials) },
            mounts: { "/secrets": "secrets" },
            metrics: { on: "metrics" },
            reaches: [hot.on("store"), w.redis(cache), w.objects(cold, "akosha", "readWrite")],
        },
        opts,
    );
    new w.Workload(
        "akosha-query",
        {
            ...{ namespace, image: testImage, resources, service: { name: "akosha-api" } },
            ports: { api: 8000 },
            health: { path: "/health", on: "api" },
            scaling: w.between(3, 10, { cpu: w.percent(70) }),
            budget: { minAvailable: 2 },
            admits: [w.loadBalancer("api"), w.fromNamespace("acme", "agent", "api")],
            reaches: [hot.on(), w.internet()],
        },
        opts,
    );
    new w.ScheduledJob(
        "akosha-aging",
        {
            namespace,
            image: testImage,
            resources: small,
            schedule: "0 2 * * *",
            reaches: [hot.on("store"), w.objects(cold, "akosha", "write")],
        },
        opts,
    );
    new w.NamespaceLimits("akosha-limits", { namespace }, opts);
}

function agency(namespace: w.Namespace, opts: pulumi.ComponentResourceOptions): void {
    const claim = new w.SharedFilesClaim(
        "acme-agent-files",
        { namespace, files: efs, accessPoint: "acme-agent", size: w.gibibytes(1) },
        opts,
    );
    const init = new w.OneShotJob(
        "acme-db-init",
        { namespace, image: testImage, resources: small, reaches: [w.postgres(database)], within: w.minutes(5) },
        opts,
    );
    const query = w.address("akosha", "akosha-query", [{ name: "api", number: 8000, protocol: "TCP" }]);
    new w.Workload(
        "acme-agent",
        {
            ...{ namespace, metadataName: "agent", kind: "StatefulSet", image: testImage, resources },
            ports: { api: 3000 },
            health: { path: "/health", on: "api" },
            scaling: w.between(1, 5, { cpu: w.percent(80), memory: w.percent(80) }),
            sidecars: {
                "health-monitor": {
                    image: testImage,
                    resources: small,
                    ports: { monitor: 3004 },
                    health: { path: "/health", on: "monitor" },
                    mounts: { "/app/.agent": "agent" },
                },
                swarm: {
                    image: testImage,
                    resources: small,
                    ports: { swarm: 3005 },
                    health: { tcp: "swarm" },
                    starts: "beside",
                },
            },
            init: { wait: { image: testImage, command: ["wait"], resources: small } },
            volumes: {
                agent: w.shared(claim),
                brain: w.perReplica(w.gibibytes(10), "gp3"),
                cache: w.scratch(w.mebibytes(512)),
            },
            mounts: { "/app/.agent": "agent", "/app/.agent/brain": "brain", "/cache": "cache" },
            metrics: { on: "monitor" },
            nodes: "untrusted",
            after: init.ready,
            reaches: [
                query.on("api"),
                w.internet(),
                w.aws("sqs", {
                    Effect: "Allow",
                    Action: "sqs:SendMessage",
                    Resource: "arn:aws:sqs:eu-central-1:111122223333:acme",
                }),
            ],
        },
        opts,
    );
    new w.Workload(
        "acme-worker",
        {
            ...{ namespace, metadataName: "worker", image: testImage, resources: small, scaling: w.fixed(2) },
            health: { command: ["true"] },
            kubernetesApi: [
                { apiGroups: ["snapshot.storage.k8s.io"], resources: ["volumesnapshots"], verbs: ["create", "get"] },
            ],
        },
        opts,
    );
    new w.NamespaceLimits("acme-limits", { namespace }, opts);
}

let recorded: Promise<Graph> | undefined;

/** Both systems as they are, recorded once for all tests that only look. */
export function theGraph(): Promise<Graph> {
    recorded ??= graphOf(() => systems());
    return recorded;
}
