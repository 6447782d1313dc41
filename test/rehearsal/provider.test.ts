import assert from "node:assert/strict";
import { policyOf } from "../../iam/policy";
import { secretOnTheWire } from "../../plan/values";
import { AwsProvider, type World } from "../../rehearsal/aws/provider";
import { Store } from "../../rehearsal/cloud/store";
import { KubernetesProvider } from "../../rehearsal/kubernetes/provider";
import { hasFault, parseFault } from "../../rehearsal/provider/faults";
import type { Subject } from "../../rehearsal/provider/provider";
import { RandomProvider } from "../../rehearsal/random/provider";
import { holdsSecret, reveal } from "../../rehearsal/engine/wire";

function subject(type: string, name = "thing"): Subject {
    return { urn: `urn:pulumi:dev::toy::${type}::${name}`, type, name };
}

function world(): World {
    const existing = new Set(["arn:aws:iam::aws:role/control"]);
    return { store: new Store(), pace: { minuteInMilliseconds: 0 }, faults: [], existing };
}

describe("rehearsal: the AWS provider", () => {
    it("says which arguments differ, and deletes first where the program chose the name", () => {
        const provider = new AwsProvider(world());
        const diff = (type: string, olds: object, news: object): unknown =>
            provider.diff(subject(type), "id", { ...olds }, { ...olds }, { ...news });
        const group = "aws:rds/subnetGroup:SubnetGroup";
        assert.deepEqual(diff(group, { name: "a" }, { name: "a" }), {
            changed: [],
            replaces: [],
            deleteBeforeReplace: false,
        });
        assert.deepEqual(diff(group, { name: "a" }, { name: "b" }), {
            changed: ["name"],
            replaces: ["name"],
            deleteBeforeReplace: true,
        });
        const cluster = { changed: ["roleArn"], replaces: ["roleArn"], deleteBeforeReplace: true };
        assert.deepEqual(
            diff("aws:eks/cluster:Cluster", { name: "a", roleArn: "x" }, { name: "a", roleArn: "y" }),
            cluster,
        );
    });

    it("sees a change of the provider's default tags on everything that has tags", () => {
        const provider = new AwsProvider(world());
        provider.configure({ defaultTags: JSON.stringify({ tags: { team: "b" } }) });
        const inputs = { tags: { "mindcloud:name": "key" } };
        const diff = (team: string): unknown =>
            provider.diff(
                subject("aws:kms/key:Key"),
                "id",
                inputs,
                { tagsAll: { team, "mindcloud:name": "key" } },
                inputs,
            ).changed;
        assert.deepEqual([diff("a"), diff("b")], [["tagsAll"], []]);
    });

    it("lets the tags of a key count from the next run on, as KMS does minutes later", async () => {
        const key = subject("aws:kms/key:Key", "key");
        const alias = subject("aws:kms/alias:Alias", "alias");
        const tagged = { StringEquals: { "aws:ResourceTag/mindcloud:stack": "dev" } };
        const Statement = [
            { Effect: "Allow", Action: ["kms:CreateKey", "kms:TagResource", "kms:Describe*", "kms:Get*", "kms:List*"] },
            { Effect: "Allow", Action: "kms:CreateAlias", Condition: tagged },
            { Effect: "Allow", Action: "kms:CreateAlias", Resource: "arn:aws:kms:*:*:alias/*" },
        ].map((statement) => ({ Resource: "*", ...statement }));
        const caller = { arn: "arn:aws:iam::1:role/deploy", policies: [policyOf("deploy", { Statement })] };
        const { store, ...rest } = world();
        const run = (): AwsProvider => new AwsProvider({ store, ...rest, caller });
        const first = run();
        const { id } = await first.create(key, { tags: { "mindcloud:stack": "dev" } });
        const target = { name: "alias/a", targetKeyId: id };
        await assert.rejects(
            first.create(alias, target),
            /AccessDenied: .*kms:CreateAlias.*aws:resourcetag\/mindcloud:stack/s,
        );
        await run().create(alias, target);
    });

    it("never de-duplicates", async () => {
        const { store, ...rest } = world();
        const provider = new AwsProvider({ store, ...rest });
        const [one, other] = [
            await provider.create(subject("aws:kms/key:Key"), {}),
            await provider.create(subject("aws:kms/key:Key"), {}),
        ];
        assert.notEqual(one.id, other.id);
        assert.equal(store.live().length, 2);
    });

    it("hands a secret argument back as a secret, and sees through it", async () => {
        const provider = new AwsProvider(world());
        const inputs = {
            ...{ identifier: "db", engine: "postgres", instanceClass: "db.t4g.small" },
            password: secretOnTheWire("hidden"),
        };
        const { outputs } = await provider.create(subject("aws:rds/instance:Instance"), inputs);
        assert.ok(holdsSecret(outputs.password));
        assert.equal(reveal(outputs.password), "hidden");
        assert.ok(!holdsSecret(outputs.endpoint));
    });

    it("keeps at an update what AWS made up, and follows what was asked", async () => {
        const provider = new AwsProvider(world());
        const cluster = {
            name: "main",
            roleArn: "arn:aws:iam::aws:role/control",
            version: "1.35",
            vpcConfig: { subnetIds: [] },
        };
        const { id, outputs } = await provider.create(subject("aws:eks/cluster:Cluster"), cluster);
        const updated = await provider.update(subject("aws:eks/cluster:Cluster"), id, outputs, {
            ...cluster,
            version: "1.36",
        });
        assert.equal(updated.endpoint, outputs.endpoint);
        assert.deepEqual(updated.vpcConfig, outputs.vpcConfig);
        assert.equal(updated.version, "1.36");

        const network = await provider.create(subject("aws:ec2/vpc:Vpc"), { cidrBlock: "10.0.0.0/16" });
        const inputs = { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true };
        assert.equal(
            (await provider.update(subject("aws:ec2/vpc:Vpc"), network.id, network.outputs, inputs)).enableDnsHostnames,
            true,
        );
    });

    it("shows whoever looks what still runs, until the window in which a change happens", async () => {
        const { store, ...rest } = world();
        const provider = new AwsProvider({ store, ...rest });
        const group = subject("aws:elasticache/replicationGroup:ReplicationGroup");
        const wanted = (engineVersion: string, applyImmediately: boolean) => ({
            ...{ replicationGroupId: "queue", engine: "valkey", description: "queue", engineVersion, applyImmediately },
            ...{ nodeType: "cache.t4g.small", numCacheClusters: 1 },
        });
        const { id, outputs } = await provider.create(group, wanted("8.1", false));
        const read = async (): Promise<readonly unknown[]> => {
            const seen = await provider.read(group, id);
            return [seen?.inputs.engineVersion, seen?.outputs.engineVersion];
        };
        await provider.update(group, id, outputs, wanted("9.0", false));
        assert.deepEqual(await read(), ["8.1", "8.1"]);
        await store.later(7 * 24);
        assert.deepEqual(await read(), ["9.0", "9.0"]);
        await provider.update(group, id, outputs, wanted("9.1", true));
        assert.deepEqual(await read(), ["9.1", "9.1"]);
    });

    it("makes a new version of a launch template when its content changes, not when its tags do", async () => {
        const provider = new AwsProvider(world());
        const template = subject("aws:ec2/launchTemplate:LaunchTemplate");
        const { id, outputs } = await provider.create(template, { name: "nodes", ebsOptimized: "true", tags: {} });
        const versions = [outputs.latestVersion];
        for (const inputs of [
            { name: "nodes", ebsOptimized: "true", tags: { team: "a" } },
            { name: "nodes", ebsOptimized: "false", tags: { team: "a" } },
        ])
            versions.push((await provider.update(template, id, outputs, inputs)).latestVersion);
        assert.deepEqual(versions, [1, 1, 2]);
    });
});

describe("rehearsal: the random provider", () => {
    it("draws again for each create, and marks what is secret", async () => {
        const provider = new RandomProvider();
        const draw = async (): Promise<unknown> =>
            (
                await provider.create(subject("random:index/randomPassword:RandomPassword"), {
                    length: 32,
                    special: false,
                })
            ).outputs.result;
        const [one, other] = [await draw(), await draw()];
        assert.ok(holdsSecret(one));
        assert.match(String(reveal(one)), /^[A-Za-z0-9]{32}$/);
        assert.notEqual(reveal(one), reveal(other));
    });
});

describe("rehearsal: the in-memory Kubernetes provider", () => {
    const configMap = subject("kubernetes:core/v1:ConfigMap", "settings");

    it("gives a name where there is none, and keeps it", () => {
        const provider = new KubernetesProvider(world());
        const first = provider.check(configMap, {}, { data: { a: "1" } }) as { metadata: { name: string } };
        assert.match(first.metadata.name, /^settings-[0-9a-f]{8}$/);
        assert.deepEqual(provider.check(configMap, { ...first }, { data: { a: "2" } }), { ...first, data: { a: "2" } });
        const named = { metadata: { name: "fixed" } };
        assert.deepEqual(provider.check(configMap, {}, named), named);
    });

    it("replaces what the API server holds immutable", () => {
        const provider = new KubernetesProvider(world());
        const diff = (olds: object, news: object, type = configMap): unknown =>
            provider.diff(type, "id", { ...olds }, {}, { ...news });
        const named = { metadata: { name: "a" } };
        assert.deepEqual(diff({ ...named, data: { a: "1" } }, { ...named, data: { a: "2" } }), {
            changed: ["data"],
            replaces: ["data"],
            deleteBeforeReplace: true,
        });
        assert.deepEqual(diff({ metadata: { name: "a" } }, { metadata: { name: "b" } }), {
            changed: ["metadata"],
            replaces: ["metadata.name"],
            deleteBeforeReplace: false,
        });
        const deployment = subject("kubernetes:apps/v1:Deployment");
        assert.deepEqual(diff({ spec: { replicas: 1 } }, { spec: { replicas: 2 } }, deployment), {
            changed: ["spec"],
            replaces: [],
            deleteBeforeReplace: false,
        });
    });

    it("keeps uid and creation time through updates, and takes a namespace's content along", async () => {
        const { store, ...rest } = world();
        const provider = new KubernetesProvider({ store, ...rest });
        await provider.create(subject("kubernetes:core/v1:Namespace", "apps"), { metadata: { name: "apps" } });
        const { id, outputs } = await provider.create(configMap, { metadata: { name: "settings", namespace: "apps" } });
        assert.equal(id, "apps/settings");
        const before = outputs.metadata as { uid: string; resourceVersion: string };
        const after = (
            await provider.update(configMap, id, outputs, {
                metadata: { name: "settings", namespace: "apps" },
                data: {},
            })
        ).metadata as typeof before;
        assert.equal(after.uid, before.uid);
        assert.notEqual(after.resourceVersion, before.resourceVersion);
        await provider.delete(subject("kubernetes:core/v1:Namespace", "apps"), "apps");
        assert.deepEqual(store.live(), []);
    });
});

describe("rehearsal: faults", () => {
    it("name a type, a resource or a URN, and what goes wrong", () => {
        const { urn, type, name } = subject("aws:kms/key:Key", "key");
        for (const on of [urn, type, name])
            assert.ok(hasFault([parseFault(`${on}=hang`)], "hang", { urn, type, name }), on);
        assert.throws(() => parseFault("key=explode"), /"explode|not a fault/);
    });
});
