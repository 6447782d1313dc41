/**
 * What the Pulumi engine itself asks AWS for: its state in S3 and the key of the stack's secrets.
 * https://github.com/pulumi/pulumi pkg/backend/diy: meta.go (.pulumi/meta.yaml), state.go (stacks, backups, history), lock.go (locks).
 * A preview takes no lock; an update, a refresh (of `--preview-only` too) and a destroy do (backend.go).
 */
const VIA_S3 = "@kms:ViaService=s3.{region}.{dnsSuffix}";
const STACK = "{bucket}|.pulumi/stacks/{project}/{stack}.json";
const LOCK = "{bucket}|.pulumi/locks/organization/{project}/{stack}/*";
const CONTEXT = "@kms:EncryptionContext:stack={stack}";

export type EngineWork = "preview" | "refresh" | "update";

const reads = [
    "s3:ListBucket bucket={bucket}",
    "s3:GetObject object={bucket}|.pulumi/meta.yaml",
    `s3:GetObject object=${STACK}`,
    `kms:Decrypt key={key} ${VIA_S3}`,
    // awskms://: https://github.com/google/go-cloud secrets/awskms, with the context of the stack file's secretsprovider.
    `kms:Decrypt key={key} ${CONTEXT}`,
];

const locks = [
    `s3:PutObject object=${LOCK}`,
    `s3:GetObject object=${LOCK}`,
    `s3:DeleteObject object=${LOCK}`,
    `kms:GenerateDataKey key={key} ${VIA_S3}`,
];

export const engineCalls: Readonly<Record<EngineWork, readonly string[]>> = {
    preview: reads,
    refresh: [...reads, ...locks],
    update: [
        ...reads,
        ...locks,
        `s3:PutObject object=${STACK}`,
        `s3:PutObject object=${STACK}.bak`,
        `s3:DeleteObject object=${STACK}`,
        "s3:PutObject object={bucket}|.pulumi/history/{project}/{stack}/*",
        "s3:PutObject object={bucket}|.pulumi/backups/{project}/{stack}/*",
        `kms:Encrypt key={key} ${CONTEXT}`,
    ],
};
