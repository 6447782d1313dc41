import assert from "node:assert/strict";
import fc from "fast-check";
import { blockOf, contains, overlaps } from "../../rehearsal/aws/cidr";
import * as rules from "../../rehearsal/aws/refusals";
import { remaindersOf } from "../../rehearsal/aws/refusals/keeping";
import { firstRefusal, type Refusal } from "../../rehearsal/aws/refusals/refusal";
import { Store, type CloudObject } from "../../rehearsal/cloud/store";

/** These requests say only what they are about; what else a request must say is shape.test.ts. */
const onCreate = rules.onCreate.filter(({ id }) => id !== "shape");
const onUpdate = rules.onUpdate.filter(({ id }) => id !== "shape");
const { onDelete } = rules;

type Values = Readonly<Record<string, unknown>>;

function object(type: string, id: string, inputs: Values = {}, outputs: Values = {}): CloudObject {
    return { type, id, name: `the-${id}`, serial: 1, inputs, outputs: { ...inputs, ...outputs } };
}

function creating(
    type: string,
    inputs: Values,
    exists: readonly CloudObject[] = [],
    outputs: Values = {},
): Refusal | undefined {
    const request = {
        type,
        name: "new",
        inputs,
        id: "new-id",
        outputs: { ...inputs, ...outputs },
        existing: new Set(["vpc-0000000000000001"]),
    };
    return firstRefusal(onCreate, { ...request, store: Store.of(...exists) });
}

function deleting(target: CloudObject, ...others: readonly CloudObject[]): Refusal | undefined {
    return firstRefusal(onDelete, { object: target, store: Store.of(target, ...others) });
}

const VPC = object("aws:ec2/vpc:Vpc", "vpc-00000000000000aa", { cidrBlock: "10.0.0.0/16" });
const SUBNET = object("aws:ec2/subnet:Subnet", "subnet-00000000000000aa", { vpcId: VPC.id, cidrBlock: "10.0.0.0/24" });
const CLUSTER = object("aws:eks/cluster:Cluster", "main", { name: "main", version: "1.35" });

describe("rehearsal: what AWS refuses to create", () => {
    it("lets through what is right", () => {
        assert.equal(
            creating("aws:ec2/subnet:Subnet", { vpcId: VPC.id, cidrBlock: "10.0.1.0/24" }, [VPC, SUBNET]),
            undefined,
        );
        assert.equal(
            creating("aws:ec2/subnet:Subnet", { vpcId: "vpc-0000000000000001", cidrBlock: "10.0.1.0/24" }),
            undefined,
            "named in the stack file",
        );
    });

    it("counts a VPC's secondary blocks, and sizes from /16 to /28", () => {
        const second = object("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "a", {
            vpcId: VPC.id,
            cidrBlock: "100.64.0.0/16",
        });
        const subnet = { vpcId: VPC.id, cidrBlock: "100.64.1.0/24" };
        assert.equal(creating("aws:ec2/subnet:Subnet", subnet, [VPC])?.code, "InvalidSubnet.Range");
        assert.equal(creating("aws:ec2/subnet:Subnet", subnet, [VPC, second]), undefined);
        assert.equal(creating("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/8" })?.code, "InvalidVpc.Range");
    });

    it("knows a cluster's own security group, which no resource made", () => {
        const rule = { securityGroupId: "sg-00000000000000cc" };
        const type = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
        assert.equal(creating(type, rule)?.code, "InvalidGroup.NotFound");
        const cluster = { ...CLUSTER, outputs: { vpcConfig: { clusterSecurityGroupId: rule.securityGroupId } } };
        assert.equal(creating(type, rule, [cluster]), undefined);
    });

    it("does not take an id for existing because another object asks for it", () => {
        const asks = object("aws:rds/subnetGroup:SubnetGroup", "group", { subnetIds: ["subnet-00000000000000ff"] });
        assert.equal(
            creating("aws:rds/subnetGroup:SubnetGroup", { subnetIds: ["subnet-00000000000000ff"] }, [asks])?.code,
            "InvalidSubnet",
        );
    });

    it("accepts AWS's own policies and service-linked roles", () => {
        const attachment = { policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" };
        assert.equal(creating("aws:iam/rolePolicyAttachment:RolePolicyAttachment", attachment), undefined);
        const role =
            "arn:aws:iam::111111111111:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
        assert.equal(creating("aws:kms/grant:Grant", { granteePrincipal: role }), undefined);
    });

    it("follows references by name", () => {
        const addon = { clusterName: "main", addonName: "coredns" };
        assert.equal(
            creating("aws:eks/addon:Addon", addon)?.problem,
            'clusterName is "main", but no aws:eks/cluster:Cluster has this name',
        );
        assert.equal(creating("aws:eks/addon:Addon", addon, [CLUSTER]), undefined);
    });

    it("wants security group names once per VPC", () => {
        const type = "aws:ec2/securityGroup:SecurityGroup";
        const one = object(type, "sg-00000000000000aa", { name: "db", vpcId: VPC.id });
        const other = object("aws:ec2/vpc:Vpc", "vpc-00000000000000bb", { cidrBlock: "10.1.0.0/16" });
        assert.equal(creating(type, { name: "db", vpcId: VPC.id }, [VPC, one])?.code, "InvalidGroup.Duplicate");
        assert.equal(creating(type, { name: "db", vpcId: other.id }, [VPC, other, one]), undefined);
    });

    it("wants nodes between zero and three minors behind the control plane", () => {
        const group = (version: string): string | undefined =>
            creating(
                "aws:eks/nodeGroup:NodeGroup",
                { clusterName: "main", version, scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 } },
                [CLUSTER],
            )?.code;
        assert.deepEqual(["1.36", "1.35", "1.32", "1.31"].map(group), [
            "InvalidParameterException",
            undefined,
            undefined,
            "InvalidParameterException",
        ]);
    });

    it("wants desired nodes between minimum and maximum", () => {
        const group = (minSize: number, desiredSize: number, maxSize: number): string | undefined =>
            creating(
                "aws:eks/nodeGroup:NodeGroup",
                { clusterName: "main", scalingConfig: { minSize, desiredSize, maxSize } },
                [CLUSTER],
            )?.problem;
        assert.match(group(3, 2, 4) ?? "", /desiredSize 2 is below minSize 3/);
        assert.match(group(1, 5, 4) ?? "", /desiredSize 5 is above maxSize 4/);
        assert.match(group(5, 5, 4) ?? "", /minSize 5 is above maxSize 4/);
        assert.equal(group(0, 0, 1), undefined);
    });
});

describe("rehearsal: what AWS refuses to change", () => {
    it("moves a control plane one minor up at a time", () => {
        const to = (version: string): string | undefined => {
            const request = {
                type: CLUSTER.type,
                name: "main",
                inputs: { version },
                id: CLUSTER.id,
                outputs: {},
                existing: new Set<string>(),
            };
            return firstRefusal(onUpdate, { ...request, object: CLUSTER, store: Store.of(CLUSTER) })?.fix;
        };
        assert.deepEqual([to("1.35"), to("1.36")], [undefined, undefined]);
        assert.match(to("1.37") ?? "", /set version to 1.36/);
        assert.match(to("1.34") ?? "", /set version to 1.35 or newer/);
    });
});

describe("rehearsal: what AWS refuses to delete", () => {
    const rows: readonly (readonly [CloudObject, CloudObject, string])[] = [
        [VPC, SUBNET, "DependencyViolation"],
        [
            SUBNET,
            object("aws:ec2/networkInterface:NetworkInterface", "eni-1", { subnetId: SUBNET.id }),
            "DependencyViolation",
        ],
        [SUBNET, object("aws:rds/subnetGroup:SubnetGroup", "group", { subnetIds: [SUBNET.id] }), "DependencyViolation"],
        [
            CLUSTER,
            object("aws:eks/nodeGroup:NodeGroup", "main:nodes", { clusterName: "main" }),
            "ResourceInUseException",
        ],
        [
            object("aws:iam/role:Role", "role", { name: "role" }),
            object("aws:iam/rolePolicy:RolePolicy", "role:p", { role: "role" }),
            "DeleteConflict",
        ],
        [
            object("aws:rds/subnetGroup:SubnetGroup", "g", { name: "g" }),
            object("aws:rds/instance:Instance", "db", { dbSubnetGroupName: "g" }),
            "InvalidDBSubnetGroupStateFault",
        ],
        [
            object("aws:efs/fileSystem:FileSystem", "fs-1"),
            object("aws:efs/mountTarget:MountTarget", "m", { fileSystemId: "fs-1" }),
            "FileSystemInUse",
        ],
    ];
    for (const [target, holder, code] of rows)
        it(`${target.type} while ${holder.type} needs it`, () => {
            const refusal = deleting(target, holder);
            assert.equal(refusal?.code, code);
            assert.match(refusal.problem, /is in use by /);
            assert.equal(deleting(target), undefined, "alone it may go");
        });

    it("does not take a tag of the same text for a use", () => {
        const tagged = object("aws:eks/nodeGroup:NodeGroup", "x", { clusterName: "other", tags: { cluster: "main" } });
        assert.equal(deleting(CLUSTER, tagged), undefined);
    });

    it("what has deletion protection", () => {
        assert.equal(
            deleting(object("aws:eks/cluster:Cluster", "c", { deletionProtection: true }))?.code,
            "InvalidRequestException",
        );
        assert.equal(
            deleting(object("aws:rds/instance:Instance", "d", { deletionProtection: true, skipFinalSnapshot: true }))
                ?.code,
            "InvalidParameterCombination",
        );
    });

    it("keeps what AWS keeps: keys and secrets for their days, final snapshots until somebody deletes them", () => {
        const kept = (type: string, inputs: Values): readonly (readonly [string, string, boolean])[] =>
            remaindersOf(object(type, "id", inputs)).map(({ key, because, blocksName }) => [key, because, blocksName]);
        assert.deepEqual(kept("aws:kms/key:Key", {}), [["id", "pending deletion for 30 days", false]]);
        assert.deepEqual(kept("aws:secretsmanager/secret:Secret", { name: "s" }), [
            ["s", "scheduled for deletion in 30 days", true],
        ]);
        assert.deepEqual(kept("aws:secretsmanager/secret:Secret", { name: "s", recoveryWindowInDays: 0 }), []);
        assert.equal(
            kept("aws:elasticache/replicationGroup:ReplicationGroup", { finalSnapshotIdentifier: "f" })[0]?.[0],
            "f",
        );
        assert.deepEqual(
            kept("aws:rds/instance:Instance", { skipFinalSnapshot: true, finalSnapshotIdentifier: "f" }),
            [],
        );
    });
});

describe("rehearsal: address blocks", () => {
    const cidr = fc.tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 8, max: 32 })).map(([address, bits]) => {
        const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
        return `${octets.join(".")}/${String(bits)}`;
    });

    it("either hold each other or share nothing", () => {
        fc.assert(
            fc.property(cidr, cidr, (first, second) => {
                const [one, other] = [blockOf(first), blockOf(second)];
                assert.ok(one !== undefined && other !== undefined);
                assert.equal(overlaps(one, other), contains(one, other) || contains(other, one));
            }),
        );
    });

    it("are nothing that does not look like one", () => {
        for (const text of ["10.0.0.0", "10.0.0.0/33", "10.0.0.256/8", "fd00::/8", ""])
            assert.equal(blockOf(text), undefined, text);
    });
});
