/** What S3 refuses of a bucket's settings. */
import { repeated } from "../../../config/checks/check";
import { about, record, records, text, type Creation, type Fault, type Rule } from "./refusal";

const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const ERRORS = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
const TRANSITIONS =
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html";
/** Days that an object is in Standard before it goes to one of these. */
const BEFORE_INFREQUENT = 30;
const INFREQUENT = ["STANDARD_IA", "ONEZONE_IA"];
/** From the first to the last: an object only goes down. */
const ORDER = ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];

const lifecycle = about({
    ...{ id: "s3.lifecycle", types: [LIFECYCLE], code: "s3:InvalidArgument" },
    source: `s3 PutBucketLifecycleConfiguration; ${TRANSITIONS}; ${ERRORS}`,
    faultOf: ({ inputs }) => {
        const rules = records(inputs.rules);
        const ids = rules.map(({ id }) => text(id)).filter((id) => id !== "");
        const twice = repeated(ids)[0]?.value;
        if (twice !== undefined) return [`rules has two of the id "${twice}"`, "rename one of the two"];
        return rules.map(ruleFault).find((fault) => fault !== undefined);
    },
});

function ruleFault(rule: Readonly<Record<string, unknown>>): Fault | undefined {
    const id = text(rule.id);
    const moves = records(rule.transitions).map(({ days, storageClass }) => ({
        days: Number(days ?? 0),
        to: text(storageClass),
    }));
    const soon = moves.find(({ days, to }) => INFREQUENT.includes(to) && days < BEFORE_INFREQUENT);
    if (soon !== undefined)
        return [
            `rule "${id}" moves to ${soon.to} after ${soon.days} days: S3 asks for ${BEFORE_INFREQUENT} or more`,
            `write ${BEFORE_INFREQUENT} days or more`,
        ];
    for (const one of moves)
        for (const next of moves) {
            if (ORDER.indexOf(next.to) <= ORDER.indexOf(one.to)) continue;
            const least = one.days + (INFREQUENT.includes(one.to) ? BEFORE_INFREQUENT : 1);
            if (next.days < least)
                return [
                    `rule "${id}" moves to ${next.to} after ${next.days} days and to ${one.to} after ${one.days}: S3 asks for ${least} or more`,
                    `move to ${next.to} later`,
                ];
        }
    const ends = record(rule.expiration).days;
    const late = moves.find(({ days }) => ends !== undefined && days >= Number(ends));
    return late === undefined
        ? undefined
        : [`rule "${id}" deletes after ${text(ends)} days, and moves to ${late.to} after ${late.days}`, "delete later"];
}

const loggingTarget = about({
    ...{
        id: "s3.loggingTarget",
        types: ["aws:s3/bucketLogging:BucketLogging"],
        code: "s3:InvalidTargetBucketForLogging",
    },
    source: `s3 PutBucketLogging, TargetBucket; ${ERRORS}`,
    faultOf: ({ inputs, store, existing }) => {
        const target = text(inputs.targetBucket);
        return target === "" || existing.has(target) || store.find("aws:s3/bucket:Bucket", target) !== undefined
            ? undefined
            : [`targetBucket is "${target}", which does not exist`, "make it first"];
    },
});

const keyNeedsKms = about({
    id: "s3.keyNeedsKms",
    types: ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"],
    code: "s3:InvalidArgument",
    source: `s3 PutBucketEncryption, ServerSideEncryptionByDefault: KMSMasterKeyID; ${ERRORS}`,
    faultOf: ({ inputs }) => {
        const byDefault = records(inputs.rules).map((rule) => record(rule.applyServerSideEncryptionByDefault));
        return byDefault.some(
            ({ kmsMasterKeyId, sseAlgorithm }) => kmsMasterKeyId !== undefined && sseAlgorithm === "AES256",
        )
            ? ["kmsMasterKeyId is set, and sseAlgorithm is AES256", "set sseAlgorithm to aws:kms, or leave the key out"]
            : undefined;
    },
});

const RESERVED_NAMES =
    /\.\.|^\d+\.\d+\.\d+\.\d+$|^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;
const name = about({
    ...{ id: "s3.bucketName", types: ["aws:s3/bucket:Bucket"], code: "s3:InvalidBucketName" },
    source: `s3 CreateBucket; https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; ${ERRORS}`,
    faultOf: ({ inputs }) => {
        const said = text(inputs.bucket);
        return RESERVED_NAMES.test(said)
            ? [`bucket "${said}" is a name that S3 keeps or does not take`, "rename it"]
            : undefined;
    },
});

export const buckets: readonly Rule<Creation>[] = [name, lifecycle, loggingTarget, keyNeedsKms];
