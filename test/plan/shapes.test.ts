import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { created, type Place, placeOf, SHAPES } from "../../plan/shapes";
import { isMap } from "../../plan/values";
import { COMPLETE, FOREIGN, recordingOf, STACK_FILES } from "../support/recordings";

const place: Place = { account: "111122223333", region: "eu-central-1", partition: "aws" };
const packages = path.join(__dirname, "../../node_modules/@pulumi");

/** The class of a type as the SDK declares it: `aws:eks/nodeGroup:NodeGroup` is in aws/eks/nodeGroup.d.ts. */
function declarationOf(type: string): string {
    const [packageName = "", module = ""] = type.split(":");
    const file = path.join(packages, packageName, `${module.replace(/^index\//, "")}.d.ts`);
    const source = fs.readFileSync(file, "utf8");
    return source.slice(
        source.indexOf("export declare class "),
        source.search(/^\/\*\*\n \* Input properties used for looking up/m),
    );
}

const propertiesOf = (type: string): ReadonlySet<string> =>
    new Set([...declarationOf(type).matchAll(/^ {4}readonly (\w+): pulumi\.Output</gm)].map(([, name]) => name ?? ""));

/** AWS may say more than it was told. */
function isIn(answer: unknown, written: unknown): boolean {
    if (!isMap(written)) return written === undefined || isDeepStrictEqual(answer, written);
    return isMap(answer) && Object.entries(written).every(([key, value]) => isIn(answer[key], value));
}

describe("what AWS answers to a create", () => {
    it("knows the types of this program by their real tokens", () => {
        assert.ok(Object.keys(SHAPES).length > 60);
        for (const type of Object.keys(SHAPES)) {
            const source = fs.readFileSync(
                path.join(
                    packages,
                    type.split(":")[0] ?? "",
                    `${(type.split(":")[1] ?? "").replace(/^index\//, "")}.js`,
                ),
                "utf8",
            );
            assert.ok(source.includes(`__pulumiType = '${type}'`), type);
        }
    });

    it("answers with properties that the SDK declares, and no others", () => {
        for (const [type, shape] of Object.entries(SHAPES)) {
            const properties = propertiesOf(type);
            assert.ok(properties.size > 0, type);
            const named = [
                ...Object.keys(shape.outputs ?? {}),
                ...Object.keys(shape.defaults ?? {}),
                ...(shape.name === undefined ? [] : [shape.name]),
            ];
            for (const property of [...named, ...Object.keys(created(type, "any", {}, place).outputs)])
                assert.ok(properties.has(property), `${type} has no ${property}`);
        }
    });

    it("leaves no hole in any answer open", () => {
        for (const type of Object.keys(SHAPES)) {
            const answer = JSON.stringify(created(type, "any", {}, place));
            assert.doesNotMatch(
                answer,
                /\{(id|name|hex|HEX|letters|digits|alnum|uuid|region|account|partition|domain|input)[:}]/,
                type,
            );
            assert.doesNotMatch(answer, /undefined|NaN|null/, type);
        }
    });

    it("is the same every time, and another for each name and each serial", () => {
        const vpc = (name: string, serial?: number): string => created("aws:ec2/vpc:Vpc", name, {}, place, serial).id;
        assert.equal(vpc("one"), vpc("one"));
        assert.equal(new Set([vpc("one"), vpc("two"), vpc("one", 1), vpc("one", 2)]).size, 4);
        assert.match(vpc("one"), /^vpc-[0-9a-f]{17}$/);
    });

    it("keeps a physical name, makes one from a prefix, or from the logical name", () => {
        const name = (inputs: Record<string, unknown>): unknown =>
            created("aws:iam/role:Role", "reader", inputs, place).outputs.name;
        assert.equal(name({ name: "mindcloud-dev-reader" }), "mindcloud-dev-reader");
        assert.match(String(name({ namePrefix: "mindcloud-" })), /^mindcloud-\d{26}$/);
        assert.match(String(name({})), /^reader-[0-9a-f]{7}$/);
    });

    it("puts ARNs into the right partition, region and account", () => {
        const arn = (where: Place): unknown =>
            created("aws:eks/cluster:Cluster", "c", { name: "main" }, where).outputs.arn;
        assert.equal(arn(place), "arn:aws:eks:eu-central-1:111122223333:cluster/main");
        assert.equal(
            arn(placeOf({ region: "cn-north-1", allowedAccountIds: '["999900001111"]' })),
            "arn:aws-cn:eks:cn-north-1:999900001111:cluster/main",
        );
        assert.equal(created("aws:s3/bucket:Bucket", "b", { bucket: "logs" }, place).outputs.arn, "arn:aws:s3:::logs");
    });

    it("merges into nested inputs instead of replacing them", () => {
        const { outputs } = created("aws:eks/cluster:Cluster", "c", { vpcConfig: { subnetIds: ["subnet-1"] } }, place);
        const vpcConfig = outputs.vpcConfig as Record<string, unknown>;
        assert.deepEqual(vpcConfig.subnetIds, ["subnet-1"]);
        assert.match(String(vpcConfig.clusterSecurityGroupId), /^sg-[0-9a-f]{17}$/);
    });

    it("asks for one DNS record per name of a certificate", () => {
        const { outputs } = created(
            "aws:acm/certificate:Certificate",
            "c",
            { domainName: "*.example.com", subjectAlternativeNames: ["*.example.com", "example.com"] },
            place,
        );
        const options = outputs.domainValidationOptions as { domainName: string; resourceRecordName: string }[];
        assert.deepEqual(
            options.map((option) => option.domainName),
            ["*.example.com", "example.com"],
        );
        for (const option of options) assert.match(option.resourceRecordName, /^_[0-9a-f]{32}\.example\.com\.$/);
    });

    it("makes passwords of the asked length and alphabet", () => {
        const result = (inputs: Record<string, unknown>): string =>
            String(created("random:index/randomPassword:RandomPassword", "p", inputs, place).outputs.result);
        assert.match(result({ length: 40, special: false }), /^[A-Za-z0-9]{40}$/);
        assert.match(result({ length: 12, special: false, upper: false, lower: false }), /^\d{12}$/);
    });

    it("writes an access string of ElastiCache as it is read back", () => {
        const read = (accessString: string): unknown =>
            created("aws:elasticache/user:User", "u", { userId: "u", accessString }, place).outputs.accessString;
        assert.equal(read("on ~app:* +@read"), "on ~app:* -@all +@read");
        assert.equal(read("on allkeys allcommands"), "on ~* +@all");
        assert.equal(read("on ~app::* -@all +@read -setbit"), "on ~app::* -@all +@read -setbit");
        assert.equal(read("off ~keys*"), "off ~keys* -@all");
    });

    it("reads back what this program wrote, in every environment: else each preview would want to write it again", async () => {
        const seen = new Set<string>();
        for (const file of [...STACK_FILES, COMPLETE, FOREIGN])
            for (const { type, name, inputs } of (await recordingOf(file, "update")).graph.resources) {
                if (!type.startsWith("aws:") || SHAPES[type] === undefined) continue;
                const { outputs } = created(type, name, inputs, place);
                for (const [key, written] of Object.entries(inputs))
                    if (!isIn(outputs[key], written)) seen.add(`${type} ${key}`);
            }
        assert.deepEqual([...seen], []);
    });

    it("answers for a type that nobody listed", () => {
        const queue = created("aws:sqs/queue:Queue", "jobs", { tags: { a: "b" } }, place);
        assert.match(queue.id, /^queue-[0-9a-f]{17}$/);
        assert.equal(queue.outputs.arn, `arn:aws:sqs:eu-central-1:111122223333:queue/${queue.id}`);
        assert.deepEqual(queue.outputs.tagsAll, { a: "b" });
        assert.equal(
            created("kubernetes:core/v1:ConfigMap", "c", { metadata: { name: "settings", namespace: "apps" } }, place)
                .id,
            "apps/settings",
        );
        assert.match(created("kubernetes:core/v1:Namespace", "apps", {}, place).id, /^apps-[0-9a-f]{7}$/);
        assert.match(created("tls:index/privateKey:PrivateKey", "k", {}, place).id, /^[0-9a-f-]{36}$/);
    });
});
