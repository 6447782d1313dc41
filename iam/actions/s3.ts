import type { Row, Rows } from "./row";

/** The settings of a bucket, each a resource of its own and one pair of calls. */
function setting(
    file: string,
    put: string,
    get: string,
    remove: readonly string[] = [`s3:${put} bucket={bucket}`],
): Row {
    const call = [`s3:${put} bucket={bucket}`];
    return {
        source: `s3/${file}`,
        self: "bucket={bucket}",
        create: call,
        read: [`s3:${get} bucket={bucket}`],
        update: { "*": call },
        delete: remove,
    };
}

const EVERYTHING_OF_A_BUCKET = [
    "ListBucket",
    "GetBucketLocation",
    "GetBucketPolicy",
    "GetBucketAcl",
    "GetBucketCORS",
    "GetBucketWebsite",
    "GetBucketVersioning",
    "GetAccelerateConfiguration",
    "GetBucketRequestPayment",
    "GetBucketLogging",
    "GetLifecycleConfiguration",
    "GetReplicationConfiguration",
    "GetEncryptionConfiguration",
    "GetBucketObjectLockConfiguration",
    "GetBucketTagging",
    "ListTagsForResource",
].map((action) => `s3:${action} .`);

export const rows: Rows = {
    "aws:s3/bucket:Bucket": {
        source: "s3/bucket.go",
        self: "bucket={bucket}",
        create: ["s3:CreateBucket ."],
        tagsAtCreation: ["s3:TagResource .", "s3:PutBucketTagging ."],
        read: EVERYTHING_OF_A_BUCKET,
        update: { forceDestroy: [] },
        // Older regions and directory buckets know the first, all others the second.
        tag: ["s3:PutBucketTagging .", "s3:TagResource ."],
        untag: ["s3:PutBucketTagging .", "s3:UntagResource ."],
        delete: [
            "s3:ListBucketVersions . ?forceDestroy",
            "s3:DeleteObject object={bucket}|* ?forceDestroy",
            "s3:DeleteObjectVersion object={bucket}|* ?forceDestroy",
            "s3:PutObjectLegalHold object={bucket}|* ?objectLockEnabled",
            "s3:DeleteBucket .",
        ],
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": setting(
        "bucket_lifecycle_configuration.go",
        "PutLifecycleConfiguration",
        "GetLifecycleConfiguration",
    ),
    "aws:s3/bucketLogging:BucketLogging": setting("bucket_logging.go", "PutBucketLogging", "GetBucketLogging"),
    "aws:s3/bucketNotification:BucketNotification": setting(
        "bucket_notification.go",
        "PutBucketNotification",
        "GetBucketNotification",
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": setting(
        "bucket_ownership_controls.go",
        "PutBucketOwnershipControls",
        "GetBucketOwnershipControls",
    ),
    "aws:s3/bucketPolicy:BucketPolicy": setting("bucket_policy.go", "PutBucketPolicy", "GetBucketPolicy", [
        "s3:DeleteBucketPolicy bucket={bucket}",
    ]),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting(
        "bucket_public_access_block.go",
        "PutBucketPublicAccessBlock",
        "GetBucketPublicAccessBlock",
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": setting(
        "bucket_server_side_encryption_configuration.go",
        "PutEncryptionConfiguration",
        "GetEncryptionConfiguration",
    ),
    "aws:s3/bucketVersioning:BucketVersioning": setting(
        "bucket_versioning.go",
        "PutBucketVersioning",
        "GetBucketVersioning",
    ),
};
