import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { Graph, type RecordedResource } from "../../../plan/graph";
import { Secret } from "../../../plan/values";
import { differenceOf } from "../../../plan/diff/difference";
import { optionsFrom } from "../../../plan/diff/options";
import { exitStatusOf, read, type Reading } from "../../../plan/diff/reading";
import { documentOf, jsonOf } from "../../../plan/diff/report/json";
import { markdownOf, MOST } from "../../../plan/diff/report/markdown";
import { reportOf } from "../../../plan/diff/report/sections";
import { textOf } from "../../../plan/diff/report/text";
import { changedGraph, COMPLETE, only } from "../../support/recordings";
import { readOf, resource, TODAY } from "./fixture";

const SCHEMA = path.join(__dirname, "../../../plan/diff/report/difference.schema.json");
const isDocument = new Ajv({ strict: false }).compile(JSON.parse(fs.readFileSync(SCHEMA, "utf8")) as object);

const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
const INSTANCE = "aws:rds/instance:Instance";
const GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** What every output of a reading is. */
const outputs = (reading: Reading): readonly string[] => [
    textOf(reportOf(reading)),
    markdownOf([reportOf(reading)]),
    jsonOf(reading),
];

const database = (more: object, options: Partial<RecordedResource> = {}): RecordedResource =>
    resource(INSTANCE, "database", {
        inputs: {
            identifier: "db",
            multiAz: true,
            applyImmediately: false,
            maintenanceWindow: "sun:06:00-sun:07:00",
            skipFinalSnapshot: false,
            ...more,
        },
        ...options,
    });

describe("diff: what a change means", () => {
    const text = (olds: readonly RecordedResource[], news: readonly RecordedResource[]): string =>
        textOf(reportOf(readOf(olds, news)));

    it("is nothing for nothing, in one line", () => {
        const [same] = [database({})];
        assert.equal(readOf([same], [same]).verdict, "none");
        assert.match(text([same], [same]), /^dev: no difference \(.*\)\n$/);
    });

    it("of a database's class waits for the window, and says for how long connections break", () => {
        const reading = readOf(
            [database({ instanceClass: "db.m7g.large" })],
            [database({ instanceClass: "db.m7g.xlarge" })],
        );
        assert.equal(reading.verdict, "interrupts");
        assert.equal(exitStatusOf(reading), 0);
        assert.deepEqual(
            reading.changes.map(({ when }) => when),
            ["window"],
        );
        assert.match(
            textOf(reportOf(reading)),
            /a failover: .*in the maintenance window \(sun:06:00-sun:07:00 UTC\), not by up/,
        );
    });

    it("of a control plane's zones is refused, with the key that keeps them", () => {
        const cluster = (...subnetIds: string[]): RecordedResource =>
            resource("aws:eks/cluster:Cluster", "cluster", { inputs: { vpcConfig: { subnetIds } } });
        const [before, after] = [cluster("subnet-a", "subnet-b", "subnet-c"), cluster("subnet-a", "subnet-b")];
        const [change] = readOf([before], [after]).changes;
        assert.match(change?.refusal ?? "", /keeps the zones .* Instead: cluster\.controlPlaneZones: 3,/);
        assert.deepEqual(readOf([after], [after]).changes, []);
    });

    it("of a protected store is refused, and says when, how instead, and what is lost", () => {
        const reading = readOf([database({}, { protect: true })], []);
        assert.equal(reading.verdict, "refused");
        assert.equal(exitStatusOf(reading), 1);
        const [change] = reading.changes;
        assert.match(change?.refusal ?? "", /protected: up deletes last/);
        assert.match(change?.dataAtRisk?.from ?? "", /final snapshot/);
        assert.match(textOf(reportOf(reading)), /pulumi state unprotect 'urn:pulumi:dev::toy::aws:rds/);
    });

    it("of a restore says from what, and what becomes of the old one", () => {
        const restored = (more: object): RecordedResource =>
            resource(INSTANCE, "database-1a2b3c", { inputs: { identifier: "db-1a2b3c", ...more } });
        const source = { sourceDbInstanceIdentifier: "db", restoreTime: "2026-11-29T11:55:00Z" };
        const both = [database({}), restored({ restoreToPointInTime: source })];
        const reading = readOf([database({})], both);
        assert.match(
            textOf(reportOf(reading)),
            /restored +db-1a2b3c is made from db as it was at 2026-11-29T11:55:00Z, and clients are pointed at it; .*stays beside it/,
        );
        assert.doesNotMatch(textOf(reportOf(reading)), /data at risk/);
        const snapshot = restored({ snapshotIdentifier: "s" });
        assert.match(textOf(reportOf(readOf([database({})], [database({}), snapshot]))), /made from snapshot s,/);
        const [held, letGo] = [database({ deletionProtection: true }), database({ deletionProtection: false })];
        assert.match(
            textOf(reportOf(readOf([held], [letGo]))),
            /no longer protected +1 no longer protected against deletion: db/,
        );
    });

    it("of a kept volume is told with what stays, and until when copies do", () => {
        const storage = (reclaimPolicy: string): RecordedResource =>
            resource("kubernetes:storage.k8s.io/v1:StorageClass", "class", {
                inputs: { metadata: { name: "gp3" }, reclaimPolicy },
            });
        const claim = resource(CLAIM, "claim", {
            inputs: { metadata: { name: "data", namespace: "a" }, spec: { storageClassName: "gp3" } },
        });
        const plan = resource("aws:backup/plan:Plan", "plan", {
            inputs: { rules: [{ lifecycle: { deleteAfter: 35 } }] },
        });
        const from = (reclaimPolicy: string): unknown =>
            readOf([storage(reclaimPolicy), claim, plan], [storage(reclaimPolicy), plan]).changes[0]?.dataAtRisk;
        assert.deepEqual(from("Retain"), {
            what: "the volume of a/data",
            from: "the volume itself, which stays without an owner",
            until: "somebody deletes it",
        });
        assert.deepEqual(from("Delete"), {
            what: "the volume of a/data",
            from: "the recovery points of AWS Backup",
            until: "2027-01-03",
        });
    });

    it("of a shorter retention is data that is lost, of a longer one nothing", () => {
        const group = (retentionInDays: number): RecordedResource =>
            resource(GROUP, "log", { inputs: { name: "/log", retentionInDays } });
        assert.equal(readOf([group(365)], [group(30)]).verdict, "losesData");
        assert.equal(readOf([group(30)], [group(365)]).verdict, "quiet");
    });

    it("of a volume is refused downwards", () => {
        const claim = (storage: string): RecordedResource =>
            resource(CLAIM, "claim", {
                inputs: { metadata: { name: "data" }, spec: { resources: { requests: { storage } } } },
            });
        assert.match(readOf([claim("500Gi")], [claim("100Gi")]).changes[0]?.refusal ?? "", /shrinks no volume/);
        assert.equal(readOf([claim("500Gi")], [claim("1Ti")]).changes[0]?.refusal, undefined);
    });

    it("of a policy is who gains what, as a set: another order of it is nobody's gain", () => {
        const policy = (...actions: readonly string[]): RecordedResource =>
            resource("aws:iam/rolePolicy:RolePolicy", "policy", {
                inputs: {
                    role: "loki",
                    policy: JSON.stringify({
                        Statement: [{ Effect: "Allow", Action: actions, Resource: "arn:aws:s3:::logs/*" }],
                    }),
                },
            });
        const { access } = readOf(
            [policy("s3:GetObject", "s3:PutObject")],
            [policy("s3:PutObject", "s3:GetObject", "s3:PutBucketPolicy")],
        );
        assert.deepEqual(access, {
            gained: [{ kind: "IAM", who: "loki", may: "s3:PutBucketPolicy on arn:aws:s3:::logs/*" }],
            lost: [],
        });
        assert.deepEqual(readOf([policy("a:B", "a:C")], [policy("a:C", "a:B")]).access, { gained: [], lost: [] });
    });
});

describe("diff: the report", () => {
    it("holds no secret in any format, old or new", () => {
        const map = (secret: string): RecordedResource =>
            resource("kubernetes:core/v1:Secret", "secret", {
                inputs: {
                    metadata: { name: "s" },
                    stringData: { key: new Secret(secret) },
                    data: new Secret({ deep: secret }),
                },
            });
        for (const output of outputs(readOf([map("canary-old")], [map("canary-new")])))
            assert.doesNotMatch(output, /canary/);
    });

    it("is what its schema says, for scripts", () => {
        const document = documentOf(
            readOf([database({ instanceClass: "a" }, { protect: true })], [resource(GROUP, "log")]),
        );
        assert.ok(isDocument(document), JSON.stringify(isDocument.errors));
        assert.ok(!isDocument({ ...(document as object), verdict: "fine" }));
    });

    it("fits into a comment with all stacks, and keeps each summary whole", () => {
        const many = Array.from({ length: 900 }, (_, index) =>
            resource(GROUP, `log-${String(index)}`, { inputs: { name: "x".repeat(200) } }),
        );
        const report = reportOf(readOf(many, []));
        const comment = markdownOf([report, report, report]);
        assert.ok(comment.length < MOST, String(comment.length));
        assert.equal(comment.match(/^## dev: /gm)?.length, 3);
        assert.equal(comment.match(/^- \*\*changes\*\* delete 900/gm)?.length, 3);
        assert.match(comment, /more lines; the whole difference/);
    });

    it("lets no foreign text become a mention, a link or a tag", () => {
        const evil = resource(GROUP, "<img src=x> @everyone [a](http://b)", { inputs: { name: "~~~\n<script>" } });
        const comment = markdownOf([reportOf(readOf([evil], []))]);
        const summary = comment.slice(0, comment.indexOf("<details>"));
        assert.doesNotMatch(summary, /<img|@everyone|(?<!\\)\]\(http/);
        assert.equal(comment.match(/^~~~/gm)?.length, 2 * (comment.match(/<details>/g)?.length ?? 0));
    });

    it("names every wrong word of a command line", () => {
        const wrong = optionsFrom(["--stack", "a/b", "--base", "d", "--preview", "e", "--format", "pdf"], "/");
        assert.equal(typeof wrong === "object" && "problems" in wrong ? wrong.problems.length : 0, 3);
        assert.equal(optionsFrom(["--help"], "/"), "help");
    });
});

describe("diff: of the environment with everything", () => {
    const side = (resources: readonly RecordedResource[]) => ({
        graph: new Graph(resources),
        secrets: {},
        encrypted: new Map<string, string>(),
    });
    const between = (olds: readonly RecordedResource[], news: readonly RecordedResource[]) =>
        differenceOf("complete", side(olds), side(news), { source: "a test" });
    let all: readonly RecordedResource[] = [];
    before(async () => {
        all = (await changedGraph(COMPLETE, only("akosha"))).resources;
    });

    /** Removes some, and says something else of others. */
    const edits = fc.array(
        fc.record({
            at: fc.nat(),
            edit: fc.constantFrom("remove", "tag", "name", "drop", "number"),
        }),
        { minLength: 1, maxLength: 4 },
    );
    type Edits = readonly { readonly at: number; readonly edit: string }[];

    function applied(list: Edits): RecordedResource[] {
        const resources = [...all];
        for (const { at, edit } of list) {
            const index = at % resources.length;
            const found = resources[index];
            if (found === undefined || !found.custom || found.type.startsWith("pulumi:")) continue;
            const [key = "none"] = Object.keys(found.inputs);
            const { [key]: _, ...rest } = found.inputs;
            const inputs = {
                remove: undefined,
                tag: { ...found.inputs, tags: { other: "tag" } },
                name: { ...found.inputs, name: "another" },
                drop: rest,
                number: { ...found.inputs, number: 42 },
            }[edit];
            if (inputs === undefined) resources.splice(index, 1);
            else resources[index] = { ...found, inputs };
        }
        return resources;
    }

    it("with itself is empty", () => {
        const difference = between(all, all);
        assert.deepEqual([difference.changes, difference.ignored, difference.renames], [[], [], []]);
        assert.equal(read(difference, TODAY).verdict, "none");
    });

    it("never crashes, never tells nothing of what differs, and is the other way round what it is this way", () => {
        fc.assert(
            fc.property(edits, (list) => {
                const edited = applied(list);
                const [there, back] = [between(all, edited), between(edited, all)];
                const reading = read(there, TODAY);
                const differs = JSON.stringify(edited) !== JSON.stringify(all);
                assert.equal(reading.verdict !== "none", differs);
                assert.ok(isDocument(documentOf(reading)), JSON.stringify(isDocument.errors));
                for (const output of outputs(reading)) assert.ok(output.length > 0);
                const of = (operation: string, { changes }: typeof there): readonly string[] =>
                    changes
                        .filter((change) => change.operation === operation)
                        .map(({ urn }) => urn)
                        .sort();
                assert.deepEqual(of("create", there), of("delete", back));
                assert.deepEqual(of("delete", there), of("create", back));
            }),
            { numRuns: 12 },
        );
    });
});
