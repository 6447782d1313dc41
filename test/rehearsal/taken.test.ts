import assert from "node:assert/strict";
import { MEMORY } from "../../rehearsal/aws/memory";
import { onCreate, onUpdate } from "../../rehearsal/aws/refusals";
import { firstRefusal } from "../../rehearsal/aws/refusals/refusal";
import { Store, type CloudObject } from "../../rehearsal/cloud/store";
import { A, B, CACHE, CLUSTER, INSTANCE, is, NODE_GROUP, OTHER_A, VPC } from "./mutations/case";

type Values = Readonly<Record<string, unknown>>;

/** These requests say only what they are about; what else a request must say is shape.test.ts. */
function refused(type: string, inputs: Values, exists: readonly CloudObject[] = []): string | undefined {
    const request = { type, name: "it", id: "new", inputs, outputs: inputs, existing: new Set<string>() };
    const rules = onCreate.filter(({ id }) => id !== "shape");
    return firstRefusal(rules, { ...request, store: Store.of(...exists) })?.problem;
}

/** The last request that goes through before AWS says no. */
const TAKEN: Readonly<Record<string, readonly [type: string, inputs: Values, exists?: readonly CloudObject[]]>> = {
    "a backup that ends when maintenance begins": [
        INSTANCE,
        { backupWindow: "01:00-02:00", maintenanceWindow: "sun:02:00-sun:02:30" },
    ],
    "overlapping windows where nothing is saved": [
        CACHE,
        { snapshotWindow: "05:00-06:00", maintenanceWindow: "sun:05:30-sun:06:30", snapshotRetentionLimit: 0 },
    ],
    "throughput of storage that is large enough for it": [
        INSTANCE,
        { storageType: "gp3", allocatedStorage: 400, iops: 12_000, storageThroughput: 500 },
    ],
    "a ceiling of storage at its size": [INSTANCE, { allocatedStorage: 100, maxAllocatedStorage: 100 }],
    "six nodes of a cache": [CACHE, { numCacheClusters: 6 }],
    "settings of ElastiCache's own, and numbers without a limit": [
        "aws:elasticache/parameterGroup:ParameterGroup",
        {
            ...{ name: "p", family: "valkey8" },
            parameters: [
                { name: "reserved-memory-percent", value: "25" },
                { name: "maxmemory-policy", value: "noeviction" },
                { name: "timeout", value: "0" },
                { name: "slowlog-log-slower-than", value: "-1" },
                { name: "maxmemory-clients", value: "100mb" },
                { name: "notify-keyspace-events", value: "Kx" },
            ],
        },
    ],
    "archives thirty days after infrequent access, and deletion a day after it": [
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        {
            bucket: "b",
            rules: [
                {
                    id: "a",
                    transitions: [
                        { days: 30, storageClass: "STANDARD_IA" },
                        { days: 60, storageClass: "GLACIER" },
                    ],
                    expiration: { days: 61 },
                },
            ],
        },
        [is("aws:s3/bucket:Bucket", "b", { bucket: "b" })],
    ],
    "an archive at once": [
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        { bucket: "b", rules: [{ transitions: [{ days: 0, storageClass: "GLACIER" }] }] },
        [is("aws:s3/bucket:Bucket", "b", { bucket: "b" })],
    ],
    "an alarm over a whole day": [
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        { period: 300, evaluationPeriods: 288, datapointsToAlarm: 288 },
    ],
    "an alarm over seven days by the hour": [
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        { period: 3600, evaluationPeriods: 168 },
    ],
    "a NAT gateway where four are, beside five of another zone": [
        "aws:ec2/natGateway:NatGateway",
        { subnetId: A.id },
        [
            ...[VPC, A, B, OTHER_A, is("aws:ec2/internetGateway:InternetGateway", "igw-00000000", { vpcId: VPC.id })],
            ...[1, 2, 3, 4].map((each) => is("aws:ec2/natGateway:NatGateway", `a${each}`, { subnetId: OTHER_A.id })),
            ...[1, 2, 3, 4, 5].map((each) => is("aws:ec2/natGateway:NatGateway", `b${each}`, { subnetId: B.id })),
        ],
    ],
    "another endpoint of a service, without its names": [
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        { vpcId: VPC.id, serviceName: "s", vpcEndpointType: "Interface" },
        [VPC, is("aws:ec2/vpcEndpoint:VpcEndpoint", "e", { vpcId: VPC.id, serviceName: "s", privateDnsEnabled: true })],
    ],
    "types of the image's architecture": [
        NODE_GROUP,
        {
            ...{ clusterName: "main", amiType: "AL2023_ARM_64_STANDARD", instanceTypes: ["m7g.large", "im4gn.large"] },
            scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
        },
        [CLUSTER],
    ],
    "a key whose policy names accounts, services and everybody under a condition": [
        "aws:kms/key:Key",
        {
            policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                    { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "kms:*", Resource: "*" },
                    {
                        ...{ Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" },
                        Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } },
                    },
                ],
            }),
        },
    ],
    "records of two types that are both no CNAME": [
        "aws:route53/record:Record",
        { zoneId: "z", name: "a.example.com", type: "AAAA" },
        [is("aws:route53/record:Record", "z_a_A", { zoneId: "z", name: "a.example.com", type: "A" })],
    ],
    "a role that the stack file brought, whatever it trusts": [CLUSTER.type, { name: "main", roleArn: "r" }],
    "ten names of a certificate, the first said twice": [
        "aws:acm/certificate:Certificate",
        {
            domainName: "example.com",
            subjectAlternativeNames: ["example.com", ...Array.from({ length: 9 }, (_, each) => `a${each}.example.com`)],
        },
    ],
    "cold storage for ninety days": [
        "aws:backup/plan:Plan",
        { rules: [{ targetVaultName: "v", startWindow: 60, lifecycle: { coldStorageAfter: 30, deleteAfter: 120 } }] },
        [is("aws:backup/vault:Vault", "v")],
    ],
};

describe("rehearsal: what AWS still takes", () => {
    for (const [what, [type, inputs, exists]] of Object.entries(TAKEN))
        it(what, () => {
            assert.equal(refused(type, inputs, exists), undefined);
        });

    const updated = (object: CloudObject, inputs: Values, hours = 0): string | undefined => {
        const store = Store.of(object);
        void store.later(hours); // without a journal at once
        const request = { ...object, inputs, outputs: inputs, existing: new Set<string>(), store, object };
        return firstRefusal(
            onUpdate.filter(({ id }) => id !== "shape"),
            request,
        )?.problem;
    };

    it("another throughput after a day, and more of it at once", () => {
        const files = (inputs: Values): CloudObject =>
            is("aws:efs/fileSystem:FileSystem", "fs", inputs, { [MEMORY]: { throughputChangedAt: 0 } });
        assert.equal(updated(files({ throughputMode: "elastic" }), { throughputMode: "bursting" }, 24), undefined);
        const provisioned = { throughputMode: "provisioned", provisionedThroughputInMibps: 50 };
        assert.equal(updated(files(provisioned), { ...provisioned, provisionedThroughputInMibps: 100 }, 1), undefined);
    });

    it("one step from a cluster's ConfigMap to its access entries", () => {
        const mode = (authenticationMode: string): Values => ({ name: "main", accessConfig: { authenticationMode } });
        const cluster = is(CLUSTER.type, "main", mode("CONFIG_MAP"));
        assert.equal(updated(cluster, mode("API_AND_CONFIG_MAP")), undefined);
        assert.equal(updated(is(CLUSTER.type, "main", mode("API_AND_CONFIG_MAP")), mode("API")), undefined);
    });
});
