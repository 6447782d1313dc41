/** How objects of a bucket age, in our words, and S3's rules for it. */
import type { input } from "@pulumi/aws/types";

/** S3 counts days from creation, or from the day a version stopped being the current one. */
export interface BucketLifecycle {
    /** Days after arrival until Standard-Infrequent Access; S3 accepts 30 or more. Absent: never. */
    readonly infrequentAfterDays?: number;
    /** Days after arrival until Glacier Instant Retrieval, which still answers in milliseconds. Absent: never. */
    readonly archiveAfterDays?: number;
    /** Days after arrival until an object is deleted. Absent: never. */
    readonly expireAfterDays?: number;
    /** Days that replaced and deleted versions stay; 1 or more. */
    readonly noncurrentDays: number;
}

/** S3 keeps the parts of an upload that never finished, unseen and billed, until somebody aborts it. */
const ABORT_AFTER_DAYS = 7;

export function lifecycleRules(lifecycle: BucketLifecycle): input.s3.BucketLifecycleConfigurationRule[] {
    const { infrequentAfterDays, archiveAfterDays, expireAfterDays, noncurrentDays } = lifecycle;
    const transitions = [
        ...(infrequentAfterDays === undefined ? [] : [{ days: infrequentAfterDays, storageClass: "STANDARD_IA" }]),
        ...(archiveAfterDays === undefined ? [] : [{ days: archiveAfterDays, storageClass: "GLACIER_IR" }]),
    ];
    // S3 refuses a rule with both: an expiry by age cleans up its delete markers by itself.
    const expiration = expireAfterDays === undefined ? { expiredObjectDeleteMarker: true } : { days: expireAfterDays };
    const everything = { status: "Enabled", filter: {} };
    return [
        {
            id: "unfinished-uploads",
            ...everything,
            abortIncompleteMultipartUpload: { daysAfterInitiation: ABORT_AFTER_DAYS },
        },
        { id: "noncurrent-versions", ...everything, noncurrentVersionExpiration: { noncurrentDays } },
        { id: expireAfterDays === undefined ? "delete-markers" : "expiry", ...everything, expiration },
        ...(transitions.length === 0 ? [] : [{ id: "storage-classes", ...everything, transitions }]),
    ];
}
