import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { AWS, effectOf, granted, kindRow, type Arguments } from "../../plan/replacements";
import { KINDS } from "../../plan/replacements/kubernetes";
import { plannedOutputs, providerReplaces } from "../../plan/replacements/providers";
import { FEW_COMPANIES, recordingOf, STACK_FILES } from "../support/recordings";

const ROOT = path.join(__dirname, "../..");
const SDK = path.join(ROOT, "node_modules/@pulumi/aws");

function argumentsOf(type: string): string {
    const [, module = "", kind = ""] = type.split(":");
    const declaration = fs.readFileSync(path.join(SDK, `${module}.d.ts`), "utf8");
    const start = declaration.indexOf(`export interface ${kind}Args {`);
    assert.ok(start >= 0, `${type} has no arguments in the SDK`);
    return declaration.slice(start);
}

/** The declaration of a block: `eks.ClusterVpcConfig` of `vpcConfig?: pulumi.Input<inputs.eks.ClusterVpcConfig>`. */
function blockOf(declaration: string, key: string, inputs: string): string {
    const [, service = "", name = ""] =
        new RegExp(`^ +${key}\\??: .*inputs\\.(\\w+)\\.(\\w+)`, "m").exec(declaration) ?? [];
    const namespace = inputs.slice(inputs.indexOf(`namespace ${service} {`));
    return namespace.slice(namespace.indexOf(`    interface ${name} {`));
}

describe("replacements: the table", () => {
    const inputs = fs.readFileSync(path.join(SDK, "types/input.d.ts"), "utf8");

    for (const [type, row] of Object.entries(AWS))
        it(`${type}: a source to open, and every name is an argument of the SDK`, () => {
            assert.match(row.source, /https:\/\/\S+/);
            const named = [row.sometimes, row.dropped, row.neverSent].flatMap((each) => Object.keys(each ?? {}));
            for (const name of [...row.replaces, ...named, ...(row.autonamed === undefined ? [] : [row.autonamed])]) {
                let declaration = argumentsOf(type);
                for (const key of name.split(".")) {
                    assert.match(declaration, new RegExp(`^ +${key}\\??: `, "m"), name);
                    declaration = name.includes(".") ? blockOf(declaration, key, inputs) : declaration;
                }
            }
        });

    for (const file of [...STACK_FILES, ...FEW_COMPANIES])
        it(`${file}: has a row for every type`, async () => {
            const { graph } = await recordingOf(file, "update");
            const missing = graph
                .types()
                .filter((type) =>
                    type.startsWith("aws:")
                        ? AWS[type] === undefined
                        : type.startsWith("kubernetes:") && kindRow(type) === undefined,
                );
            assert.deepEqual(missing, []);
        });

    it("says of every kind of Kubernetes where it is written", () => {
        for (const [kind, { source, refused = [], refusedBy }] of Object.entries(KINDS)) {
            assert.match(source, /^https:/, kind);
            assert.equal(refused.length > 0, refusedBy !== undefined, kind);
        }
    });
});

type Row = readonly [what: string, type: string, olds: Arguments, news: Arguments, replaces: readonly string[]];

const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
const CLUSTER = "aws:eks/cluster:Cluster";
const VPC = "aws:ec2/vpc:Vpc";
const KEY = (keyArn: string): Arguments => ({ encryptionConfig: { provider: { keyArn } } });
const CONDITIONS: readonly Row[] = [
    ["another block of a rule", RULE, { cidrIpv4: "10.0.0.0/8" }, { cidrIpv4: "10.0.0.0/16" }, []],
    ["another kind of peer", RULE, { cidrIpv4: "10.0.0.0/8" }, { prefixListId: "pl-1" }, ["cidrIpv4", "prefixListId"]],
    ["an older engine", CACHE, { engineVersion: "8.2" }, { engineVersion: "8.1" }, ["engineVersion"]],
    ["a newer engine", CACHE, { engineVersion: "8.2" }, { engineVersion: "8.10" }, []],
    ["Redis to Valkey", CACHE, { engine: "redis" }, { engine: "valkey" }, []],
    ["Valkey to Redis", CACHE, { engine: "valkey" }, { engine: "redis" }, ["engine"]],
    ["another key of EKS", CLUSTER, KEY("a"), KEY("b"), []],
    ["no key of EKS", CLUSTER, KEY("a"), {}, ["encryptionConfig"]],
    ["another block of a VPC", VPC, { cidrBlock: "10.0.0.0/16" }, { cidrBlock: "10.1.0.0/16" }, ["cidrBlock"]],
    [
        "a block that IPAM chose",
        VPC,
        { cidrBlock: "10.0.0.0/16", ipv4NetmaskLength: 16 },
        { cidrBlock: "10.1.0.0/16", ipv4NetmaskLength: 16 },
        [],
    ],
    [
        "another version of a launch template",
        "aws:eks/nodeGroup:NodeGroup",
        { launchTemplate: { id: "lt-1", version: "1" } },
        { launchTemplate: { id: "lt-1", version: "2" } },
        [],
    ],
    [
        "another launch template",
        "aws:eks/nodeGroup:NodeGroup",
        { launchTemplate: { id: "lt-1" } },
        { launchTemplate: { id: "lt-2" } },
        ["launchTemplate.id"],
    ],
    ["a record's type", "aws:route53/record:Record", { type: "A" }, { type: "AAAA" }, []],
    ["another region", "aws:kms/key:Key", { region: "us-east-1" }, { region: "eu-west-1" }, ["region"]],
    ["another draw", "random:index/randomPassword:RandomPassword", { length: 16 }, { length: 32 }, ["length"]],
];

describe("replacements: what a change of an argument does", () => {
    for (const [what, type, olds, news, replaces] of CONDITIONS)
        it(`${what}: ${replaces.length === 0 ? "in place" : "another object"}`, () => {
            const effect = effectOf(type, olds, news);
            assert.deepEqual(effect.replaces, replaces);
            assert.ok(effect.changed.length > 0);
        });

    it("does not see storage lowered below what RDS has grown to", () => {
        const instance = "aws:rds/instance:Instance";
        const storage = (allocatedStorage: number): Arguments => ({ allocatedStorage, maxAllocatedStorage: 1000 });
        assert.deepEqual(effectOf(instance, storage(200), storage(100)).changed, []);
        assert.deepEqual(effectOf(instance, storage(100), storage(200)).changed, ["allocatedStorage"]);
        assert.equal(granted(instance, storage(100), storage(105)).allocatedStorage, 110);
        assert.equal(granted(instance, storage(100), storage(150)).allocatedStorage, 150);
    });

    it("deletes first what the bridge says, and what the program named, even under another name", () => {
        const first = (type: string, olds: Arguments, news: Arguments): boolean =>
            effectOf(type, olds, news).deletedFirst;
        assert.ok(first("aws:efs/mountTarget:MountTarget", { subnetId: "a" }, { subnetId: "b" }));
        assert.ok(first("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: "a" }, { policyArn: "b" }));
        assert.ok(first("aws:rds/subnetGroup:SubnetGroup", { name: "a" }, { name: "b" }));
        assert.ok(first(CLUSTER, { name: "a", roleArn: "x" }, { name: "a", roleArn: "y" }));
        assert.ok(!first("aws:rds/subnetGroup:SubnetGroup", { namePrefix: "a" }, { namePrefix: "b" }));
        assert.ok(!first("aws:elasticache/user:User", { userId: "a", userName: "x" }, { userId: "a", userName: "y" }));
        assert.ok(!first(RULE, { securityGroupId: "a" }, { securityGroupId: "b" }));
        assert.ok(!first("aws:kms/alias:Alias", { name: "a", targetKeyId: "1" }, { name: "a", targetKeyId: "2" }));
    });

    it("replaces of Kubernetes what the official provider does, in its order", () => {
        const named = { metadata: { name: "a", namespace: "x" } };
        const of = (kind: string, olds: Arguments, news: Arguments): unknown => {
            const { replaces, deletedFirst } = effectOf(`kubernetes:${kind}`, olds, news);
            return [replaces, deletedFirst];
        };
        const job = (parallelism: number): Arguments => ({ ...named, spec: { parallelism } });
        assert.deepEqual(of("batch/v1:Job", job(1), job(2)), [["spec.parallelism"], true]);
        const moved = { metadata: { name: "a", namespace: "y" } };
        assert.deepEqual(of("core/v1:Service", named, moved), [["metadata.namespace"], false]);
        const drawn = { metadata: { name: "a-1", annotations: { "pulumi.com/autonamed": "true" } } };
        assert.deepEqual(of("core/v1:ConfigMap", { ...drawn, data: { a: "1" } }, { ...drawn, data: { a: "2" } }), [
            ["data"],
            false,
        ]);
        const mutable = { mutableKinds: new Set(["ConfigMap"]) };
        const settings = (value: string, immutable?: boolean): Arguments => ({
            ...named,
            data: { a: value },
            ...(immutable && { immutable }),
        });
        const change = (immutable?: boolean): readonly string[] =>
            effectOf("kubernetes:core/v1:ConfigMap", settings("1"), settings("2", immutable), mutable).replaces;
        assert.deepEqual([change(), change(true)], [[], ["data"]]);
        assert.deepEqual(of("helm.sh/v3:Release", { name: "a", values: { x: 1 } }, { name: "a", values: { x: 2 } }), [
            [],
            false,
        ]);
        assert.deepEqual(of("core/v1:ServiceAccountPatch", named, { ...named, secrets: [] }), [[], false]);
    });

    it("replaces a provider, and with it what it holds, for another region or API server", () => {
        const unknown = (value: unknown): boolean => value === "?";
        const kubeconfig = (server: string, user: string): string =>
            JSON.stringify({ clusters: [{ name: "c", cluster: { server } }], users: [user] });
        const of = (type: string, olds: Arguments, news: Arguments): readonly string[] =>
            providerReplaces(`pulumi:providers:${type}`, olds, news, unknown);
        assert.deepEqual(of("aws", { region: "us-east-1" }, { region: "eu-west-1" }), ["region"]);
        assert.deepEqual(of("aws", { defaultTags: "a" }, { defaultTags: "b" }), []);
        const before = { kubeconfig: kubeconfig("https://a", "one") };
        assert.deepEqual(of("kubernetes", before, { kubeconfig: kubeconfig("https://a", "two") }), []);
        assert.deepEqual(of("kubernetes", before, { kubeconfig: kubeconfig("https://b", "one") }), ["kubeconfig"]);
        assert.deepEqual(of("kubernetes", before, { kubeconfig: "?" }), ["kubeconfig"]);
    });

    it("computes a launch template's version anew, unless tags alone changed", () => {
        const template = "aws:ec2/launchTemplate:LaunchTemplate";
        const planned = (news: Arguments): unknown =>
            plannedOutputs(template, { name: "n", tags: { a: "1" } }, { id: "lt-1", latestVersion: 3 }, news, "?")
                .latestVersion;
        assert.deepEqual([planned({ name: "n", ebsOptimized: "true" }), planned({ name: "n", tags: {} })], ["?", 3]);
    });
});
