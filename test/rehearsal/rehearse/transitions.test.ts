import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { CloudObject } from "../../../rehearsal/cloud/store";
import type { Live } from "../../../rehearsal/kubernetes/real/api";
import { main } from "../../../rehearsal/rehearse/main";
import {
    chainsOf,
    changesOf,
    chosen,
    everyKey,
    givenOf,
    isChanged,
    settingsOf,
    shuffled,
    starts,
} from "../../../rehearsal/rehearse/transitions/generate";
import { pairsOf } from "../../../rehearsal/rehearse/transitions/together";
import { COPIES, goneOnlyEmpty, lostSilently, marksOf } from "../../../rehearsal/rehearse/transitions/marks";

const ROOT = path.join(__dirname, "../../..");
const BUCKET = "aws:s3/bucket:Bucket";
const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";

const bucket = (serial: number): CloudObject => ({
    ...{ type: BUCKET, id: "cold", name: "cold", serial, inputs: {}, outputs: {} },
});
const claim = (name: string, volumeName: string, going = false): Live => ({
    metadata: { namespace: "acme", name, ...(going && { deletionTimestamp: "2026-11-29T00:00:00Z" }) },
    spec: { volumeName },
});
const disk = (name: string, uid: string): Live => ({
    metadata: { name, uid },
    spec: { csi: { driver: "ebs.csi.aws.com" } },
});
const files = (name: string, uid: string): Live => ({
    metadata: { name, uid },
    spec: { csi: { driver: "efs.csi.aws.com", volumeHandle: "fs-1::fsap-1" } },
});
const kubernetes = (claims: readonly Live[], volumes: readonly Live[], jobs: readonly Live[] = []) =>
    marksOf({ objects: [], live: { claims, volumes, jobs } });

describe("the oracle about data", () => {
    const none = new Set<string>();

    it("finds what is still the same thing, whatever changed about it", () => {
        const { marks } = marksOf({ objects: [bucket(1)] });
        assert.deepEqual(lostSilently(marks, marksOf({ objects: [{ ...bucket(1), inputs: { tags: {} } }] }), none), []);
    });

    it("takes a second one of the same name for another, and what was announced for known", () => {
        const { marks } = marksOf({ objects: [bucket(1)] });
        const after = marksOf({ objects: [bucket(2)] });
        assert.match(lostSilently(marks, after, none).join(), /^aws:s3\/bucket:Bucket cold: what it held is gone/);
        assert.deepEqual(lostSilently(marks, after, new Set([`${BUCKET} cold`])), []);
    });

    it("takes a bucket for safe that AWS deletes only when it is empty, and no other", () => {
        const emptied = { ...bucket(2), id: "emptied", inputs: { forceDestroy: true } };
        assert.deepEqual(goneOnlyEmpty([bucket(1), emptied, { ...bucket(3), type: CLAIM }]), [`${BUCKET} cold`]);
    });

    it("knows a claim by the disk behind it, and a directory by its access point", () => {
        const { marks } = kubernetes([claim("a", "v")], [disk("v", "1")]);
        assert.deepEqual(lostSilently(marks, kubernetes([claim("b", "v")], [disk("v", "1")]), none), []);
        assert.equal(lostSilently(marks, kubernetes([claim("a", "w")], [disk("w", "2")]), none).length, 1);
        const shared = kubernetes([claim("a", "v")], [files("v", "1")]).marks;
        assert.deepEqual(lostSilently(shared, kubernetes([claim("a", "w")], [files("w", "2")]), none), []);
    });

    it("does not find what is going, though its claim still says Bound", () => {
        const { marks } = kubernetes([claim("a", "v")], [disk("v", "1")]);
        const [finding = ""] = lostSilently(marks, kubernetes([claim("a", "v", true)], [disk("v", "1")]), none);
        assert.match(finding, new RegExp(`^${CLAIM} acme/a`));
    });

    it("follows a Job that copied one claim into another, once it has succeeded", () => {
        const claims = [claim("old", "v"), claim("new", "w")];
        const volumes = [disk("v", "1"), disk("w", "2")];
        const job = (succeeded: number): Live => ({
            metadata: { namespace: "acme", name: "move", annotations: { [COPIES]: "old=new" } },
            status: { succeeded },
        });
        const copied = (succeeded: number) => kubernetes(claims, volumes, [job(succeeded)]).copied;
        assert.deepEqual([...copied(1)], [["1", "2"]]);
        assert.deepEqual([...copied(0)], []);
        const { marks } = kubernetes([claim("old", "v")], volumes);
        const after = { marks: kubernetes([claim("new", "w")], volumes).marks, copied: copied(1) };
        assert.deepEqual(lostSilently(marks, after, none), []);
        assert.equal(lostSilently(marks, { ...after, copied: copied(0) }, none).length, 1);
    });
});

describe("generated transitions", () => {
    const text = fs.readFileSync(path.join(ROOT, "test/environments/simple-cli.yaml"), "utf8");

    it("begin with files that are valid", () => {
        const invalid = starts(ROOT).filter((file) => settingsOf(fs.readFileSync(file, "utf8")) === undefined);
        assert.deepEqual(invalid, []);
    });

    it("are the same for the same seed, others for another, and the parts are the whole", () => {
        const keys = (seed: number, part?: readonly [number, number]): readonly string[] =>
            chosen(text, seed, part).map(({ path: words }) => words.join("."));
        assert.deepEqual(keys(1), keys(1));
        assert.notDeepEqual(keys(1), keys(2));
        assert.deepEqual([1, 2, 3].flatMap((part) => keys(7, [part, 3])).sort(), [...keys(7)].sort());
        assert.equal(new Set(keys(7)).size, keys(7).length);
    });

    it("try every key of some files once, where least is said besides, in parts that are the whole", () => {
        const files = ["runs-today-agency", "simple-cli"].map((name) =>
            path.join(ROOT, "test/environments", `${name}.yaml`),
        );
        const placed = everyKey(files, 1);
        const parts = [1, 2, 3].map((part) => [...chainsOf(placed, [part, 3])]);
        const all = parts.flat().flatMap(([file, changes]) => changes.map((change) => ({ file, change })));
        assert.deepEqual(all, placed);
        const keys = placed.map(({ file, change }) => `${path.basename(file, ".yaml")} ${change.key}`);
        const of = (key: string): readonly string[] => keys.filter((each) => each.endsWith(` ${key}`));
        assert.deepEqual(of("profile"), ["runs-today-agency profile"]);
        assert.deepEqual(of("systems.simpleCli.agents.min"), ["simple-cli systems.simpleCli.agents.min"]);
        // One company stands for all, and what changes nothing there is tried elsewhere.
        const states = keys.filter((each) => /companies\.\w+\.state$/.test(each));
        assert.equal(states.length, 1, states.join());
        assert.deepEqual(of("systems.simpleCli.companies.acme.agents.max"), []);
    });

    it("touch no setting of a system that is off: nothing would change", () => {
        const off = chosen(text, 1).filter(({ path: [first, system] }) => first === "systems" && system === "akosha");
        assert.deepEqual(
            off.map(({ path: words }) => words.join(".")),
            ["systems.akosha.enabled"],
        );
    });

    it("change what the file says to something valid", () => {
        const leaves = shuffled(chosen(text, 1), 3).slice(0, 20);
        const changes = changesOf(text, leaves);
        assert.ok(changes.length > 4, "hardly a key can be changed");
        for (const change of changes) {
            const there = isChanged(text, change);
            assert.notDeepEqual(settingsOf(there), settingsOf(text), change.key);
        }
    });

    it("are those that changes.yaml says, where the file has what they are about", () => {
        const keys = givenOf(text).map(({ key }) => key);
        assert.ok(keys.includes("cluster.access") && keys.includes("systems.simpleCli.mcpServers"), keys.join());
        assert.deepEqual(
            keys.filter((key) => key.startsWith("systems.akosha.")),
            [],
        );
        const [nodes] = givenOf(text, ["nodeGroups.general.kubernetes"]);
        assert.deepEqual(nodes?.first, { "cluster.kubernetes": "1.36" });
    });
});

describe("two keys at once", () => {
    const change = (key: string) => ({ key, from: 1, to: 2 });
    const [node, version, size] = [change("node"), change("version"), change("size")];
    const pairs = (touched: readonly (readonly [ReturnType<typeof change>, readonly string[]])[]) =>
        pairsOf(new Map(touched.map(([key, urns]) => [key, new Set(urns)]))).map((pair) => pair.map(({ key }) => key));

    it("are two that change one resource, and none that do not", () => {
        const touched = [
            [node, ["valkey", "dashboard"]],
            [size, ["volume"]],
            [version, ["valkey"]],
        ] as const;
        assert.deepEqual(pairs(touched), [["node", "version"]]);
    });

    it("are those with the rarest resource first, and each key but once", () => {
        const touched = [
            [size, ["dashboard", "volume"]],
            [node, ["dashboard", "valkey"]],
            [version, ["dashboard", "valkey"]],
        ] as const;
        assert.deepEqual(pairs(touched), [["node", "version"]]);
        assert.deepEqual(pairs([...touched, [change("zones"), ["dashboard"]]]), [
            ["node", "version"],
            ["size", "zones"],
        ]);
    });
});

describe("make rehearse ONLY=transitions", () => {
    for (const [what, argv, says] of [
        ["one file alone", ["--only", "transitions", "--from", "package.json"], /belong together/],
        ["a file that is not there", ["--only", "transitions", "--from", "a", "--to", "b"], /a: there is no such/],
        ["files for another rehearsal", ["--only", "change", "--seed", "1"], /are of --only transitions/],
        ["another commit for another rehearsal", ["--only", "change", "--base", "HEAD"], /are of --only transitions/],
        [
            "another commit for the half of pods alone, which does nothing with it",
            ["--only", "transitions-of-pods", "--base", "HEAD"],
            /are of --only transitions/,
        ],
        [
            "stack files that are nowhere",
            ["--only", "change", "--stack-files", "no-such"],
            /no-such: there is no such folder/,
        ],
        ["a part of nothing", ["--only", "transitions", "--part", "3/2"], /must be such as 2\/7/],
    ] as const)
        it(`refuses ${what} with status 2`, async () => {
            let text = "";
            const sink = { write: (part: string) => (text += part) };
            const perform = () => Promise.reject(new Error("was started"));
            assert.equal(await main(argv, { checkout: ROOT, output: sink, errors: sink, perform }), 2);
            assert.match(text, says);
        });
});
