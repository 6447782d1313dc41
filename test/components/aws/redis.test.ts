import assert from "node:assert/strict";
import { maxClients } from "../../../components/aws/redis-alarms";
import { Redis, type RedisArgs } from "../../../components/aws/redis";
import { dailyWindow } from "../../../components/aws/windows";
import { Secret as Recorded } from "../../../plan/graph";
import { alarms, clearText, key, network, recorded, scope, security } from "./fixture.data";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup";
const USER = "aws:elasticache/user:User";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

const args: RedisArgs = {
    scope: scope(),
    use: "queue",
    node: "cache.m7g.large",
    version: "8",
    applyImmediately: false,
    replicas: 2,
    snapshotDays: 7,
    snapshotAt: "23:30",
    maintenance: "sun:05:00-sun:06:00",
    restoreFrom: [],
    users: ["memstack"],
    network,
    security,
    key: key("cache"),
    logsKey: key("logs"),
    secretsKey: key("secrets"),
    alarms,
    logRetentionDays: 365,
};
const redis = (changes: Partial<RedisArgs> = {}, mode: "preview" | "update" = "update") =>
    recorded(() => new Redis("queue", { ...args, ...changes }), mode);

describe("components/aws/redis", () => {
    it("never evicts a queue's work, and lets a cache forget", async () => {
        const policy = async (use: "cache" | "queue") => (await redis({ use })).the(PARAMETERS).inputs.parameters;
        assert.deepEqual(await policy("queue"), [{ name: "maxmemory-policy", value: "noeviction" }]);
        assert.deepEqual(await policy("cache"), [{ name: "maxmemory-policy", value: "allkeys-lru" }]);
    });

    it("reserves more memory on nodes that are too small for the default", async () => {
        const reserved = async (node: string) =>
            (await redis({ node })).the(PARAMETERS).inputs.parameters as readonly { name: string; value: string }[];
        assert.deepEqual((await reserved("cache.t4g.micro")).at(1), { name: "reserved-memory-percent", value: "50" });
        assert.deepEqual((await reserved("cache.t4g.small")).at(1), { name: "reserved-memory-percent", value: "30" });
        assert.equal((await reserved("cache.t4g.medium")).at(1), undefined);
    });

    it("is encrypted on disk with our key, on the wire always, and knows no one but its users", async () => {
        const graph = await redis({ use: "cache", users: ["akosha", "myriad"] });
        const { inputs } = graph.the(GROUP);
        assert.deepEqual(
            [
                inputs.atRestEncryptionEnabled,
                inputs.transitEncryptionEnabled,
                inputs.transitEncryptionMode,
                inputs.clusterMode,
            ],
            [true, true, "required", "disabled"],
        );
        assert.match(String(inputs.kmsKeyId), /key\/cache$/);
        const access = Object.fromEntries(
            graph.ofType(USER).map((user) => [String(user.inputs.userName), String(user.inputs.accessString)]),
        );
        assert.match(access.default ?? "", /^off .*-@all$/);
        for (const user of ["akosha", "myriad"]) assert.match(access[user] ?? "", /^on .*-@admin -@dangerous/);
        const group = graph.the("aws:elasticache/userGroup:UserGroup");
        assert.equal((group.inputs.userIds as unknown[]).length, 3);
        for (const user of graph.ofType(USER)) assert.ok(graph.dependsOn(group, user));
    });

    it("makes the one user of a queue its default, whom a login without a name means, and refuses a second", async () => {
        const graph = await redis({ use: "queue", users: ["memstack"] });
        const user = graph.the(USER);
        assert.equal(user.inputs.userName, "default");
        assert.match(String(user.inputs.accessString), /^on .*-@admin -@dangerous/);
        const credential = graph.the("aws:secretsmanager/secretVersion:SecretVersion").inputs.secretString;
        assert.ok(credential instanceof Recorded);
        assert.match(String(credential.reveal()), /"username":"default"/);
        await assert.rejects(redis({ use: "queue", users: ["a", "b"] }), /only one of them may have no name/);
    });

    it("writes each user's name and its own password to Secrets Manager, and nowhere in clear", async () => {
        const graph = await redis({ use: "cache", users: ["a", "b"] });
        const credentials = graph.ofType("aws:secretsmanager/secretVersion:SecretVersion").map(({ inputs }) => {
            assert.ok(inputs.secretString instanceof Recorded);
            return JSON.parse(String(inputs.secretString.reveal())) as { username: string; password: string };
        });
        assert.deepEqual(
            credentials.map(({ username }) => username),
            ["a", "b"],
        );
        assert.equal(new Set(credentials.map(({ password }) => password)).size, 2);
        for (const { inputs, urn } of graph.resources)
            for (const { password } of credentials) assert.ok(!clearText(inputs).includes(password), urn);
    });

    it("fails over between zones where it has a replica, and only there", async () => {
        const failover = async (replicas: number) => {
            const { inputs } = (await redis({ replicas })).the(GROUP);
            return [inputs.numCacheClusters, inputs.automaticFailoverEnabled, inputs.multiAzEnabled];
        };
        assert.deepEqual(await failover(0), [1, false, false]);
        assert.deepEqual(await failover(1), [2, true, true]);
    });

    it("leaves a last snapshot under a name that no other life of the group can have, and only where data is kept", async () => {
        const kept = await redis({}, "preview");
        const group = kept.the(GROUP);
        assert.ok(kept.dependsOn(group, kept.the("random:index/randomId:RandomId")));
        assert.deepEqual([group.protect, "finalSnapshotIdentifier" in group.inputs], [true, true]);
        const disposable = (await redis({ scope: scope("disposable") })).the(GROUP);
        assert.deepEqual([disposable.protect, "finalSnapshotIdentifier" in disposable.inputs], [false, false]);
    });

    it("upgrades onto another parameter group and leaves the old one, which ElastiCache uses until the window", async () => {
        const [before, after] = [await redis({ version: "8" }), await redis({ version: "9" })];
        const named = "mindcloud-test-stores-queue-valkey";
        assert.deepEqual(
            [before, after].map((graph) => graph.the(GROUP).inputs.parameterGroupName),
            [`${named}8`, `${named}9`],
        );
        assert.deepEqual(
            after.ofType(PARAMETERS).map(({ inputs }) => [inputs.name, inputs.family]),
            [
                [`${named}8`, "valkey8"],
                [`${named}9`, "valkey9"],
            ],
        );
        for (const { name } of before.ofType(PARAMETERS))
            assert.ok(after.dependsOn(after.the(GROUP), after.the(PARAMETERS, name)), name);
    });

    it("takes no daily snapshot and names no window for it when told so", async () => {
        const { inputs } = (await redis({ snapshotDays: 0 })).the(GROUP);
        assert.deepEqual([inputs.snapshotRetentionLimit, "snapshotWindow" in inputs], [0, false]);
        assert.equal((await redis()).the(GROUP).inputs.snapshotWindow, "23:30-00:30");
    });

    it("admits the nodes on 6379 in both directions, and lets nothing else out", async () => {
        const graph = await redis();
        const rule = ({ inputs }: ReturnType<typeof graph.the>) => [
            inputs.securityGroupId,
            inputs.referencedSecurityGroupId,
            inputs.fromPort,
            inputs.toPort,
        ];
        const ingress = graph.the("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
        const egress = graph.the("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
        assert.deepEqual(rule(ingress).slice(1), ["sg-nodes", 6379, 6379]);
        assert.deepEqual([rule(egress)[0], ...rule(egress).slice(2)], ["sg-nodes", 6379, 6379]);
        assert.equal(rule(egress)[1], rule(ingress)[0]);
        assert.ok(ingress.inputs.description !== undefined && egress.inputs.description !== undefined);
    });

    it("sends slow log and engine log to encrypted groups that it may not make itself", async () => {
        const graph = await redis();
        const groups = graph.ofType("aws:cloudwatch/logGroup:LogGroup");
        const deliveries = graph.the(GROUP).inputs.logDeliveryConfigurations as readonly {
            logType: string;
            destination: string;
        }[];
        assert.deepEqual(deliveries.map(({ logType }) => logType).sort(), ["engine-log", "slow-log"]);
        assert.deepEqual(
            deliveries.map(({ destination }) => destination).sort(),
            groups.map(({ inputs }) => String(inputs.name)).sort(),
        );
        for (const { inputs } of groups)
            assert.deepEqual([String(inputs.kmsKeyId).endsWith("key/logs"), inputs.retentionInDays], [true, 365]);
    });

    it("raises an alarm for the worst of its nodes: any eviction in a queue, a high rate in a cache", async () => {
        const graph = await redis();
        const names = graph.ofType(ALARM).map(({ name }) => name);
        for (const id of ["memory", "engine-cpu", "evictions", "connections", "replication-lag", "swap"])
            assert.ok(names.includes(`queue-${id}-alarm`), id);
        const queries = graph.the(ALARM, "queue-memory-alarm").inputs.metricQueries as readonly {
            metric?: { dimensions: { CacheClusterId: string } };
        }[];
        assert.deepEqual(
            queries.flatMap(({ metric }) => metric?.dimensions.CacheClusterId ?? []),
            ["mindcloud-test-stores-queue-001", "mindcloud-test-stores-queue-002", "mindcloud-test-stores-queue-003"],
        );
        assert.equal(graph.the(ALARM, "queue-evictions-alarm").inputs.threshold, 0);
        const cache = await redis({ use: "cache", replicas: 0, node: "cache.t4g.small" });
        assert.ok(Number(cache.the(ALARM, "queue-evictions-alarm").inputs.threshold) > 1000);
        assert.deepEqual(cache.the(ALARM, "queue-memory-alarm").inputs.dimensions, {
            CacheClusterId: "mindcloud-test-stores-cache-001",
        });
        assert.equal(cache.the(ALARM, "queue-connections-alarm").inputs.threshold, maxClients("cache.t4g.small") * 0.8);
        assert.ok(
            !cache.ofType(ALARM).some(({ name }) => name.includes("replication-lag")),
            "a primary alone has no lag",
        );
        for (const { inputs } of graph.ofType(ALARM))
            assert.deepEqual(inputs.alarmActions, ["arn:aws:sns:eu-central-1:111122223333:alarms"]);
    });

    it("writes windows that cross midnight as AWS does", () => {
        assert.deepEqual(
            [dailyWindow("03:00", 60), dailyWindow("23:30", 60), dailyWindow("00:05", 30)],
            ["03:00-04:00", "23:30-00:30", "00:05-00:35"],
        );
    });
});
