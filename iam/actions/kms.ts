import type { Rows } from "./row";

export const rows: Rows = {
    "aws:kms/key:Key": {
        source: "kms/key.go",
        self: "key={id}",
        create: ["kms:CreateKey", "kms:EnableKeyRotation . ?enableKeyRotation"],
        // https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html: kms:TagResource "to use the Tags parameter".
        tagsAtCreation: ["kms:TagResource ."],
        // "It might take up to five minutes for tag and alias changes to affect KMS key authorization."
        tagsCountLate: "https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html",
        read: ["kms:DescribeKey .", "kms:GetKeyPolicy .", "kms:GetKeyRotationStatus .", "kms:ListResourceTags ."],
        update: {
            policy: ["kms:PutKeyPolicy ."],
            description: ["kms:UpdateKeyDescription ."],
            "enableKeyRotation rotationPeriodInDays": [
                "kms:EnableKeyRotation . ?enableKeyRotation",
                "kms:DisableKeyRotation . ?!enableKeyRotation",
            ],
            isEnabled: ["kms:EnableKey .", "kms:DisableKey ."],
            "deletionWindowInDays bypassPolicyLockoutSafetyCheck": [],
        },
        tag: ["kms:TagResource ."],
        untag: ["kms:UntagResource ."],
        delete: ["kms:ScheduleKeyDeletion ."],
    },
    "aws:kms/alias:Alias": {
        source: "kms/alias.go",
        self: "alias={arn}",
        create: ["kms:CreateAlias . key={targetKeyId}"],
        read: ["kms:ListAliases"],
        update: { targetKeyId: ["kms:UpdateAlias . key={targetKeyId}"] },
        delete: ["kms:DeleteAlias . key={targetKeyId}"],
    },
};
