/** What every bucket has beside it. Encryption is in encryption.ts. */
import type { Graph, RecordedResource } from "../../plan/graph";
import { statementsOf } from "../iam";
import { at, isTrue, satellites } from "../inputs";
import { ruleFor, type Rule } from "../rule";
import { TYPE } from "../types";

const BLOCKS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

const besides = (graph: Graph, bucket: RecordedResource, type: string) => satellites(graph, bucket, type, "bucket");

function deniesPlainHttp(policy: RecordedResource): boolean {
    if (typeof policy.inputs.policy !== "string") return true; // not known yet: update mode looks at it
    return statementsOf(policy, "policy", "resource").some(
        ({ allows, conditions, principals }) =>
            !allows &&
            principals.AWS?.includes("*") === true &&
            conditions["aws:securetransport"]?.includes("false") === true,
    );
}

export const bucketRules: readonly Rule[] = [
    ruleFor(
        [TYPE.bucket],
        "bucket-not-public",
        "A bucket blocks public access in all four ways",
        "S3.1, S3.2, S3.3, S3.8, CKV_AWS_53, CKV_AWS_54, CKV_AWS_55, CKV_AWS_56, CKV2_AWS_6, AWS-0086, AWS-0087, AWS-0091, AWS-0093",
        (bucket, _context, graph) => {
            const blocks = besides(graph, bucket, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
            return BLOCKS.filter((block) => !blocks.some(({ inputs }) => inputs[block] === true)).map(
                (block) => `does not set ${block}`,
            );
        },
    ),
    ruleFor(
        [TYPE.bucket],
        "bucket-tls",
        "A bucket denies requests without TLS",
        "S3.5, CKV_AWS_379",
        (bucket, _context, graph) =>
            besides(graph, bucket, TYPE.bucketPolicy).some(deniesPlainHttp)
                ? undefined
                : "has no policy that denies aws:SecureTransport = false",
    ),
    ruleFor(
        [TYPE.bucket],
        "bucket-versioned",
        "A bucket keeps versions",
        "S3.14, CKV_AWS_21, AWS-0090",
        (bucket, _context, graph) =>
            besides(graph, bucket, "aws:s3/bucketVersioning:BucketVersioning").some(
                ({ inputs }) => at(inputs, "versioningConfiguration.status")[0] === "Enabled",
            )
                ? undefined
                : "keeps no versions",
    ),
    ruleFor(
        [TYPE.bucket],
        "bucket-owner",
        "A bucket knows no ACLs: its owner owns everything in it",
        "S3.12, CKV2_AWS_65",
        (bucket, _context, graph) =>
            besides(graph, bucket, "aws:s3/bucketOwnershipControls:BucketOwnershipControls").some(
                ({ inputs }) => at(inputs, "rule.objectOwnership")[0] === "BucketOwnerEnforced",
            )
                ? undefined
                : "does not enforce its owner",
    ),
    ruleFor(
        [TYPE.bucket],
        "bucket-lifecycle",
        "A bucket ages what is in it, and drops uploads that were never finished",
        "S3.10, S3.13, CKV2_AWS_61, CKV_AWS_300",
        (bucket, _context, graph) =>
            besides(graph, bucket, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").some(
                ({ inputs }) => at(inputs, "rules[].abortIncompleteMultipartUpload.daysAfterInitiation").length > 0,
            )
                ? undefined
                : "has no lifecycle that aborts unfinished uploads",
    ),
    ruleFor(
        [TYPE.bucket],
        "bucket-access-logged",
        "A bucket logs who asked for what",
        "S3.9, CKV_AWS_18, AWS-0089",
        (bucket, _context, graph) =>
            besides(graph, bucket, "aws:s3/bucketLogging:BucketLogging").length > 0 ? undefined : "has no access log",
    ),
    ruleFor(
        [TYPE.bucket],
        "bucket-events",
        "A bucket tells EventBridge what happens in it",
        "S3.11, CKV2_AWS_62",
        (bucket, _context, graph) =>
            besides(graph, bucket, "aws:s3/bucketNotification:BucketNotification").some(({ inputs }) =>
                isTrue(inputs.eventbridge),
            )
                ? undefined
                : "sends no events",
    ),
];
