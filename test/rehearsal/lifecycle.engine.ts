import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as aws from "@pulumi/aws";
import * as random from "@pulumi/random";
import * as pulumi from "@pulumi/pulumi";
import { deploy, TOY } from "../fixtures/toy/program";
import type { Rehearsed } from "../../rehearsal/session/rehearsed";
import { mindcloud } from "../../rehearsal/session/mindcloud";
import { Bench, onAws, type Program } from "./support/bench";

const ROOT = path.join(__dirname, "..", "..");

describe("an environment on the embedded cloud", () => {
    let bench: Bench;
    beforeEach(() => {
        bench = new Bench();
    });
    afterEach(() => {
        bench.remove();
    });

    const toy: Program = () => deploy(TOY);
    const kept: Program = (data) => deploy({ ...TOY, data: data ?? "keep" });

    it("comes up, has no changes the second time, goes down to nothing, and comes up again", async () => {
        const first = await bench.run("up", toy);
        assert.equal(first.status, 0, first.text);
        assert.match(first.text, /27 created in .* s/);
        assert.match(first.text, /endpoint {2}toy-dev\..*\.eu-central-1\.rds\.amazonaws\.com:5432/);
        assert.match(first.text, /password {2}\[secret\]/);

        const second = await bench.run("up", toy);
        assert.match(second.text, /dev is up to date: 27 resources, no changes/);

        const down = await bench.run("down", toy);
        assert.equal(down.status, 0, down.text);
        assert.match(down.text, /AWS keeps {2}key \(kms Key\) .*: pending deletion for 7 days/);
        assert.match(down.text, /nothing in the state, nothing in the cloud/);
        assert.deepEqual([bench.state().resources, bench.cloud().live()], [[], []]);

        const again = await bench.run("up", toy);
        assert.equal(again.status, 0, again.text);
    });

    it("goes down although data: keep protects it, by the way that one would go on AWS", async () => {
        assert.equal((await bench.run("up", kept)).status, 0);
        assert.ok(bench.state().resources.some((resource) => resource.protect === true));
        const down = await bench.run("down", kept);
        assert.equal(down.status, 0, down.text);
        assert.match(down.text, /data: keep protects dev.*first deployed as data: disposable/);
        assert.equal((await bench.run("up", kept)).status, 0, "no name is reserved");
    });

    it("makes a second object when it is asked a second time", async () => {
        const twice = onAws((opts) => {
            new aws.kms.Key("key", { description: "same" }, opts);
            new aws.kms.Key("other", { description: "same" }, opts);
        });
        await bench.run("up", twice);
        assert.equal(
            new Set(
                bench
                    .cloud()
                    .live("aws:kms/key:Key")
                    .map((key) => key.id),
            ).size,
            2,
        );
    });

    it("changes in place what AWS can change, replaces what it cannot, and sees tags of the provider", async () => {
        const bucket =
            (name: string, team: string): Program =>
            () => {
                const provider = new aws.Provider("aws", { region: "eu-central-1", defaultTags: { tags: { team } } });
                new aws.s3.Bucket("cold", { bucket: name, tags: { "mindcloud:name": "cold" } }, { provider });
            };
        await bench.run("up", bucket("one", "a"));
        assert.deepEqual(bench.cloud().live()[0]?.outputs.tagsAll, { team: "a", "mindcloud:name": "cold" });
        assert.match((await bench.run("up", bucket("one", "b"))).text, /updated/);
        assert.deepEqual(bench.cloud().live()[0]?.outputs.tagsAll, { team: "b", "mindcloud:name": "cold" });
        assert.match((await bench.run("up", bucket("two", "b"))).text, /replaced/);
        assert.deepEqual(
            bench
                .cloud()
                .live()
                .map((object) => object.id),
            ["two"],
        );
    });

    it("writes no secret to any file", async () => {
        const seen: string[] = [];
        const program = onAws((opts) => {
            const password = new random.RandomPassword("password", { length: 32, special: false });
            password.result.apply((value) => seen.push(value));
            const secret = new aws.secretsmanager.Secret("secret", { name: "toy", recoveryWindowInDays: 0 }, opts);
            new aws.secretsmanager.SecretVersion(
                "value",
                { secretId: secret.id, secretString: pulumi.interpolate`user:${password.result}` },
                opts,
            );
            return { password: password.result };
        });
        const { text } = await bench.run("up", program);
        const [password = ""] = seen;
        assert.equal(password.length, 32);
        assert.ok(!text.includes(password));
        assert.deepEqual(filesWith(bench.root, password), []);
        assert.deepEqual(filesWith(bench.root, "toy-dev-marker-that-no-file-has"), []);
        assert.notDeepEqual(filesWith(bench.root, "secretsmanager"), [], "the search itself finds things");
    });
});

describe("a development and a production stack on the embedded cloud", () => {
    it("dev comes up and has no changes the second time", async () => {
        const bench = new Bench("dev").writingOnce();
        await upTwice(bench, committed("dev"));
        bench.remove();
    });

    it("prod comes up, has no changes the second time, goes down to nothing, and no stack file changes", async () => {
        const bench = new Bench("prod").writingOnce();
        const before = stackFiles();
        await upTwice(bench, committed("prod"));
        const down = await bench.rehearse("down", committed("prod"));
        assert.equal(down.status, 0, down.text);
        assert.deepEqual([bench.state("mindcloud").resources, bench.cloud().live()], [[], []]);
        assert.deepEqual(stackFiles(), before);
        bench.remove();
    });
});

function committed(stack: string): Rehearsed {
    const rehearsed = mindcloud(path.join(ROOT, "test", "stacks"))(stack);
    assert.ok(!("problems" in rehearsed), "the stack file is valid");
    return rehearsed;
}

async function upTwice(bench: Bench, rehearsed: Rehearsed): Promise<void> {
    const first = await bench.rehearse("up", rehearsed, "--minute", "90");
    assert.equal(first.status, 0, first.text);
    const second = await bench.rehearse("up", rehearsed);
    assert.match(second.text, /is up to date: \d+ resources, no changes/);
}

function stackFiles(): readonly string[] {
    const files = fs.readdirSync(ROOT).filter((file) => /^Pulumi.*\.yaml$/.test(file));
    assert.ok(files.length >= 3);
    return files.map((file) => fs.readFileSync(path.join(ROOT, file), "utf8"));
}

function filesWith(directory: string, text: string): string[] {
    return fs.readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
        const file = path.join(directory, entry.name);
        if (entry.isDirectory()) return filesWith(file, text);
        return fs.readFileSync(file, "utf8").includes(text) ? [file] : [];
    });
}
