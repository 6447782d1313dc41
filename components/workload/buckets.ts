/** Rows of the traffic table for buckets: what may be done, under which prefix, with which key. */
import { dnsSuffixOf } from "../../config/zones";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../aws/iam";
import type { Bucket } from "../handles";
import { aws, type Reach } from "./traffic";

const ACTIONS = {
    read: ["s3:GetObject"],
    write: ["s3:PutObject", "s3:AbortMultipartUpload"],
    /** Reads what is there and writes more, and deletes nothing. */
    append: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
    readWrite: [...["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], ...["s3:AbortMultipartUpload"]],
} as const;
/** S3 asks KMS on behalf of the caller, who must be allowed to. Multipart uploads decrypt what they wrote. */
const KEY_ACTIONS = {
    read: ["kms:Decrypt"],
    write: ["kms:GenerateDataKey", "kms:Decrypt"],
    append: ["kms:GenerateDataKey", "kms:Decrypt"],
    readWrite: ["kms:GenerateDataKey", "kms:Decrypt"],
} as const;

export type BucketAccess = keyof typeof ACTIONS;

/** Objects below `prefix` (no slash at either end), and nothing beside it. */
export function objects({ arn, key }: Bucket, prefix: string, access: BucketAccess): Reach {
    if (!/^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$/.test(prefix))
        throw new Error(`"${prefix}" is no prefix of a bucket: write it without a slash at either end, and without *`);
    const inPrefix: Statement = {
        Effect: "Allow",
        Action: ACTIONS[access],
        Resource: pulumi.interpolate`${arn}/${prefix}/*`,
    };
    const list: Statement = {
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: arn,
        Condition: { StringLike: { "s3:prefix": [prefix, `${prefix}/*`] } },
    };
    const decrypt: readonly Statement[] =
        key === undefined
            ? []
            : [{ Effect: "Allow", Action: KEY_ACTIONS[access], Resource: key.arn, Condition: throughS3(arn) }];
    return aws("s3", inPrefix, list, ...decrypt);
}

/** The key opens objects for S3, not messages for anybody. */
export const throughS3 = (arn: pulumi.Output<string>) => ({
    StringLike: { "kms:ViaService": arn.apply((text) => `s3.*.${dnsSuffixOf(text.split(":")[1] ?? "aws")}`) },
});
