import assert from "node:assert/strict";
import { PrivateBucket, type PrivateBucketArgs } from "../../../components/aws/bucket";
import { LOG_DELIVERY_ENCRYPTION } from "../../../components/aws/load-balancer-logs";
import { key, recorded, scope, statementsOf } from "./fixture.data";

const BUCKET = "aws:s3/bucket:Bucket";
const lifecycle = { infrequentAfterDays: 30, archiveAfterDays: 90, noncurrentDays: 30 };

const cold = (args: Partial<PrivateBucketArgs> = {}) =>
    recorded(() => {
        const logs = new PrivateBucket("access-logs", {
            scope: scope(),
            purpose: "access-logs",
            encryption: LOG_DELIVERY_ENCRYPTION,
            lifecycle: { expireAfterDays: 90, noncurrentDays: 1 },
            holdsData: false,
            receives: [{ from: "s3AccessLogs" }, { from: "loadBalancerLogs", prefix: "ingress" }],
        });
        new PrivateBucket("cold", {
            scope: scope(),
            purpose: "cold",
            encryption: { kms: key("objects") },
            lifecycle,
            accessLogsTo: logs,
            holdsData: true,
            ...args,
        });
    });

type Recorded = Awaited<ReturnType<typeof cold>>;
const policy = (graph: Recorded, name: string) =>
    statementsOf(graph.the("aws:s3/bucketPolicy:BucketPolicy", `${name}-policy`).inputs.policy);

interface EncryptionRule {
    readonly bucketKeyEnabled: boolean;
    readonly applyServerSideEncryptionByDefault: { readonly kmsMasterKeyId: string };
}

describe("components/aws/bucket", () => {
    it("uses our key through a bucket key, and refuses a writer that names another but not one that names none", async () => {
        const graph = await cold();
        const { inputs } = graph.the(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "cold-encryption",
        );
        const [rule] = inputs.rules as [EncryptionRule];
        assert.equal(rule.bucketKeyEnabled, true);
        assert.match(rule.applyServerSideEncryptionByDefault.kmsMasterKeyId, /key\/objects$/);
        for (const sid of ["OnlyKms", "OnlyOurKey"]) {
            const { Effect, Action, Condition } = policy(graph, "cold").of(sid);
            assert.deepEqual([Effect, Action], ["Deny", "s3:PutObject"]);
            const { Null, ...negated } = Condition;
            const [headers] = Object.values(negated).map((each) => Object.keys(each));
            assert.deepEqual(Null, { [String(headers)]: "false" }, "an absent header must not be refused");
        }
    });

    it("refuses plain HTTP and TLS below 1.2, for objects and for the bucket", async () => {
        const { of } = policy(await cold(), "cold");
        for (const { Effect, Principal, Action, Resource } of [of("OnlyEncryptedTransport"), of("OnlyTls12")])
            assert.deepEqual([Effect, Principal, Action, Resource.length], ["Deny", "*", "s3:*", 2]);
        assert.deepEqual(of("OnlyEncryptedTransport").Condition, { Bool: { "aws:SecureTransport": "false" } });
        assert.deepEqual(of("OnlyTls12").Condition, { NumericLessThan: { "s3:TlsVersion": "1.2" } });
    });

    it("lets S3 and load balancers of this account deliver logs, and nobody write logs before the policy admits them", async () => {
        const graph = await cold();
        const { of, sids } = policy(graph, "access-logs");
        assert.deepEqual(of("S3AccessLogs").Principal, { Service: "logging.s3.amazonaws.com" });
        assert.deepEqual(of("S3AccessLogs").Condition.StringEquals, { "aws:SourceAccount": "111122223333" });
        assert.match(String(of("LoadBalancerLogs").Resource), /\/ingress\/AWSLogs\/111122223333\/\*$/);
        assert.ok(!sids.includes("OnlyKms"), "S3's own keys need no key rule");
        const logging = graph.the("aws:s3/bucketLogging:BucketLogging");
        assert.equal(logging.name, "cold-access-logs");
        assert.ok(graph.dependsOn(logging, graph.the("aws:s3/bucketPolicy:BucketPolicy", "access-logs-policy")));
    });

    it("closes every bucket in all four ways, owns its objects, versions them and tells EventBridge", async () => {
        const graph = await cold();
        for (const name of ["cold", "access-logs"]) {
            const { bucket, ...blocks } = graph.the(
                "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
                `${name}-public-access`,
            ).inputs;
            assert.match(String(bucket), new RegExp(name));
            assert.deepEqual(Object.values(blocks), [true, true, true, true]);
            assert.deepEqual(
                graph.the("aws:s3/bucketOwnershipControls:BucketOwnershipControls", `${name}-ownership`).inputs.rule,
                { objectOwnership: "BucketOwnerEnforced" },
            );
            assert.deepEqual(
                graph.the("aws:s3/bucketVersioning:BucketVersioning", `${name}-versioning`).inputs
                    .versioningConfiguration,
                { status: "Enabled" },
            );
            assert.equal(
                graph.the("aws:s3/bucketNotification:BucketNotification", `${name}-notifications`).inputs.eventbridge,
                true,
            );
        }
    });

    it("ages objects as told, aborts uploads after 7 days, and never gives S3 an expiry and a delete-marker rule together", async () => {
        const graph = await cold();
        const rules = (name: string): Record<string, unknown> =>
            Object.assign(
                {},
                ...(graph.the("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", name).inputs
                    .rules as object[]),
            ) as Record<string, unknown>;
        const aging = rules("cold-lifecycle");
        assert.deepEqual(aging.transitions, [
            { days: 30, storageClass: "STANDARD_IA" },
            { days: 90, storageClass: "GLACIER_IR" },
        ]);
        assert.deepEqual(aging.expiration, { expiredObjectDeleteMarker: true });
        assert.deepEqual(aging.noncurrentVersionExpiration, { noncurrentDays: 30 });
        assert.deepEqual(aging.abortIncompleteMultipartUpload, { daysAfterInitiation: 7 });
        const logs = rules("access-logs-lifecycle");
        assert.deepEqual([logs.expiration, logs.transitions], [{ days: 90 }, undefined]);
    });

    it("protects data that is kept, never logs, and lets destroy empty only what is disposable", async () => {
        const kept = await cold();
        const facts = ({ protect, inputs }: ReturnType<typeof kept.the>) => ({
            protect,
            forceDestroy: inputs.forceDestroy,
        });
        assert.deepEqual(facts(kept.the(BUCKET, "cold-bucket")), { protect: true, forceDestroy: false });
        assert.deepEqual(facts(kept.the(BUCKET, "access-logs-bucket")), { protect: false, forceDestroy: false });
        const disposable = await cold({ scope: scope("disposable") });
        assert.deepEqual(facts(disposable.the(BUCKET, "cold-bucket")), { protect: false, forceDestroy: true });
    });

    it("is protected with all of its settings, which would go before the bucket is refused", async () => {
        const settings = (graph: Awaited<ReturnType<typeof cold>>, bucket: string) =>
            graph.resources.filter(({ name, type }) => name.startsWith(`${bucket}-`) && /^aws:s3\/bucket./.test(type));
        const kept = await cold();
        assert.ok(settings(kept, "cold").length >= 8, "versions, encryption, policy and the others");
        assert.ok(settings(kept, "cold").every(({ protect }) => protect));
        assert.ok(settings(kept, "access-logs").every(({ protect }) => !protect));
        const leaving = await cold({ leaving: true });
        assert.ok(settings(leaving, "cold").every(({ protect }) => !protect));
    });

    it("is named so that no other stack, account or region can collide with it", async () => {
        assert.equal(
            (await cold()).the(BUCKET, "cold-bucket").inputs.bucket,
            "mindcloud-test-cold-111122223333-eu-central-1",
        );
    });
});
