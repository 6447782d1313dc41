/** Everything at rest is encrypted with a key of ours, and everything on the wire with TLS. */
import { at, isOwnKey, isTrue, satellites } from "../inputs";
import { ruleFor, type Rule } from "../rule";
import { TYPE } from "../types";

interface EncryptedThing {
    readonly id: string;
    readonly type: string;
    readonly what: string;
    readonly source: string;
    /** Inputs that name the key. */
    readonly keys: readonly string[];
    /** Switches without which the key is ignored. */
    readonly switches?: readonly string[];
}

/** One rule each. A path that ends in nothing is a missing key. */
const ENCRYPTED: readonly EncryptedThing[] = [
    {
        id: "database-encrypted",
        type: TYPE.database,
        what: "A database",
        source: "RDS.3, CKV_AWS_16, AWS-0080",
        keys: ["kmsKeyId"],
        switches: ["storageEncrypted"],
    },
    {
        id: "redis-encrypted",
        type: TYPE.redis,
        what: "A Redis group",
        source: "ElastiCache.4, CKV_AWS_29, CKV_AWS_191, AWS-0045",
        keys: ["kmsKeyId"],
        switches: ["atRestEncryptionEnabled"],
    },
    {
        id: "files-encrypted",
        type: TYPE.fileSystem,
        what: "A file system",
        source: "EFS.1, EFS.8, CKV_AWS_42, CKV_AWS_184, AWS-0037",
        keys: ["kmsKeyId"],
        switches: ["encrypted"],
    },
    {
        id: "topic-encrypted",
        type: TYPE.topic,
        what: "A topic",
        source: "SNS.1, CKV_AWS_26, AWS-0095, AWS-0136",
        keys: ["kmsMasterKeyId"],
    },
    {
        id: "logs-encrypted",
        type: TYPE.logGroup,
        what: "A log group",
        source: "CKV_AWS_158, AWS-0017",
        keys: ["kmsKeyId"],
    },
    {
        id: "secret-encrypted",
        type: TYPE.secret,
        what: "A secret",
        source: "CKV_AWS_149, AWS-0098",
        keys: ["kmsKeyId"],
    },
    {
        id: "vault-encrypted",
        type: TYPE.vault,
        what: "A backup vault",
        source: "Backup.1, CKV_AWS_166",
        keys: ["kmsKeyArn"],
    },
    {
        id: "cluster-secrets-encrypted",
        type: TYPE.cluster,
        what: "A cluster's secrets",
        source: "EKS.3, CKV_AWS_58, AWS-0039, CIS 5.3.1",
        keys: ["encryptionConfig.provider.keyArn"],
    },
    {
        id: "node-volumes-encrypted",
        type: TYPE.launchTemplate,
        what: "A node's volume",
        source: "EC2.3, EC2.181, CKV_AWS_106, CKV_AWS_189, AWS-0131",
        keys: ["blockDeviceMappings[].ebs.kmsKeyId"],
        switches: ["blockDeviceMappings[].ebs.encrypted"],
    },
];

const encryptionRule = ({ id, type, what, source, keys, switches = [] }: EncryptedThing): Rule =>
    ruleFor([type], id, `${what} is encrypted with a customer managed key`, source, ({ inputs }) => [
        ...keys
            .filter((path) => at(inputs, path).length === 0 || !at(inputs, path).every(isOwnKey))
            .map((path) => `names no key of ours in ${path}`),
        ...switches
            .filter((path) => at(inputs, path).length === 0 || !at(inputs, path).every(isTrue))
            .map((path) => `does not switch ${path} on`),
    ]);

export const encryptionRules: readonly Rule[] = [
    ...ENCRYPTED.map(encryptionRule),
    ruleFor(
        [TYPE.bucket],
        "bucket-encrypted",
        "A bucket encrypts with a customer managed key, through bucket keys",
        "S3.17, CKV_AWS_145, AWS-0132",
        (bucket, _context, graph) => {
            const rules = satellites(graph, bucket, TYPE.bucketEncryption, "bucket").flatMap(({ inputs }) =>
                at(inputs, "rules[]"),
            );
            const [algorithm] = rules.flatMap((each) => at(each, "applyServerSideEncryptionByDefault.sseAlgorithm"));
            const [key] = rules.flatMap((each) => at(each, "applyServerSideEncryptionByDefault.kmsMasterKeyId"));
            if (algorithm !== "aws:kms" || !isOwnKey(key))
                return `encrypts with ${typeof algorithm === "string" ? algorithm : "what S3 chooses"}, not with a key of ours`;
            return rules.some((each) => at(each, "bucketKeyEnabled").some(isTrue))
                ? undefined
                : "asks KMS for every object: set bucketKeyEnabled";
        },
    ),
    ruleFor([TYPE.redis], "redis-tls", "Redis speaks TLS only", "ElastiCache.5, CKV_AWS_30, AWS-0051", ({ inputs }) => [
        ...(isTrue(inputs.transitEncryptionEnabled) ? [] : ["does not encrypt in transit"]),
        ...(inputs.transitEncryptionMode === "preferred" ? ["still accepts connections without TLS"] : []),
    ]),
    ruleFor(
        ["aws:rds/parameterGroup:ParameterGroup"],
        "database-tls",
        "PostgreSQL refuses connections without TLS",
        "RDS.38, CKV2_AWS_69",
        ({ inputs }) =>
            at(inputs, "parameters[]").some(
                (each) => at(each, "name")[0] === "rds.force_ssl" && String(at(each, "value")[0]) === "1",
            )
                ? undefined
                : "does not set rds.force_ssl = 1",
    ),
    ruleFor(
        [TYPE.database],
        "database-insights-encrypted",
        "What Performance Insights keeps is encrypted with a customer managed key",
        "CKV_AWS_354, AWS-0078",
        ({ inputs }) =>
            isTrue(inputs.performanceInsightsEnabled ?? false) && !isOwnKey(inputs.performanceInsightsKmsKeyId)
                ? "names no key in performanceInsightsKmsKeyId"
                : undefined,
    ),
    ruleFor(
        [TYPE.key],
        "key-rotation",
        "A key rotates, says who may use it, and takes days to delete",
        "KMS.3, KMS.4, CKV_AWS_7, CKV_AWS_227, CKV2_AWS_64, AWS-0065",
        (key, _context, graph) => [
            ...(isTrue(key.inputs.enableKeyRotation) ? [] : ["does not rotate"]),
            ...(key.inputs.policy !== undefined || satellites(graph, key, TYPE.keyPolicy, "keyId").length > 0
                ? []
                : ["has no policy of its own"]),
            ...(Number(key.inputs.deletionWindowInDays ?? 30) >= 7 ? [] : ["is gone before anybody notices"]),
            ...(isTrue(key.inputs.isEnabled ?? true) ? [] : ["is disabled"]),
        ],
    ),
    ruleFor(
        [TYPE.logGroup],
        "log-retention",
        "A log group says how long it keeps",
        "CKV_AWS_66, CloudWatch.16",
        ({ inputs }) => (Number(inputs.retentionInDays ?? 0) > 0 ? undefined : "keeps for ever: set retentionInDays"),
    ),
];
