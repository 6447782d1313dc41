/** What no change of a resource tells: providers, budgets, protections, what people must do, and what cannot be taken back. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { differenceOf } from "../../../plan/diff/difference";
import { read } from "../../../plan/diff/reading";
import { documentOf } from "../../../plan/diff/report/json";
import { reportOf } from "../../../plan/diff/report/sections";
import { textOf } from "../../../plan/diff/report/text";
import { Graph, type RecordedResource } from "../../../plan/graph";
import { UNKNOWN } from "../../../plan/values";
import { environment } from "../../config/transition-fixture";
import { compared, readOf, reading, resource, TODAY } from "./fixture";

const SCHEMA = path.join(__dirname, "../../../plan/diff/report/difference.schema.json");
const isDocument = new Ajv({ strict: false }).compile(JSON.parse(fs.readFileSync(SCHEMA, "utf8")) as object);
const text = (olds: readonly RecordedResource[], news: readonly RecordedResource[]): string =>
    textOf(reportOf(readOf(olds, news)));

describe("diff: what no resource tells", () => {
    it("is a provider of another version, that nobody compared", () => {
        const side = { graph: new Graph([]), secrets: {}, encrypted: new Map<string, string>() };
        const providers = [{ name: "@pulumi/aws", old: "7.46.0", new: "7.48.0" }];
        const told = read(differenceOf("dev", side, side, { source: "a test", providers }), TODAY);
        assert.equal(told.verdict, "quiet");
        assert.match(textOf(reportOf(told)), /@pulumi\/aws 7\.46\.0 -> 7\.48\.0: what this provider does otherwise/);
        assert.ok(isDocument(documentOf(told)), JSON.stringify(isDocument.errors));
    });

    it("is a budget that no longer holds the floor, in the first line and with both numbers", () => {
        const quiet = readOf([], [resource("aws:kms/key:Key", "key")]);
        const money = {
            withinBudget: false,
            newlyShort: true,
            budget: 2000,
            after: { floor: 3282, ceiling: 9 },
            lines: [],
        };
        const report = reportOf({ ...quiet, newlyShort: true, cost: money });
        assert.equal(report.headline, "nobody notices, FALLS SHORT");
        const [short] = report.sections.filter(({ title }) => title === "falls short");
        assert.deepEqual(short?.lines, ["the budget of 2,000 USD a month no longer holds the floor of 3,282"]);
    });

    it("is what a stack whose file is gone would lose, which no up takes", () => {
        const key = resource("aws:kms/key:Key", "key");
        const before = { graph: new Graph([key]), secrets: {}, encrypted: new Map<string, string>() };
        const told = textOf(reportOf(read(differenceOf("dev", before, undefined, { source: "a test" }), TODAY)));
        assert.match(
            told,
            /^dev: the stack file is gone: no up destroys it, and what pulumi destroy would take follows\n/,
        );
        assert.match(told, /time +pulumi destroy takes about/);
        assert.doesNotMatch(told, /no longer protected/);
    });

    it("is a protection that is taken away, by Pulumi's mark too, which is no step", () => {
        const bucket = (more: Partial<RecordedResource>) => resource("aws:s3/bucket:Bucket", "bucket", more);
        assert.match(
            text([bucket({ protect: true })], [bucket({})]),
            /no longer protected +1 no longer protected against deletion: bucket/,
        );
        const told = (type: string, old: object, now: object): string =>
            text([resource(type, "it", { inputs: { ...old } })], [resource(type, "it", { inputs: { ...now } })]);
        for (const [type, old, now, line] of [
            ["aws:rds/instance:Instance", { skipFinalSnapshot: false }, { skipFinalSnapshot: true }, "without a final"],
            [
                "aws:elasticache/replicationGroup:ReplicationGroup",
                { finalSnapshotIdentifier: "x" },
                {},
                "without a final",
            ],
            ["aws:s3/bucket:Bucket", { forceDestroy: false }, { forceDestroy: true }, "emptied by"],
            ["aws:kms/key:Key", { deletionWindowInDays: 30 }, { deletionWindowInDays: 7 }, "a shorter time"],
            [
                "kubernetes:storage.k8s.io/v1:StorageClass",
                { reclaimPolicy: "Retain" },
                { reclaimPolicy: "Delete" },
                "go with",
            ],
        ] as const) {
            assert.ok(told(type, old, now).includes(line), `${type}: ${told(type, old, now)}`);
            assert.doesNotMatch(told(type, now, old), /no longer protected/, `${type}, the other way`);
        }
        const law = resource("kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy", "law");
        assert.match(text([law], []), /1 ValidatingAdmissionPolicy no longer held: law/);
    });

    it("is what somebody must do by hand before it works", () => {
        const topic = (protocol: string) =>
            resource("aws:sns/topicSubscription:TopicSubscription", "told", {
                inputs: { protocol, endpoint: "a@example.com" },
            });
        assert.match(text([], [topic("email")]), /by hand +a@example\.com confirms AWS's mail within 48 hours/);
        assert.doesNotMatch(text([], [topic("sqs")]), /by hand/);
        assert.doesNotMatch(text([topic("email")], [topic("email")]), /by hand/);
        const attachment = resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", "office", {
            inputs: { transitGatewayId: "tgw-1" },
        });
        assert.match(text([], [attachment]), /by hand +the owner of tgw-1 accepts the attachment/);
    });

    it("is a secret that nothing here makes, and an image that nothing here builds, when they are named anew", () => {
        const synced = (key: string) =>
            resource("kubernetes:external-secrets.io/v1:ExternalSecret", "synced", {
                inputs: { spec: { data: [{ remoteRef: { key } }] } },
            });
        const ours = resource("aws:secretsmanager/secret:Secret", "ours", { inputs: { name: "own/name" } });
        const hand = (olds: readonly RecordedResource[], news: readonly RecordedResource[]) =>
            readOf(olds, news).byHand;
        assert.deepEqual(hand([synced("store/a")], [synced("store/b")]), [
            "somebody keeps store/b in Secrets Manager: nothing here makes it, and pods wait for it",
        ]);
        assert.deepEqual(hand([synced("store/a"), ours], [synced("own/name"), ours]), []);
        assert.deepEqual(hand([synced("store/a")], [synced("store/a")]), []);
        const pods = (...images: readonly string[]) =>
            resource("kubernetes:apps/v1:Deployment", "app", {
                inputs: { spec: { template: { spec: { containers: images.map((image) => ({ image })) } } } },
            });
        assert.deepEqual(hand([pods("r.example.com/team/app@sha256:1")], [pods("r.example.com/team/app@sha256:2")]), [
            "r.example.com/team/app@sha256:2 is in its registry: nothing here builds or copies it",
        ]);
        assert.deepEqual(hand([pods("a/one:1")], [pods("r.example.com/x/one:2", "r.example.com/x/two:2")]), [
            "2 other images are in r.example.com/x: nothing here builds or copies them",
        ]);
        assert.deepEqual(hand([], [pods("a/one:1")]), [], "of what is new, the guide to a first deployment tells");
    });

    it("is what is kept for less: logs, metrics, objects and their versions, which are there already", () => {
        const lost = (type: string, old: object, now: object): string | undefined =>
            readOf([resource(type, "it", { inputs: { ...old } })], [resource(type, "it", { inputs: { ...now } })])
                .changes[0]?.dataAtRisk?.what;
        const release = (path: string, value: string) => ({
            version: "1",
            values: path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value),
        });
        const RELEASE = "kubernetes:helm.sh/v3:Release";
        for (const [path, long, short] of [
            ["prometheus.prometheusSpec.retention", "15d", "72h"],
            ["loki.limits_config.retention_period", "720h", "168h"],
        ] as const) {
            assert.match(
                lost(RELEASE, release(path, long), release(path, short)) ?? "",
                new RegExp(`older than ${short}`),
            );
            assert.equal(lost(RELEASE, release(path, short), release(path, long)), undefined);
        }
        const rules = (...all: readonly object[]) => ({ bucket: "cold", rules: all });
        const expiry = (days: number) => ({ id: "expiry", status: "Enabled", expiration: { days } });
        const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
        assert.equal(
            lost(LIFECYCLE, rules(expiry(30)), rules(expiry(7))),
            "objects in cold that are older than 7 days",
        );
        assert.equal(lost(LIFECYCLE, rules(), rules(expiry(365))), "objects in cold that are older than 365 days");
        assert.equal(lost(LIFECYCLE, rules(expiry(7)), rules(expiry(30))), undefined);
        assert.equal(lost(LIFECYCLE, rules(), rules({ ...expiry(1), status: "Disabled" })), undefined);
        const versions = (noncurrentDays: number) => ({
            status: "Enabled",
            noncurrentVersionExpiration: { noncurrentDays },
        });
        assert.equal(
            lost(LIFECYCLE, rules(versions(30)), rules(versions(3))),
            "earlier versions of objects in cold that are older than 3 days",
        );
    });

    it("is that a change cannot be taken back, by the rules that would refuse the way back", () => {
        const side = (says: string) => ({
            graph: new Graph([]),
            environment: environment(says),
            secrets: {},
            encrypted: new Map<string, string>(),
        });
        const told = (from: string, to: string): readonly string[] =>
            read(differenceOf("test", side(from), side(to), { source: "a test" }), TODAY).oneWay;
        const database = (version: string) => `stores: { postgres: { version: "${version}" } }`;
        assert.deepEqual(told(database("17"), database("18")), [
            "stores.postgres.version cannot be set back to 17: that is older, and RDS takes no engine back",
        ]);
        const volume = (size: number) => `systems: { simpleCli: { storage: { agentGibibytes: ${String(size)} } } }`;
        assert.deepEqual(told(volume(10), volume(20)), [
            "systems.simpleCli.storage.agentGibibytes cannot be set back to 10: that is smaller, and Kubernetes shrinks no volume",
        ]);
        assert.deepEqual(told(database("18"), database("17")), []);
        assert.deepEqual(told("", "network: { cidr: 10.60.0.0/16 }"), []);
    });

    it("is who no longer reaches the Kubernetes API, named however much else is lost", () => {
        const entry = (name: string) =>
            resource("aws:eks/accessEntry:AccessEntry", name, {
                inputs: { clusterName: "c", principalArn: `arn:${name}` },
            });
        const policy = (name: string) =>
            resource("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", `${name}-policy`, {
                inputs: {
                    clusterName: "c",
                    principalArn: `arn:${name}`,
                    policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                },
            });
        const all = ["one", "two", "three"].flatMap((name) => [entry(name), policy(name)]);
        const cluster = resource("aws:eks/cluster:Cluster", "cluster", {
            inputs: { vpcConfig: { endpointPublicAccess: false } },
        });
        const told = text([cluster, ...all], [cluster, ...all.slice(0, 2)]);
        assert.match(told, /lost {2}API: arn:two may ClusterAdmin/);
        assert.doesNotMatch(told, /arn:one/);
    });

    it("is the tags and the provider of a resource, with what they were", () => {
        const provider = (name: string, tags: object) =>
            resource("pulumi:providers:aws", name, {
                inputs: { region: "us-east-1", defaultTags: JSON.stringify({ tags }) },
            });
        const topic = (by: RecordedResource) =>
            resource("aws:sns/topic:Topic", "topic", { inputs: { tags: {} }, provider: by.urn });
        const [old, now] = [provider("aws", { owner: "ops" }), provider("aws", { owner: "data" })];
        const [change] = compared([old, topic(old)], [now, topic(now)]).changes;
        assert.deepEqual(
            change?.properties.map(({ path: at, old: was, new: is }) => [at, was, is]),
            [["tagsAll.tags.owner", "ops", "data"]],
        );
    });

    it("is that what a plan could not tell is another one, where what it is made of is made anew", () => {
        const suffix = (bytes: number) =>
            resource("random:index/randomId:RandomId", "suffix", { inputs: { byteLength: bytes } });
        const claim = (from: RecordedResource, iops: string) =>
            reading(
                "kubernetes:storage.k8s.io/v1:VolumeAttributesClass",
                "class",
                { metadata: { name: UNKNOWN }, parameters: { iops } },
                { metadata: from.urn },
            );
        const [old, now] = [suffix(3), suffix(4)];
        const told = readOf([old, claim(old, "3000")], [now, claim(now, "6000")]);
        assert.deepEqual(
            told.changes.map(({ name, operation, refusal }) => [name, operation, refusal]),
            [
                ["class", "replace", undefined],
                ["suffix", "replace", undefined],
            ],
        );
        // Whose name stays keeps its parameters.
        assert.match(
            readOf([old, claim(old, "3000")], [old, claim(old, "6000")]).changes[0]?.refusal ?? "",
            /^Forbidden/,
        );
    });
});
