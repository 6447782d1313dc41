import type { Table } from "../row";
import { BRIDGED, provider, registry } from "../sources";

export const storage: Table = {
    "aws:efs/accessPoint:AccessPoint": {
        source: provider("efs/access_point.go", "01606926a0c0ab9174aec440f976a48b0baee722"),
        replaces: ["fileSystemId", "posixUser", "rootDirectory"],
    },
    "aws:efs/backupPolicy:BackupPolicy": {
        source: provider("efs/backup_policy.go", "0053447c4da49d4bb8e7a3a46f35f56b48452e46"),
        replaces: ["fileSystemId"],
    },
    "aws:efs/fileSystem:FileSystem": {
        source: provider("efs/file_system.go", "0389f4671dd9086cbe548d8eeabf0df30d1c38d9"),
        replaces: ["availabilityZoneName", "creationToken", "encrypted", "kmsKeyId", "performanceMode"],
        autonamed: "creationToken",
    },
    "aws:efs/fileSystemPolicy:FileSystemPolicy": {
        source: provider("efs/file_system_policy.go", "087097a68b68be9761009ca90398d82adeb7b860"),
        replaces: ["fileSystemId"],
    },
    "aws:efs/mountTarget:MountTarget": {
        source: [
            provider("efs/mount_target.go", "0593466d96e383de3f75587805537f6e590ebf4e"),
            BRIDGED,
            registry("AWS::EFS::MountTarget"),
        ].join(", "),
        replaces: ["fileSystemId", "ipAddress", "ipAddressType", "ipv6Address", "subnetId"],
        deletedFirst: true,
    },
    "aws:s3/bucket:Bucket": {
        source: registry("AWS::S3::Bucket"),
        replaces: ["bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled"],
        autonamed: "bucket",
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
        source: provider("s3/bucket_lifecycle_configuration.go"),
        replaces: ["bucket"],
    },
    "aws:s3/bucketLogging:BucketLogging": {
        source: provider("s3/bucket_logging.go"),
        replaces: ["bucket"],
    },
    "aws:s3/bucketNotification:BucketNotification": {
        source: provider("s3/bucket_notification.go"),
        replaces: ["bucket"],
    },
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
        source: provider("s3/bucket_ownership_controls.go"),
        replaces: ["bucket"],
    },
    "aws:s3/bucketPolicy:BucketPolicy": {
        source: registry("AWS::S3::BucketPolicy"),
        replaces: ["bucket"],
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
        source: provider("s3/bucket_public_access_block.go"),
        replaces: ["bucket"],
    },
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
        source: provider("s3/bucket_server_side_encryption_configuration.go"),
        replaces: ["bucket"],
    },
    "aws:s3/bucketVersioning:BucketVersioning": {
        source: provider("s3/bucket_versioning.go"),
        replaces: ["bucket"],
    },
};
