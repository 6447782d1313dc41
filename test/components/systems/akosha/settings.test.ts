/** ConfigMap and Secrets of Akosha (AKO-28 to AKO-31), who reads them, and what must not be in them. */
import assert from "node:assert/strict";
import { Secret, type Graph, type RecordedResource } from "../../../../plan/graph";
import { at, object } from "../../workload/fixture";
import { COLD_BUCKET } from "../fixture";
import { akoshaOf, containersOf, mainOf, OTHERWISE, OWN, SMALL } from "./akosha";

const CONFIG = {
    AKOSHA_HOT_PATH: "/data/hot",
    AKOSHA_WARM_PATH: "/data/warm",
    AKOSHA_MAX_CONCURRENT_INGESTS: "10",
    AKOSHA_INGESTION_TIMEOUT: "300",
    AKOSHA_QUERY_TIMEOUT: "30",
    AKOSHA_MAX_RESULTS: "100",
    AKOSHA_CACHE_ENABLED: "true",
    AKOSHA_L1_CACHE_SIZE: "1000",
    AKOSHA_L2_CACHE_ENABLED: "true",
    AKOSHA_HOT_TIER_DAYS: "7",
    AKOSHA_WARM_TIER_DAYS: "90",
    AKOSHA_AGING_SCHEDULE: "0 2 * * *",
    AKOSHA_METRICS_ENABLED: "true",
    AKOSHA_LOG_LEVEL: "INFO",
};

const own = (graph: Graph) => OWN.map(([kind, name]) => object(graph, kind, name));
const variables = (owner: RecordedResource) =>
    Object.fromEntries((mainOf(owner).env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
const plain = (graph: Graph, name: string) => {
    const data = object(graph, "Secret", name).inputs.stringData;
    assert.ok(data instanceof Secret);
    return data.reveal();
};
const fromSecret = (name: string, key: string) => ({ secretKeyRef: { name, key } });

describe("components/systems/akosha settings", () => {
    let graph: Graph;
    before(async () => {
        graph = await akoshaOf({ size: "phase1" });
    });

    it("are the guide's akosha-config, key for key, read by every pod", () => {
        assert.deepEqual(at(object(graph, "ConfigMap", "akosha-config", "akosha"), "data"), CONFIG);
        for (const one of own(graph))
            assert.deepEqual(mainOf(one).envFrom, [{ configMapRef: { name: "akosha-config" } }], one.name);
    });

    it("follow the stack file, and schedule and ConfigMap never disagree", async () => {
        const other = await akoshaOf(...OTHERWISE);
        assert.deepEqual(at(object(other, "ConfigMap", "akosha-config"), "data"), {
            ...CONFIG,
            ...{ AKOSHA_MAX_CONCURRENT_INGESTS: "25", AKOSHA_INGESTION_TIMEOUT: "60", AKOSHA_QUERY_TIMEOUT: "5" },
            ...{ AKOSHA_MAX_RESULTS: "7", AKOSHA_L1_CACHE_SIZE: "5", AKOSHA_HOT_TIER_DAYS: "3" },
            ...{ AKOSHA_WARM_TIER_DAYS: "30", AKOSHA_AGING_SCHEDULE: "30 4 * * *", AKOSHA_LOG_LEVEL: "DEBUG" },
            MCP_HOST: "0.0.0.0",
        });
        assert.equal(at(object(other, "CronJob", "akosha-aging"), "spec", "schedule"), "30 4 * * *");
        const triggers = at(object(other, "ScaledObject", "akosha-ingestion-hpa"), "spec", "triggers");
        const values = (triggers as { metadata: Record<string, string> }[]).map(
            ({ metadata }) => metadata.value ?? metadata.threshold,
        );
        assert.deepEqual(values, ["60", "80", "100"]);
    });

    it("name bucket, endpoint and region, and hold no access key", () => {
        assert.deepEqual(plain(graph, "akosha-storage-credentials"), {
            bucket: COLD_BUCKET,
            prefix: "akosha-cold-data",
            endpoint: "https://s3.us-east-1.amazonaws.com",
            region: "us-east-1",
        });
        for (const name of ["akosha-ingestion", "akosha-query"])
            assert.deepEqual(
                variables(object(graph, "Deployment", name)).AKOSHA_COLD_BUCKET,
                fromSecret("akosha-storage-credentials", "bucket"),
            );
        // The guide's keys of an IAM user, in any spelling, in any object, secret or not.
        const everything = JSON.stringify(
            graph.resources.map(({ inputs }) => inputs),
            (_, value: unknown) => (value instanceof Secret ? value.reveal() : value),
        );
        assert.doesNotMatch(everything, /access-key-id|secret-access-key|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AKIA/);
        assert.deepEqual(graph.ofType("aws:iam/user:User", "aws:iam/accessKey:AccessKey"), []);
    });

    it("give Akosha its Redis through a proxy in each pod that uses it, and its password from Secrets Manager", () => {
        const redis = object(graph, "ExternalSecret", "akosha-redis-config");
        assert.deepEqual(at(redis, "spec", "data"), [
            {
                secretKey: "redis-password",
                remoteRef: { key: "mindcloud/dev/redis/akosha", property: "password", version: "uuid/v1" },
            },
        ]);
        assert.deepEqual(at(redis, "spec", "target", "template", "data"), {
            "redis-host": "127.0.0.1",
            "redis-port": "6379",
        });
        for (const one of own(graph)) {
            const uses = ["akosha-ingestion", "akosha-query"].includes(String(at(one, "metadata", "name")));
            assert.equal(
                containersOf(one).some(({ name }) => name === "redis-proxy"),
                uses,
                one.name,
            );
            assert.deepEqual(
                variables(one).AKOSHA_REDIS_HOST,
                uses ? fromSecret("akosha-redis-config", "redis-host") : undefined,
            );
        }
    });

    it("ask every caller for a token, a generated one, whoever else the stack names to verify tokens", async () => {
        const serving = ["akosha-ingestion", "akosha-query"];
        assert.throws(() => object(graph, "Secret", "akosha-auth-config"));
        const external = await akoshaOf(...OTHERWISE);
        assert.deepEqual(plain(external, "akosha-auth-config"), {
            "auth-service-url": "https://auth.example.com/verify",
            "jwks-url": "https://auth.example.com/.well-known/jwks.json",
        });
        for (const either of [graph, external]) {
            assert.deepEqual(at(object(either, "ExternalSecret", "akosha-jwt"), "spec", "data"), [
                { secretKey: "jwt-secret", remoteRef: { key: "mindcloud/dev/akosha/jwt", version: "uuid/v1" } },
                { secretKey: "api-token", remoteRef: { key: "mindcloud/dev/akosha/api-token", version: "uuid/v1" } },
            ]);
            for (const one of own(either)) {
                const { AKOSHA_AUTH_ENABLED, AKOSHA_API_TOKEN, JWT_SECRET } = variables(one);
                const asks = serving.includes(String(at(one, "metadata", "name")));
                assert.equal(AKOSHA_AUTH_ENABLED, asks ? "true" : undefined, one.name);
                assert.deepEqual(AKOSHA_API_TOKEN, asks ? fromSecret("akosha-jwt", "api-token") : undefined);
                assert.deepEqual(JWT_SECRET, asks ? fromSecret("akosha-jwt", "jwt-secret") : undefined);
            }
        }
        for (const name of serving) {
            const env = variables(object(external, "Deployment", name));
            assert.deepEqual(env.AKOSHA_JWKS_URL, fromSecret("akosha-auth-config", "jwks-url"));
            assert.deepEqual(env.AKOSHA_AUTH_SERVICE_URL, fromSecret("akosha-auth-config", "auth-service-url"));
        }
    });

    it("leave Redis out altogether where the second level of the cache is off", async () => {
        const without = await akoshaOf(...SMALL);
        const { AKOSHA_L2_CACHE_ENABLED: l2 } = at(object(without, "ConfigMap", "akosha-config"), "data") as Record<
            string,
            unknown
        >;
        assert.equal(l2, "false");
        const named = without.resources.filter(({ name }) => name.includes("redis")).map(({ name }) => name);
        assert.deepEqual(named, []);
        const query = object(without, "HorizontalPodAutoscaler", "akosha-query-hpa");
        const [cpu] = at(query, "spec", "metrics") as { type: string }[];
        assert.equal(cpu?.type, "Resource", "without a sidecar the documented metric does");
    });
});
