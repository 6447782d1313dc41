/**
 * Who may use the key of a domain. Principals of this account get there through IAM alone: the first statement hands the decision to it,
 * which is also what AWS services need that act with their caller's permissions (S3, RDS, ElastiCache, EFS, Secrets Manager, EKS, Backup).
 * What comes without such a caller - a service in its own name, a service-linked role - is admitted here, each bound to what it may
 * encrypt. No statement names a role: KMS refuses a policy whose principal does not exist, and an empty account has none.
 */
import { dnsSuffixOf } from "../../config/zones";
import type { KeyDomain } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import type { Statement } from "./iam";

/** Statements of the key policy of one domain. `Resource: *` in a key policy is the key itself. */
export function keyPolicy(scope: Scope, domain: KeyDomain): readonly Statement[] {
    return [administration(scope), ...admitted(scope, domain)];
}

function admitted(scope: Scope, domain: KeyDomain): readonly Statement[] {
    switch (domain) {
        case "logs":
            return [logGroups(scope)];
        case "volumes":
            return [launchedVolumes(scope), launchedVolumeGrants(scope)];
        case "alarms":
            return [alarmPublishers(scope)];
        case "cluster":
        case "objects":
        case "database":
        case "cache":
        case "files":
        case "secrets":
        case "backups":
            return [];
    }
}

/** Without it nobody could change the policy again, the account's root user included (KMS developer guide, default key policy). */
function administration({ partition, account }: Scope): Statement {
    return {
        Sid: "PermissionsComeFromIam",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
    };
}

/**
 * CloudWatch Logs encrypts in its own name and says for which log group. Log groups of EKS, RDS and the VPC have names with nothing in
 * common, so all of this account and region are admitted (CloudWatch Logs user guide, encrypt log data).
 */
function logGroups({ partition, region, account }: Scope): Statement {
    return {
        Sid: "LogGroupsOfThisAccount",
        Effect: "Allow",
        Principal: { Service: `logs.${region}.${dnsSuffixOf(partition)}` },
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Resource: "*",
        Condition: {
            ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${account}:log-group:*` },
        },
    };
}

/**
 * Service-linked roles that start the nodes of managed node groups; their own policies say nothing about KMS. AWS makes them with the
 * first Auto Scaling group and the first Spot request of an account, so they are named as a condition, which KMS does not look up. A
 * condition can narrow only who is already in, and the account's root principal is not them: hence `AWS: *`, bound to the role, to the
 * account and to EC2. (CKV_AWS_33 reads the star and not the condition: a named exception. KMS.5 accepts it.)
 */
function launching({ partition, region, account }: Scope): Readonly<Record<string, string | readonly string[]>> {
    const serviceLinked = `arn:${partition}:iam::${account}:role/aws-service-role`;
    return {
        "aws:PrincipalArn": [
            `${serviceLinked}/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
            `${serviceLinked}/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
        ],
        "kms:CallerAccount": account,
        "kms:ViaService": `ec2.${region}.${dnsSuffixOf(partition)}`,
    };
}

function launchedVolumes(scope: Scope): Statement {
    return {
        Sid: "VolumesOfLaunchedNodes",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Resource: "*",
        Condition: { StringEquals: launching(scope) },
    };
}

/** EC2 keeps a volume usable through a grant; a role may hand one to AWS resources only. */
function launchedVolumeGrants(scope: Scope): Statement {
    return {
        Sid: "GrantsForLaunchedNodes",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition: { StringEquals: launching(scope), Bool: { "kms:GrantIsForAWSResource": "true" } },
    };
}

/**
 * Services that publish to an encrypted topic. SNS always states the topic as encryption context; aws:SourceAccount is not documented for
 * every publisher, and where it is missing messages are dropped without a word (SNS developer guide, key management).
 */
function alarmPublishers(scope: Scope): Statement {
    const { partition, region, account } = scope;
    return {
        Sid: "PublishersToTopicsOfThisStack",
        Effect: "Allow",
        Principal: { Service: ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.rds.amazonaws.com"] },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: {
            ArnLike: {
                "kms:EncryptionContext:aws:sns:topicArn": `arn:${partition}:sns:${region}:${account}:${physicalName(scope, "topic", "*")}`,
            },
        },
    };
}
