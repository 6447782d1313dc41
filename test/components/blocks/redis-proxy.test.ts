/** The sidecar that gives applications TLS and a login, as it appears in a pod. */
import assert from "node:assert/strict";
import { bootstrapOf, RedisProxy, type RedisProxyArgs } from "../../../components/blocks/redis-proxy";
import * as w from "../../../components/workload";
import { UNKNOWN, type Graph } from "../../../plan/graph";
import { at, object, resources, small, testImage } from "../workload/fixture";
import { REDIS_HOST, surrounded, type Surroundings } from "./fixture";

type Mode = { readonly mode: "tcp" } | { readonly mode: "redis"; readonly user: string };

function app({ namespace, redis, opts }: Surroundings, mode: Mode): void {
    const args: RedisProxyArgs = { namespace, redis, ...mode };
    const proxy = new RedisProxy("app-redis-proxy", args, opts);
    new w.Workload(
        "app-api",
        {
            ...{ namespace, image: testImage, resources, scaling: w.between(2, 4, { cpu: w.percent(70) }) },
            ports: { api: 8000 },
            health: { path: "/health", on: "api" },
            environment: { REDIS_HOST: proxy.host, REDIS_PORT: String(proxy.port) },
            sidecars: proxy.sidecars,
            volumes: { ...proxy.volumes, cache: w.scratch(w.mebibytes(64)) },
            mounts: { "/cache": "cache" },
            reaches: proxy.reaches,
        },
        opts,
    );
    new w.Workload(
        "app-worker",
        {
            ...{ namespace, image: testImage, resources: small, scaling: w.fixed(2), health: { command: ["true"] } },
            ...{ sidecars: proxy.sidecars, volumes: proxy.volumes, reaches: proxy.reaches },
        },
        opts,
    );
}

const TEMPLATE = ["spec", "template", "spec"] as const;

describe("components/blocks/redis-proxy", () => {
    let redis: Graph;
    let tcp: Graph;
    before(async () => {
        redis = await surrounded((around) => {
            app(around, { mode: "redis", user: "app" });
        });
        tcp = await surrounded((around) => {
            app(around, { mode: "tcp" });
        });
    });

    it("runs Envoy before the application, restricted, small, and asked by the kubelet alone", () => {
        const pod = object(redis, "Deployment", "app-api");
        const [sidecar] = at(pod, ...TEMPLATE, "initContainers") as Record<string, unknown>[];
        assert.ok(sidecar);
        const { name, restartPolicy, args, ports, readinessProbe, resources: asked, securityContext } = sidecar;
        assert.deepEqual([name, restartPolicy], ["redis-proxy", "Always"]);
        assert.match(String(sidecar.image), /^docker\.io\/envoyproxy\/envoy:distroless-v1\.39\.1@sha256:[0-9a-f]{64}$/);
        assert.deepEqual(args, [
            ...["--config-path", "/etc/redis-proxy/bootstrap.json", "--concurrency", "1", "--disable-hot-restart"],
            ...["--log-level", "warning"],
        ]);
        assert.deepEqual(ports, [{ name: "redis-proxy", containerPort: 15021, protocol: "TCP" }]);
        assert.deepEqual((readinessProbe as { httpGet: unknown }).httpGet, { path: "/ready", port: "redis-proxy" });
        // It starts in a second; after 30 its pod begins anew, before the application's own time is over.
        const { failureThreshold, periodSeconds } = sidecar.startupProbe as Readonly<Record<string, number>>;
        assert.equal(Number(failureThreshold) * Number(periodSeconds), 30);
        assert.deepEqual(asked, {
            requests: { cpu: "25m", memory: "48Mi", "ephemeral-storage": "16Mi" },
            limits: { cpu: "500m", memory: "128Mi", "ephemeral-storage": "64Mi" },
        });
        const { readOnlyRootFilesystem, runAsUser } = securityContext as Record<string, unknown>;
        assert.deepEqual([readOnlyRootFilesystem, runAsUser], [true, 10_001]);
        assert.equal(sidecar.lifecycle, undefined, "it stops after the application, which drains for both");
    });

    it("adds no port to a Service, and gives a worker none", () => {
        const offered = at(object(redis, "Service", "app-api"), "spec", "ports") as { name: string }[];
        assert.deepEqual(
            offered.map(({ name }) => name),
            ["api"],
        );
        assert.throws(() => object(redis, "Service", "app-worker"));
        const worker = object(redis, "Deployment", "app-worker");
        assert.equal(
            at(worker, ...TEMPLATE, "terminationGracePeriodSeconds"),
            30,
            "nobody sends to it, so it drains nothing",
        );
        assert.deepEqual(at(object(redis, "NetworkPolicy", "app-worker"), "spec", "ingress"), []);
    });

    it("opens the way to the cache and to nothing else", () => {
        const egress = at(object(redis, "NetworkPolicy", "app-worker"), "spec", "egress");
        assert.deepEqual(egress, [
            {
                to: ["10.20.240.0/24", "10.20.241.0/24"].map((cidr) => ({ ipBlock: { cidr } })),
                ports: [{ port: 6379, protocol: "TCP" }],
            },
        ]);
    });

    it("leaves autoscaling to the application's own container", () => {
        const autoscaler = redis.the("kubernetes:autoscaling/v2:HorizontalPodAutoscaler");
        const [metric] = at(autoscaler, "spec", "metrics") as { containerResource: { container: string } }[];
        assert.equal(metric?.containerResource.container, "app-api");
    });

    it("mounts configuration and credential as files, and rolls pods when either changes", () => {
        const pod = object(redis, "Deployment", "app-api");
        const volumes = at(pod, ...TEMPLATE, "volumes") as { name: string; projected?: { sources: unknown[] } }[];
        assert.deepEqual(volumes.find(({ name }) => name === "redis-proxy")?.projected?.sources, [
            { configMap: { name: "app-redis-proxy-bootstrap" } },
            { secret: { name: "app-redis-proxy-credential" } },
        ]);
        const annotations = Object.keys(at(pod, "spec", "template", "metadata", "annotations") as object);
        assert.deepEqual(annotations, [
            "configuration.mindcloud.dev/app-redis-proxy-bootstrap",
            "secret.mindcloud.dev/app-redis-proxy-credential",
        ]);
        const data = at(object(redis, "ExternalSecret", "app-redis-proxy-credential"), "spec", "data") as {
            secretKey: string;
            remoteRef: Record<string, string>;
        }[];
        assert.deepEqual(
            data.map(({ secretKey, remoteRef: { key, property } }) => [secretKey, key, property]),
            ["username", "password"].map((property) => [property, "mindcloud/dev/redis-app", property]),
        );
        for (const { remoteRef } of data) assert.match(remoteRef.version ?? "", /^uuid\/terraform-\w{26}$/);
        assert.equal(
            tcp.ofType("kubernetes:external-secrets.io/v1:ExternalSecret").length,
            0,
            "tcp sends no credential",
        );
    });

    it("restarts readers when the secret has a new version, and reads no secret before it has one", async () => {
        const version = redis.the("aws:secretsmanager/secretVersion:SecretVersion", "redis-app-value");
        for (const [kind, name] of [
            ["Deployment", "app-api"],
            ["ExternalSecret", "app-redis-proxy-credential"],
        ] as const)
            assert.ok(redis.dependsOn(object(redis, kind, name), version), kind);
        const planned = await surrounded(
            (around) => {
                app(around, { mode: "redis", user: "app" });
            },
            { mode: "preview" },
        );
        const annotations = at(object(planned, "Deployment", "app-api"), "spec", "template", "metadata", "annotations");
        const { "secret.mindcloud.dev/app-redis-proxy-credential": hash } = annotations as Record<string, unknown>;
        assert.equal(hash, UNKNOWN, "the hash is made from the version, which AWS has not named yet");
    });

    it("verifies the cache's name, and logs in from files in mode redis only", () => {
        const text = (graph: Graph) =>
            String(at(object(graph, "ConfigMap", "app-redis-proxy-bootstrap"), "data", "bootstrap.json"));
        assert.deepEqual(JSON.parse(text(redis)), bootstrapOf(REDIS_HOST, 6379, "redis"));
        assert.deepEqual(JSON.parse(text(tcp)), bootstrapOf(REDIS_HOST, 6379, "tcp"));
        for (const graph of [redis, tcp]) {
            assert.ok(text(graph).includes(`"sni": "${REDIS_HOST}"`));
            assert.ok(text(graph).includes(`"exact": "${REDIS_HOST}"`));
            assert.ok(!text(graph).includes('"admin"'));
        }
        assert.match(text(redis), /"auth_password": \{\s+"filename": "\/etc\/redis-proxy\/password"/);
        assert.ok(!text(tcp).includes("auth_"));
        const listeners = bootstrapOf(REDIS_HOST, 6379, "redis").static_resources.listeners;
        assert.deepEqual(
            listeners.map(({ name, address: { socket_address: address } }) => [
                name,
                address.address,
                address.port_value,
            ]),
            [
                ["redis", "127.0.0.1", 6379],
                ["probes", "0.0.0.0", 15021],
            ],
        );
    });

    it("refuses a user that the connection does not have", async () => {
        await assert.rejects(
            surrounded((around) => {
                app(around, { mode: "redis", user: "nobody" });
            }),
            /app-redis-proxy: redis cache has no user nobody/,
        );
    });
});
