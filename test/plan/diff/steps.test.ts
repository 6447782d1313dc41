import assert from "node:assert/strict";
import { Secret } from "../../../plan/values";
import { placeOf } from "../../../plan/shapes";
import { outputsOf } from "../../../plan/diff/graph/unknown";
import type { RecordedResource } from "../../../plan/graph";
import { compared, reading, resource, told, urn } from "./fixture";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const ROLE = "aws:iam/role:Role";
const CLUSTER = "aws:eks/cluster:Cluster";
const GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const CONFIG = "kubernetes:core/v1:ConfigMap";

/** What the recorder has an argument say that reads this output. */
const output = (of: RecordedResource, key: string): unknown => outputsOf(of, placeOf({}))[key];

const vpc = (cidrBlock: string): RecordedResource => resource(VPC, "net", { inputs: { cidrBlock } });
function inVpc(net: RecordedResource): readonly RecordedResource[] {
    const vpcId = output(net, "id");
    return [
        net,
        reading(SUBNET, "subnet", { cidrBlock: "10.0.1.0/24", vpcId }, { vpcId: net.urn }),
        reading(GATEWAY, "gateway", { vpcId }, { vpcId: net.urn }),
    ];
}

describe("diff: the operation of each resource", () => {
    it("tells what is new, other and gone, and nothing of the rest", () => {
        const same = resource(VPC, "same", { inputs: { cidrBlock: "10.9.0.0/16" } });
        const difference = compared(
            [same, vpc("10.0.0.0/16"), resource(GATEWAY, "old")],
            [
                same,
                { ...vpc("10.0.0.0/16"), inputs: { cidrBlock: "10.0.0.0/16", enableDnsSupport: false } },
                resource(ROLE, "new"),
            ],
        );
        assert.deepEqual(told(difference), ["create new", "delete old", "update net"]);
        const update = difference.changes.find(({ name }) => name === "net");
        assert.deepEqual(update?.properties, [
            { path: "enableDnsSupport", old: undefined, new: false, replaces: false },
        ]);
    });

    it("names what forces a replacement, and follows it into arguments that nobody knows before", () => {
        const difference = compared(inVpc(vpc("10.0.0.0/16")), inVpc(vpc("10.1.0.0/16")));
        assert.deepEqual(told(difference), ["replace net", "replace subnet", "update gateway"]);
        const subnet = difference.changes.find(({ name }) => name === "subnet");
        assert.deepEqual(subnet?.because, [urn(VPC, "net")]);
        assert.deepEqual(
            subnet.properties.map(({ path, new: now, replaces }) => [path, now, replaces]),
            [["vpcId", "[known after]", true]],
        );
    });

    it("deletes first what the program named, and before it what cannot do without it", () => {
        const [role, after] = ["/", "/other/"].map((path) =>
            resource(ROLE, "role", { inputs: { name: "fixed", path } }),
        );
        assert.ok(role !== undefined && after !== undefined);
        const cluster = (of: RecordedResource): RecordedResource =>
            reading(CLUSTER, "cluster", { roleArn: output(of, "arn") }, { roleArn: of.urn });
        const notes = (of: RecordedResource): RecordedResource =>
            reading(VPC, "notes", { tags: { role: output(of, "arn") } }, { tags: of.urn });
        assert.deepEqual(told(compared([role, cluster(role), notes(role)], [after, cluster(after), notes(after)])), [
            "replace first cluster",
            "replace first role",
            "update notes",
        ]);
    });

    it("leaves alone what ignoreChanges covers, and says so", () => {
        const group = (minSize: number): RecordedResource =>
            resource("aws:eks/nodeGroup:NodeGroup", "nodes", {
                inputs: { scalingConfig: { minSize, maxSize: 9 } },
                ignoreChanges: ["scalingConfig.minSize"],
            });
        const difference = compared([group(1)], [group(2)]);
        assert.deepEqual(difference.changes, []);
        assert.deepEqual(
            difference.ignored.map(({ name, paths }) => [name, paths]),
            [["nodes", ["scalingConfig"]]],
        );
    });

    it("does as the program's own options say: replaceOnChanges, deleteBeforeReplace", () => {
        const type = "kubernetes:storage.k8s.io/v1:StorageClass";
        const storage = (reclaimPolicy: string, first?: boolean): RecordedResource =>
            resource(type, "class", {
                inputs: { metadata: { name: "gp3" }, reclaimPolicy },
                replaceOnChanges: ["reclaimPolicy"],
                ...(first !== undefined && { deleteBeforeReplace: first }),
            });
        assert.deepEqual(told(compared([storage("Retain")], [storage("Delete")])), ["replace class"]);
        assert.deepEqual(told(compared([storage("Retain")], [storage("Delete", true)])), ["replace first class"]);
    });

    it("replaces what a replaced provider holds, and tags anew what its default tags are on", () => {
        const provider = (inputs: Readonly<Record<string, unknown>>): RecordedResource =>
            resource("pulumi:providers:aws", "aws", { inputs });
        const held = (tags?: object): RecordedResource =>
            resource(VPC, "net", {
                inputs: { cidrBlock: "10.0.0.0/16", ...(tags && { tags }) },
                provider: urn("pulumi:providers:aws", "aws"),
            });
        const [here, there] = [provider({ region: "us-east-1" }), provider({ region: "eu-west-1" })];
        const difference = compared([here, held()], [there, held()]);
        assert.deepEqual(told(difference), ["replace net"]);
        assert.deepEqual(
            difference.settings.map(({ operation }) => operation),
            ["replace"],
        );
        const [plainly, tagged] = ["a", "b"].map((team) =>
            provider({ region: "us-east-1", defaultTags: JSON.stringify({ tags: { team } }) }),
        );
        assert.ok(plainly !== undefined && tagged !== undefined);
        assert.deepEqual(told(compared([plainly, held({})], [tagged, held({})])), ["update net"]);
        assert.deepEqual(told(compared([plainly, held()], [tagged, held()])), []);
    });

    it("knows a computed version: another launch template renews the nodes in place", () => {
        const template = (ebsOptimized: string): RecordedResource =>
            resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { inputs: { ebsOptimized } });
        const group = (of: RecordedResource): RecordedResource =>
            reading(
                "aws:eks/nodeGroup:NodeGroup",
                "nodes",
                { launchTemplate: { id: output(of, "id"), version: String(output(of, "latestVersion")) } },
                { launchTemplate: of.urn },
            );
        const [before, after] = [template("true"), template("false")];
        assert.deepEqual(told(compared([before, group(before)], [after, group(after)])), [
            "update nodes",
            "update template",
        ]);
    });

    it("knows it too where the template changes only by the id of something that is replaced", () => {
        const shut = (description: string): RecordedResource =>
            resource("aws:ec2/securityGroup:SecurityGroup", "shut", { inputs: { description, vpcId: "vpc-1" } });
        const nodes = (group: RecordedResource): readonly RecordedResource[] => {
            const template = reading(
                "aws:ec2/launchTemplate:LaunchTemplate",
                "template",
                { vpcSecurityGroupIds: [output(group, "id")] },
                { vpcSecurityGroupIds: group.urn },
            );
            const version = String(output(template, "latestVersion"));
            const launchTemplate = { id: output(template, "id"), version };
            return [
                group,
                template,
                reading("aws:eks/nodeGroup:NodeGroup", "nodes", { launchTemplate }, { launchTemplate: template.urn }),
            ];
        };
        assert.deepEqual(told(compared(nodes(shut("one")), nodes(shut("other")))), [
            "replace shut",
            "update nodes",
            "update template",
        ]);
    });

    it("takes no text for unknown because the region is in it, which a new bucket answers as well", () => {
        const bucket = (name: string): RecordedResource =>
            resource("aws:s3/bucket:Bucket", name, { inputs: { bucket: "logs-us-east-1" } });
        const map = (of: RecordedResource): RecordedResource =>
            reading(CONFIG, "map", { data: { bucket: output(of, "bucket"), at: "us-east-1" } }, { data: of.urn });
        const [old, now] = [bucket("old"), bucket("new")];
        assert.deepEqual(told(compared([old, map(old)], [now, map(now)])), ["create new", "delete old"]);
    });

    it("sees a secret that changed, and tells neither value", () => {
        const map = (value: string): RecordedResource =>
            resource(CONFIG, "map", { inputs: { metadata: { name: "map" }, data: { key: new Secret(value) } } });
        const difference = compared([map("canary-old")], [map("canary-new")]);
        assert.deepEqual(told(difference), ["replace first map"]);
        assert.deepEqual(
            difference.changes[0]?.properties.map(({ old, new: now }) => [old, now]),
            [["[secret]", "[secret]"]],
        );
        assert.deepEqual(compared([map("same")], [map("same")]).changes, []);
    });
});

describe("diff: renames", () => {
    const component = (name: string, more: Partial<RecordedResource> = {}): RecordedResource =>
        resource("mindcloud:aws:Shelf", name, { custom: false, ...more });
    const child = (of: RecordedResource, suffix = "-vpc"): RecordedResource => ({
        ...resource(VPC, `${of.name}${suffix}`, { inputs: { cidrBlock: "10.0.0.0/16" }, parent: of.urn }),
        urn: `urn:pulumi:dev::toy::mindcloud:aws:Shelf$${VPC}::${of.name}${suffix}`,
    });
    const user = (of: RecordedResource): RecordedResource =>
        reading(SUBNET, "user", { vpcId: output(of, "id"), cidrBlock: "10.0.0.0/24" }, { vpcId: of.urn });

    it("follow the alias of a parent into its children, whose objects stay for all who read them", () => {
        const [old, now] = [component("archive"), component("attic", { aliases: ["name=archive"] })];
        const difference = compared([old, child(old), user(child(old))], [now, child(now), user(child(now))]);
        assert.deepEqual(told(difference), ["rename attic-vpc"]);
        assert.equal(difference.changes[0]?.renamedFrom, "archive-vpc");
        assert.deepEqual(difference.renames, []);
    });

    it("without an alias are a creation and a deletion, and the line to add is named", () => {
        const [old, now] = [component("archive"), component("attic")];
        const difference = compared([old, child(old)], [now, child(now)]);
        assert.deepEqual(told(difference), ["create attic-vpc", "delete archive-vpc"]);
        assert.deepEqual(
            difference.renames.map(({ from, to, alias }) => [from.name, to.name, alias]),
            [["archive", "attic", 'aliases: [{ name: "archive" }]']],
        );
    });

    it("by another parent are told the same way", () => {
        const moved = component("shelf");
        const [old, now] = [
            component("archive"),
            {
                ...component("archive", { parent: moved.urn }),
                urn: "urn:pulumi:dev::toy::mindcloud:aws:Shelf$mindcloud:aws:Shelf::archive",
            },
        ];
        const below = {
            ...child(now),
            urn: `urn:pulumi:dev::toy::mindcloud:aws:Shelf$mindcloud:aws:Shelf$${VPC}::archive-vpc`,
        };
        const [rename] = compared([old, child(old)], [moved, now, below]).renames;
        assert.equal(rename?.alias, "aliases: [{ parent: pulumi.rootStackResource }]");
        const aliased = { ...now, aliases: ["parent=none"] };
        assert.deepEqual(told(compared([old, child(old)], [moved, aliased, below])), ["rename archive-vpc"]);
    });
});
