/** What add-ons may do in the account, beyond the policies that AWS keeps for them. */
import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../scope";
import type { Statement } from "./iam";

/**
 * The EBS CSI driver with a key of ours (kubernetes-sigs/aws-ebs-csi-driver/docs/install.md, "Encrypted EBS Volumes via KMS"), which EC2
 * uses on its behalf.
 */
export function volumeKeyStatements(keyArn: pulumi.Input<string>): readonly Statement[] {
    return [
        {
            Sid: "EncryptVolumes",
            Effect: "Allow",
            Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"],
            Resource: keyArn,
        },
        {
            Sid: "LetEc2AttachVolumes",
            Effect: "Allow",
            Action: "kms:CreateGrant",
            Resource: keyArn,
            Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
        },
    ];
}

/**
 * The EFS CSI controller only looks: access points are made by this program (components/aws/shared-files), so the rights of AWS's
 * AmazonEFSCSIDriverPolicy to make and delete them are left out. Mounting needs none: nodes reach the mount targets through security groups.
 */
export function efsCsiStatements({ partition, region, account }: Scope): readonly Statement[] {
    const arn = `arn:${partition}:elasticfilesystem:${region}:${account}`;
    return [
        {
            Sid: "FindFileSystems",
            Effect: "Allow",
            Action: [
                "elasticfilesystem:DescribeAccessPoints",
                "elasticfilesystem:DescribeFileSystems",
                "elasticfilesystem:DescribeMountTargets",
            ],
            Resource: [`${arn}:access-point/*`, `${arn}:file-system/*`],
        },
        // ec2:Describe* actions take no resource (EC2, service authorization reference).
        { Sid: "FindZones", Effect: "Allow", Action: "ec2:DescribeAvailabilityZones", Resource: "*" },
    ];
}
