import { accessStringRead } from "./access-string";
import type { Context, Shape } from "./shape";

const BUCKET: Shape = { id: "{input:bucket}" };
const EFS = "arn:{partition}:elasticfilesystem:{region}:{account}:";
const CACHE = "arn:{partition}:elasticache:{region}:{account}:";
const RDS = "arn:{partition}:rds:{region}:{account}:";

export const data: Readonly<Record<string, Shape>> = {
    "aws:s3/bucket:Bucket": {
        name: "bucket",
        id: "{name}",
        outputs: {
            bucket: "{name}",
            arn: "arn:{partition}:s3:::{name}",
            bucketDomainName: "{name}.s3.{domain}",
            bucketRegionalDomainName: "{name}.s3.{region}.{domain}",
            bucketRegion: "{region}",
            hostedZoneId: "Z3AQBSTGFYJSTF",
        },
        defaults: { forceDestroy: false, objectLockEnabled: false },
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": BUCKET,
    "aws:s3/bucketLogging:BucketLogging": BUCKET,
    "aws:s3/bucketMetric:BucketMetric": { name: "name", id: "{input:bucket}:{name}" },
    "aws:s3/bucketNotification:BucketNotification": BUCKET,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": BUCKET,
    "aws:s3/bucketPolicy:BucketPolicy": BUCKET,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": BUCKET,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": BUCKET,
    "aws:s3/bucketVersioning:BucketVersioning": BUCKET,
    "aws:elasticache/replicationGroup:ReplicationGroup": {
        name: "replicationGroupId",
        id: "{name}",
        outputs: {
            replicationGroupId: "{name}",
            arn: `${CACHE}replicationgroup:{name}`,
            primaryEndpointAddress: "master.{name}.{letters:6:endpoint}.{region}.cache.{domain}",
            readerEndpointAddress: "replica.{name}.{letters:6:endpoint}.{region}.cache.{domain}",
            memberClusters: (context) =>
                Array.from(
                    { length: Number(context.inputs.numCacheClusters ?? 1) },
                    (_, index) => `${context.name}-${String(index + 1).padStart(3, "0")}`,
                ),
            engineVersionActual: "{input:engineVersion|8.2}",
        },
        defaults: { port: 6379, clusterEnabled: false, numCacheClusters: 1 },
    },
    "aws:elasticache/subnetGroup:SubnetGroup": {
        name: "name",
        id: "{name}",
        outputs: { name: "{name}", arn: `${CACHE}subnetgroup:{name}`, vpcId: "vpc-{hex:17:vpc}" },
        defaults: { description: "Managed by Pulumi" },
    },
    "aws:elasticache/parameterGroup:ParameterGroup": {
        name: "name",
        id: "{name}",
        outputs: { name: "{name}", arn: `${CACHE}parametergroup:{name}` },
        defaults: { description: "Managed by Pulumi" },
    },
    "aws:elasticache/user:User": {
        name: "userId",
        id: "{name}",
        outputs: {
            userId: "{name}",
            arn: `${CACHE}user:{name}`,
            accessString,
        },
    },
    "aws:elasticache/userGroup:UserGroup": {
        name: "userGroupId",
        id: "{name}",
        outputs: { userGroupId: "{name}", arn: `${CACHE}usergroup:{name}` },
    },
    "aws:rds/instance:Instance": {
        name: "identifier",
        id: "db-{HEX:26}",
        outputs: {
            identifier: "{name}",
            arn: `${RDS}db:{name}`,
            resourceId: "{id}",
            address: "{name}.{letters:12:endpoint}.{region}.rds.{domain}",
            endpoint: (context) =>
                context.fill(`{name}.{letters:12:endpoint}.{region}.rds.{domain}:{input:port|${defaultPort(context)}}`),
            hostedZoneId: "Z2R2ITUGPM61AM",
            status: "available",
            engineVersionActual: "{input:engineVersion}",
            masterUserSecrets: masterUserSecret,
        },
        defaults: {
            port: (context) => Number(defaultPort(context)),
            multiAz: false,
            availabilityZone: "{region}a",
            licenseModel: "postgresql-license",
        },
    },
    "aws:rds/subnetGroup:SubnetGroup": {
        name: "name",
        id: "{name}",
        outputs: { name: "{name}", arn: `${RDS}subgrp:{name}`, vpcId: "vpc-{hex:17:vpc}" },
        defaults: { description: "Managed by Pulumi" },
    },
    "aws:rds/parameterGroup:ParameterGroup": {
        name: "name",
        id: "{name}",
        outputs: { name: "{name}", arn: `${RDS}pg:{name}` },
        defaults: { description: "Managed by Pulumi" },
    },
    "aws:rds/eventSubscription:EventSubscription": {
        name: "name",
        id: "{name}",
        outputs: { name: "{name}", arn: `${RDS}es:{name}`, customerAwsId: "{account}" },
        defaults: { enabled: true },
    },
    "aws:efs/fileSystem:FileSystem": {
        id: "fs-{hex:17}",
        outputs: {
            arn: `${EFS}file-system/{id}`,
            dnsName: "{id}.efs.{region}.{domain}",
            ownerId: "{account}",
            numberOfMountTargets: 0,
            sizeInBytes: [{ value: 6144, valueInIa: 0, valueInStandard: 6144 }],
        },
        defaults: { creationToken: "{hex:32:token}", performanceMode: "generalPurpose", throughputMode: "bursting" },
    },
    "aws:efs/accessPoint:AccessPoint": {
        id: "fsap-{hex:17}",
        outputs: {
            arn: `${EFS}access-point/{id}`,
            fileSystemArn: `${EFS}file-system/{input:fileSystemId}`,
            ownerId: "{account}",
        },
    },
    "aws:efs/mountTarget:MountTarget": {
        id: "fsmt-{hex:17}",
        outputs: {
            fileSystemArn: `${EFS}file-system/{input:fileSystemId}`,
            dnsName: "{input:fileSystemId}.efs.{region}.{domain}",
            mountTargetDnsName: "{region}a.{input:fileSystemId}.efs.{region}.{domain}",
            networkInterfaceId: "eni-{hex:17:interface}",
            ownerId: "{account}",
        },
    },
    "aws:efs/backupPolicy:BackupPolicy": { id: "{input:fileSystemId}" },
    "aws:efs/fileSystemPolicy:FileSystemPolicy": { id: "{input:fileSystemId}" },
    "aws:secretsmanager/secret:Secret": {
        name: "name",
        id: "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{alnum:6}",
        outputs: { name: "{name}", arn: "{id}" },
        defaults: { recoveryWindowInDays: 30 },
    },
    "aws:secretsmanager/secretVersion:SecretVersion": {
        id: "{input:secretId}|terraform-{alnum:26}",
        outputs: { arn: "{input:secretId}", secretArn: "{input:secretId}", versionId: "terraform-{alnum:26}" },
        defaults: { versionStages: ["AWSCURRENT"] },
    },
    "aws:secretsmanager/secretPolicy:SecretPolicy": { id: "{input:secretArn}" },
};

function defaultPort(context: Context): string {
    return context.inputs.engine === "mysql" || context.inputs.engine === "mariadb" ? "3306" : "5432";
}

function masterUserSecret(context: Context): unknown {
    if (context.inputs.manageMasterUserPassword !== true) return [];
    const secretArn = context.fill("arn:{partition}:secretsmanager:{region}:{account}:secret:rds!{id}-{alnum:6}");
    return [{ secretArn, secretStatus: "active", kmsKeyId: context.fill("{input:masterUserSecretKmsKeyId}") }];
}

function accessString({ inputs }: Context): unknown {
    const written = inputs.accessString;
    return typeof written === "string" ? accessStringRead(written) : written;
}
