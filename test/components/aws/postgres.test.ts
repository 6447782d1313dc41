import assert from "node:assert/strict";
import { ExistingPostgres, ExistingRedis, existingBucket } from "../../../components/aws/existing-stores";
import { Postgres, type PostgresArgs } from "../../../components/aws/postgres";
import type { PostgresConnection } from "../../../components/handles";
import { Secret as Recorded } from "../../../plan/graph";
import { record } from "../../../plan/record";
import { alarms, clearText, key, network, recorded, scope, security } from "./fixture.data";

const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";
const INSTANCE = "aws:rds/instance:Instance";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

const memstack = { database: "memstack", pods: 35, connectionsPerPod: 60, fewestConnectionsPerPod: 15 };
const settings: PostgresArgs["settings"] = {
    instance: "db.m7g.large",
    version: "17",
    storageGibibytes: 100,
    maxStorageGibibytes: 1000,
    multiZone: true,
    backupDays: 14,
    backupAt: "02:00",
    maintenance: "sun:06:00-sun:07:00",
    restoreFrom: [],
};
const args: PostgresArgs = {
    scope: scope(),
    settings,
    applyImmediately: false,
    databases: [memstack],
    network,
    security,
    key: key("database"),
    secretsKey: key("secrets"),
    logsKey: key("logs"),
    alarms,
    logRetentionDays: 365,
};
const postgres = (changes: Partial<PostgresArgs> = {}, mode: "preview" | "update" = "update") =>
    recorded(() => new Postgres("postgres", { ...args, ...changes }), mode);

describe("components/aws/postgres", () => {
    it("is private, encrypted, monitored and backed up, with a password that RDS makes and this program never sees", async () => {
        const { inputs } = (await postgres()).the(INSTANCE);
        const expected = {
            engineVersion: "17",
            publiclyAccessible: false,
            storageEncrypted: true,
            storageType: "gp3",
            multiAz: true,
            manageMasterUserPassword: true,
            iamDatabaseAuthenticationEnabled: true,
            backupRetentionPeriod: 14,
            backupWindow: "02:00-03:00",
            copyTagsToSnapshot: true,
            monitoringInterval: 60,
            performanceInsightsEnabled: true,
            databaseInsightsMode: "standard",
            engineLifecycleSupport: "open-source-rds-extended-support-disabled",
        };
        for (const [setting, value] of Object.entries(expected)) assert.equal(inputs[setting], value, setting);
        for (const setting of ["kmsKeyId", "performanceInsightsKmsKeyId"])
            assert.match(String(inputs[setting]), /key\/database$/, setting);
        assert.match(String(inputs.masterUserSecretKmsKeyId), /key\/secrets$/);
        assert.ok(!("password" in inputs) && !["postgres", "admin"].includes(String(inputs.username)));
    });

    const groupsFor = async (version: PostgresArgs["settings"]["version"]) =>
        await postgres({ settings: { ...settings, version } });
    const familiesOf = (graph: Awaited<ReturnType<typeof groupsFor>>) =>
        graph.ofType(PARAMETERS).map(({ inputs }) => `${String(inputs.name)} ${String(inputs.family)}`);

    it("refuses connections without TLS, in the words of each major", async () => {
        for (const { inputs } of (await groupsFor("18")).ofType(PARAMETERS)) {
            const values = inputs.parameters as { name: string; value: string; applyMethod: string }[];
            const tls = values.find((each) => each.name === "rds.force_ssl");
            assert.deepEqual(tls, { name: "rds.force_ssl", value: "1", applyMethod: "immediate" });
            const connections = values.find((each) => each.name === "log_connections")?.value;
            assert.equal(connections, inputs.family === "postgres18" ? "receipt,authentication,authorization" : "1");
        }
    });

    it("upgrades onto another parameter group and leaves the old one, which RDS uses until the window", async () => {
        const before = await groupsFor("17");
        const after = await groupsFor("18");
        assert.equal(before.the(INSTANCE).inputs.parameterGroupName, "mindcloud-test-stores-postgres-postgres17");
        assert.equal(after.the(INSTANCE).inputs.parameterGroupName, "mindcloud-test-stores-postgres-postgres18");
        const kept = familiesOf(after);
        for (const group of familiesOf(before)) assert.ok(kept.includes(group), group);
        for (const group of before.ofType(PARAMETERS)) {
            const same = after.the(PARAMETERS, group.name);
            assert.deepEqual([same.inputs.name, same.inputs.family], [group.inputs.name, group.inputs.family]);
            assert.ok(after.dependsOn(after.the(INSTANCE), same), "is deleted after the instance");
        }
    });

    it("keeps what must be kept, and leaves nothing where data is disposable", async () => {
        const facts = async (data: "keep" | "disposable") => {
            const graph = await postgres({ scope: scope(data) });
            const { protect, inputs } = graph.the(INSTANCE);
            const named = "finalSnapshotIdentifier" in inputs;
            return [protect, inputs.deletionProtection, inputs.skipFinalSnapshot, named, inputs.deleteAutomatedBackups];
        };
        assert.deepEqual(await facts("keep"), [true, true, false, true, false]);
        assert.deepEqual(await facts("disposable"), [false, false, true, false, true]);
    });

    it("names the last snapshot after this life of the instance", async () => {
        const graph = await postgres();
        assert.ok(graph.dependsOn(graph.the(INSTANCE), graph.the("random:index/randomId:RandomId")));
        assert.match(
            String(graph.the(INSTANCE).inputs.finalSnapshotIdentifier),
            /^mindcloud-test-stores-postgres-final-[0-9a-f]{8}$/,
        );
        // Another key replaces the instance: the snapshot of the next one needs another name.
        assert.deepEqual(graph.the("random:index/randomId:RandomId").inputs.keepers, {
            key: graph.the(INSTANCE).inputs.kmsKeyId,
        });
    });

    it("has its log groups and the monitoring role's permissions before RDS looks for them", async () => {
        const graph = await postgres();
        const instance = graph.the(INSTANCE);
        const groups = graph.ofType("aws:cloudwatch/logGroup:LogGroup");
        assert.deepEqual(
            groups.map(({ inputs }) => String(inputs.name)).sort(),
            ["iam-db-auth-error", "postgresql", "upgrade"].map(
                (log) => `/aws/rds/instance/mindcloud-test-stores-postgres/${log}`,
            ),
        );
        for (const group of groups)
            assert.ok(
                graph.dependsOn(instance, group) && String(group.inputs.kmsKeyId).endsWith("key/logs"),
                group.urn,
            );
        assert.ok(graph.dependsOn(instance, graph.the("aws:iam/rolePolicyAttachment:RolePolicyAttachment")));
    });

    it("gives each database its own secret password, and the pool that fits", async () => {
        const second = { database: "second", pods: 2, connectionsPerPod: 20, fewestConnectionsPerPod: 10 };
        let connection: PostgresConnection | undefined;
        const { graph } = await record(
            () => {
                connection = new Postgres("postgres", { ...args, databases: [memstack, second] });
            },
            { project: "mindcloud", stack: "test", mode: "update" },
        );
        assert.deepEqual(connection?.databases.memstack?.pool, { perPod: 17, documented: 60 }); // "second" keeps its fewest, 10
        const credentials = graph.ofType(VERSION).map(({ inputs }) => {
            assert.ok(inputs.secretString instanceof Recorded);
            return JSON.parse(String(inputs.secretString.reveal())) as {
                username: string;
                password: string;
                database: string;
            };
        });
        assert.deepEqual(credentials.map(({ username, database }) => [username, database]), [["memstack", "memstack"], ["second", "second"]]); // oxfmt-ignore
        assert.equal(new Set(credentials.map(({ password }) => password)).size, 2);
        for (const { inputs, urn } of graph.resources)
            for (const { password } of credentials) assert.ok(!clearText(inputs).includes(password), urn);
    });

    it("hands out the admin's secret by the name that RDS gave it", async () => {
        const { outputs } = await record(() => ({ name: new Postgres("postgres", args).admin.secretName }), {
            project: "mindcloud",
            stack: "test",
            mode: "update",
        });
        assert.match(String(outputs.name), /^rds!db-[A-Za-z0-9]+$/);
    });

    it("refuses pools that cannot fit and classes whose memory it does not know", async () => {
        await assert.rejects(
            postgres({ settings: { ...settings, instance: "db.t4g.medium" } }),
            /525 connections are needed and 324 are to be had/,
        );
        await assert.rejects(
            postgres({ settings: { ...settings, instance: "db.q9.large" } }),
            /max_connections of db.q9.large is not known/,
        );
    });

    it("raises its alarms at shares of what this class and this storage have", async () => {
        const graph = await postgres();
        const threshold = (id: string) => graph.the(ALARM, `postgres-${id}-alarm`).inputs.threshold;
        const gibibyte = 1024 ** 3;
        assert.deepEqual(
            [threshold("cpu"), threshold("connections"), threshold("storage"), threshold("memory")],
            [80, 729, 8 * gibibyte, Math.floor(0.4 * gibibyte)],
        );
        for (const { inputs } of graph.ofType(ALARM))
            assert.equal(Object.keys(inputs.dimensions as object).join(), "DBInstanceIdentifier");
    });

    it("subscribes to its own events only", async () => {
        const subscriptions = (await postgres()).ofType("aws:rds/eventSubscription:EventSubscription");
        assert.deepEqual(Object.fromEntries(subscriptions.map(({ inputs }) => [inputs.sourceType, inputs.sourceIds])), {
            "db-instance": ["mindcloud-test-stores-postgres"],
            "db-parameter-group": ["mindcloud-test-stores-postgres-postgres17"],
        });
    });
});

describe("components/aws/existing-stores", () => {
    it("opens the user's security group to the nodes, makes our databases' credentials, and no server", async () => {
        const existing = {
            host: "db.example.com",
            port: 5433,
            securityGroupId: "sg-theirs",
            adminSecret: "team/admin",
            maxConnections: 811,
        };
        const { graph, outputs } = await record(
            () => {
                const { admin, host, databases } = new ExistingPostgres("postgres", {
                    scope: scope(),
                    existing,
                    databases: [memstack],
                    network,
                    security,
                    secretsKey: key("secrets"),
                });
                return { admin: admin.arn, host, pool: databases.memstack?.pool };
            },
            { project: "mindcloud", stack: "test", mode: "update" },
        );
        assert.deepEqual(outputs, {
            admin: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:team/admin-??????",
            host: "db.example.com",
            pool: { perPod: 18, documented: 60 },
        });
        const { inputs } = graph.the("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
        assert.deepEqual(
            [inputs.securityGroupId, inputs.referencedSecurityGroupId, inputs.fromPort],
            ["sg-theirs", "sg-nodes", 5433],
        );
        assert.equal(graph.ofType(VERSION).length, 1);
        assert.deepEqual(graph.ofType(INSTANCE, "aws:ec2/securityGroup:SecurityGroup"), []);
    });

    it("hands the one credential of a Redis that exists to every system, and makes nothing of a bucket", async () => {
        const existing = {
            host: "redis.example.com",
            port: 6380,
            securityGroupId: "sg-theirs",
            passwordSecret: "team/redis",
        };
        const { graph, outputs } = await record(
            () => {
                const { users } = new ExistingRedis("cache", {
                    scope: scope(),
                    use: "cache",
                    existing,
                    users: ["akosha", "myriad"],
                    network,
                    security,
                });
                const bucket = existingBucket(scope(), { name: "theirs" });
                return {
                    names: Object.values(users).map(({ secretName }) => secretName),
                    bucket: bucket.arn,
                };
            },
            { project: "mindcloud", stack: "test", mode: "update" },
        );
        assert.deepEqual(outputs, { names: ["team/redis", "team/redis"], bucket: "arn:aws:s3:::theirs" });
        assert.deepEqual(graph.types().filter((type) => type.startsWith("aws:")), ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"]); // oxfmt-ignore
    });

    it("is reached by its blocks where it is in another network: no rule there can name the nodes' group", async () => {
        const made = (cidrs: string[]) =>
            record(
                () => {
                    const place = { host: "redis.example.com", port: 6380, securityGroupId: "sg-theirs", cidrs };
                    const { apart } = new ExistingRedis("cache", {
                        ...{ scope: scope(), use: "cache", existing: { ...place, passwordSecret: "team/redis" } },
                        ...{ users: ["akosha"], network, security },
                    });
                    return { apart };
                },
                { project: "mindcloud", stack: "test", mode: "update" },
            );
        const [near, far] = await Promise.all([made([network.data.cidrs[0] ?? ""]), made(["10.99.0.0/24"])]);
        assert.deepEqual([near.outputs, far.outputs], [{ apart: false }, { apart: true }]);
        const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
        assert.deepEqual(
            far.graph.ofType(INGRESS).map(({ inputs }) => [inputs.securityGroupId, inputs.cidrIpv4, inputs.fromPort]),
            network.private.cidrs.map((cidr) => ["sg-theirs", cidr, 6380]),
        );
        assert.deepEqual(far.graph.ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"), []);
        assert.equal(near.graph.ofType(INGRESS).length, 1);
    });
});
