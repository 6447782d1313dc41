import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { DATA_PROTECTION } from "../data-policy";
import type { Bucket, KmsKey } from "../handles";
import { globalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { policyDocument, type Statement } from "./iam";
import { lifecycleRules, type BucketLifecycle } from "./bucket-lifecycle";
import { logDeliveryStatements, type LogDelivery } from "./load-balancer-logs";

/** A key of ours, or S3's own with the reason why no key of ours will do. */
export type BucketEncryption = { readonly kms: KmsKey } | { readonly sseS3: string };

export interface PrivateBucketArgs {
    readonly scope: Scope;
    /** Last word of the physical name `<project>-<stack>-<purpose>-<account>-<region>`, for example `cold`. At most 20 characters. */
    readonly purpose: string;
    readonly encryption: BucketEncryption;
    readonly lifecycle: BucketLifecycle;
    /** Where S3 writes the server access logs. Absent only on the bucket that receives them: it would log its own logging. */
    readonly accessLogsTo?: Bucket;
    /** Whether losing it loses data: then `data: keep` protects it. Logs are not data. `data` alone decides whether destroy empties it. */
    readonly holdsData: boolean;
    /** It is let go: not protected any more, and the deletion that follows empties it. Default false. */
    readonly leaving?: boolean;
    /** Log services that may write into it. Default none. */
    readonly receives?: readonly LogDelivery[];
}

/**
 * A private, versioned, encrypted bucket. Its documented names are prefixes in it; the physical name is unique in the world.
 * Satisfies S3.1, S3.2, S3.3, S3.5, S3.6, S3.8, S3.9, S3.10, S3.11, S3.12, S3.13, S3.14, S3.17, CKV_AWS_300. Exceptions: S3.17 with
 * `sseS3`, S3.9 without `accessLogsTo`; S3.7, S3.15, S3.20 (replication, object lock, MFA delete) are postponed on purpose.
 */
export class PrivateBucket extends pulumi.ComponentResource implements Bucket {
    readonly bucketName: pulumi.Output<string>;
    readonly arn: pulumi.Output<string>;
    readonly key?: KmsKey;
    /**
     * Settings are resources of their own, and would be deleted before the engine refuses the bucket: what is kept would be left without
     * versions, encryption and policy. So they are protected with it.
     */
    private readonly own: pulumi.CustomResourceOptions;

    constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:PrivateBucket", name, {}, opts);

        const { scope, holdsData, leaving = false } = args;
        this.own = { parent: this, protect: holdsData && DATA_PROTECTION[scope.data].protect && !leaving };
        const bucket = this.createBucket(name, args);
        const blocked = this.blockPublicAccess(name, bucket);
        this.enforceOwner(name, bucket);
        this.encrypt(name, bucket, args.encryption);
        const versioning = this.version(name, bucket);
        this.ageObjects(name, bucket, args.lifecycle, versioning);
        const policy = this.attachPolicy(name, bucket, args, blocked);
        this.logAccess(name, bucket, args);
        this.notify(name, bucket);

        // The policy's output: a service that delivers here is refused until the policy admits it.
        this.bucketName = policy.bucket;
        this.arn = bucket.arn;
        if ("kms" in args.encryption) this.key = args.encryption.kms;
        this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
    }

    private createBucket(name: string, { scope, purpose, leaving = false }: PrivateBucketArgs): s3.Bucket {
        return new s3.Bucket(
            `${name}-bucket`,
            {
                bucket: globalName(scope, "bucket", purpose),
                // Versions count as content: without this, destroy fails on a bucket whose objects all look deleted.
                forceDestroy: DATA_PROTECTION[scope.data].forceDestroy || leaving,
                tags: tagsFor(`${name}-bucket`),
            },
            this.own,
        );
    }

    private blockPublicAccess(name: string, bucket: s3.Bucket): s3.BucketPublicAccessBlock {
        return new s3.BucketPublicAccessBlock(
            `${name}-public-access`,
            {
                bucket: bucket.bucket,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
            this.own,
        );
    }

    private enforceOwner(name: string, bucket: s3.Bucket): void {
        new s3.BucketOwnershipControls(
            `${name}-ownership`,
            { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
            this.own,
        );
    }

    private encrypt(name: string, bucket: s3.Bucket, encryption: BucketEncryption): void {
        const byDefault =
            "kms" in encryption
                ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryption.kms.arn }
                : { sseAlgorithm: "AES256" };
        new s3.BucketServerSideEncryptionConfiguration(
            `${name}-encryption`,
            {
                bucket: bucket.bucket,
                // A bucket key asks KMS once for many objects; S3's own keys have nothing to ask for.
                rules: [{ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: "kms" in encryption }],
            },
            this.own,
        );
    }

    private version(name: string, bucket: s3.Bucket): s3.BucketVersioning {
        return new s3.BucketVersioning(
            `${name}-versioning`,
            { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
            this.own,
        );
    }

    private ageObjects(
        name: string,
        bucket: s3.Bucket,
        lifecycle: BucketLifecycle,
        versioning: s3.BucketVersioning,
    ): void {
        new s3.BucketLifecycleConfiguration(
            `${name}-lifecycle`,
            {
                bucket: bucket.bucket,
                rules: lifecycleRules(lifecycle),
                transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
            },
            // Rules for noncurrent versions need versions.
            { ...this.own, dependsOn: [versioning] },
        );
    }

    private attachPolicy(
        name: string,
        bucket: s3.Bucket,
        args: PrivateBucketArgs,
        blocked: s3.BucketPublicAccessBlock,
    ): s3.BucketPolicy {
        const statements = [
            ...denyOldTransport(bucket.arn),
            ...("kms" in args.encryption ? denyOtherKeys(bucket.arn, args.encryption.kms) : []),
            ...logDeliveryStatements(args.scope, bucket.arn, args.receives ?? []),
        ];
        return new s3.BucketPolicy(
            `${name}-policy`,
            { bucket: bucket.bucket, policy: policyDocument(statements) },
            // S3 refuses two changes of a bucket's access settings at the same time (409 OperationAborted).
            { ...this.own, dependsOn: [blocked] },
        );
    }

    private logAccess(name: string, bucket: s3.Bucket, { accessLogsTo, purpose }: PrivateBucketArgs): void {
        if (accessLogsTo === undefined) return;
        new s3.BucketLogging(
            `${name}-access-logs`,
            {
                bucket: bucket.bucket,
                targetBucket: accessLogsTo.bucketName,
                targetPrefix: `s3/${purpose}/`,
                // Keys by date, so that a query reads days and not the whole bucket.
                targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
            },
            this.own,
        );
    }

    private notify(name: string, bucket: s3.Bucket): void {
        new s3.BucketNotification(`${name}-notifications`, { bucket: bucket.bucket, eventbridge: true }, this.own);
    }
}

function denyOldTransport(arn: pulumi.Output<string>): Statement[] {
    const everything = { Principal: "*", Action: "s3:*", Resource: [arn, pulumi.interpolate`${arn}/*`] } as const;
    return [
        {
            Sid: "OnlyEncryptedTransport",
            Effect: "Deny",
            ...everything,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        { Sid: "OnlyTls12", Effect: "Deny", ...everything, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
    ];
}

/**
 * A writer that names no encryption gets the bucket's; one that names another key or algorithm is refused. `Null: false` because a negated
 * operator also holds for a header that is absent (IAM user guide, "negated matching condition operators").
 */
function denyOtherKeys(arn: pulumi.Output<string>, key: KmsKey): Statement[] {
    const writing = { Principal: "*", Action: "s3:PutObject", Resource: pulumi.interpolate`${arn}/*` } as const;
    const algorithm = "s3:x-amz-server-side-encryption";
    const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    return [
        {
            Sid: "OnlyKms",
            Effect: "Deny",
            ...writing,
            Condition: { StringNotEquals: { [algorithm]: "aws:kms" }, Null: { [algorithm]: "false" } },
        },
        {
            Sid: "OnlyOurKey",
            Effect: "Deny",
            ...writing,
            Condition: { ArnNotEquals: { [keyId]: key.arn }, Null: { [keyId]: "false" } },
        },
    ];
}
