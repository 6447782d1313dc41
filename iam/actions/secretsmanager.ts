import type { Rows } from "./row";

const VIA_SECRETS = "@kms:ViaService=secretsmanager.{region}.{dnsSuffix}";
const KEY = `key={secretId>aws:secretsmanager/secret:Secret.kmsKeyId} ${VIA_SECRETS}`;

export const rows: Rows = {
    "aws:secretsmanager/secret:Secret": {
        source: "secretsmanager/secret.go",
        self: "Secret={arn}",
        create: ["secretsmanager:CreateSecret ."],
        tagsAtCreation: ["secretsmanager:TagResource ."],
        read: ["secretsmanager:DescribeSecret .", "secretsmanager:GetResourcePolicy ."],
        update: {
            "recoveryWindowInDays forceOverwriteReplicaSecret": [],
            "*": [
                "secretsmanager:UpdateSecret .",
                `kms:GenerateDataKey key={kmsKeyId} ${VIA_SECRETS}`,
                `kms:Decrypt key={kmsKeyId} ${VIA_SECRETS}`,
            ],
        },
        tag: ["secretsmanager:TagResource ."],
        untag: ["secretsmanager:UntagResource ."],
        delete: ["secretsmanager:DeleteSecret ."],
    },
    "aws:secretsmanager/secretVersion:SecretVersion": {
        source: "secretsmanager/secret_version.go",
        self: "Secret={secretId}",
        create: ["secretsmanager:PutSecretValue .", `kms:GenerateDataKey ${KEY}`, `kms:Decrypt ${KEY}`],
        read: ["secretsmanager:GetSecretValue .", `kms:Decrypt ${KEY}`],
        update: { "*": ["secretsmanager:UpdateSecretVersionStage ."] },
        delete: ["secretsmanager:GetSecretValue .", "secretsmanager:UpdateSecretVersionStage ."],
    },
};
