import { unlessFromTo, whenBelow, whenLower, whenLowerThan } from "../conditions";
import type { Table } from "../row";
import { provider, registry } from "../sources";

export const databases: Table = {
    "aws:elasticache/parameterGroup:ParameterGroup": {
        source: provider("elasticache/parameter_group.go"),
        replaces: ["description", "family", "name"],
        autonamed: "name",
    },
    "aws:elasticache/replicationGroup:ReplicationGroup": {
        source: provider("elasticache/replication_group.go"),
        replaces: [
            "atRestEncryptionEnabled",
            "dataTieringEnabled",
            "globalReplicationGroupId",
            "kmsKeyId",
            "networkType",
            "port",
            "replicationGroupId",
            "securityGroupNames",
            "snapshotArns",
            "snapshotName",
            "subnetGroupName",
        ],
        sometimes: {
            engine: unlessFromTo("engine", "redis", "valkey"),
            engineVersion: whenLower("engineVersion"),
            transitEncryptionEnabled: whenBelow("engineVersion", "7.0.5"),
        },
        neverSent: { preferredCacheClusterAzs: "read at creation only" },
        autonamed: "replicationGroupId",
    },
    "aws:elasticache/subnetGroup:SubnetGroup": {
        source: registry("AWS::ElastiCache::SubnetGroup"),
        replaces: ["name"],
        autonamed: "name",
    },
    "aws:elasticache/user:User": {
        source: provider("elasticache/user.go", "01f431114674c27cf790fafb67ac274bf8f765e1"),
        replaces: ["userId", "userName"],
    },
    "aws:elasticache/userGroup:UserGroup": {
        source: provider("elasticache/user_group.go"),
        replaces: ["userGroupId"],
    },
    "aws:rds/eventSubscription:EventSubscription": {
        source: provider("rds/event_subscription.go", "03e17e1998974ee80e6bc456e06222d26cc87344"),
        replaces: ["name", "namePrefix"],
        autonamed: "name",
    },
    "aws:rds/instance:Instance": {
        source: provider("rds/instance.go"),
        replaces: [
            "availabilityZone",
            "backupTarget",
            "characterSetName",
            "customIamInstanceProfile",
            "dbName",
            "engine",
            "kmsKeyId",
            "ncharCharacterSetName",
            "restoreToPointInTime",
            "s3Import.bucketName",
            "snapshotIdentifier",
            "storageEncrypted",
            "timezone",
            "username",
        ],
        dropped: { allocatedStorage: whenLowerThan("allocatedStorage", "maxAllocatedStorage") },
        autonamed: "identifier",
    },
    "aws:rds/parameterGroup:ParameterGroup": {
        source: registry("AWS::RDS::DBParameterGroup"),
        replaces: ["description", "family", "name", "namePrefix"],
        autonamed: "name",
    },
    "aws:rds/subnetGroup:SubnetGroup": {
        source: registry("AWS::RDS::DBSubnetGroup"),
        replaces: ["name", "namePrefix"],
        autonamed: "name",
    },
};
