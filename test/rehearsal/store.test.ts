import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { secretOnTheWire } from "../../plan/values";
import { Store, type CloudObject } from "../../rehearsal/cloud/store";
import { findReal } from "../../rehearsal/account/find";
import { orphansOf } from "../../rehearsal/session/pending";
import { agrees, reveal, sameContent } from "../../rehearsal/engine/wire";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function object(
    id: string,
    inputs: Record<string, unknown> = {},
    outputs: Record<string, unknown> = {},
    type = "aws:kms/key:Key",
): CloudObject {
    return { type, id, name: "key", serial: 1, inputs, outputs };
}

describe("rehearsal: the cloud's memory", () => {
    let directory: string;
    beforeEach(() => {
        directory = fs.mkdtempSync(path.join(os.tmpdir(), "store-"));
    });
    afterEach(() => {
        fs.rmSync(directory, { recursive: true });
    });
    const journal = (): string => path.join(directory, "cloud.jsonl");

    it("has everything on the disk before it answers", async () => {
        const store = Store.open(directory, "own");
        await Promise.all(["a", "b", "c"].map((id) => store.put(object(id))));
        assert.equal(fs.readFileSync(journal(), "utf8").split('"put"').length - 1, 3);
        assert.deepEqual(
            Store.open(directory, "readOnly")
                .live()
                .map(({ id }) => id),
            ["a", "b", "c"],
        );
    });

    it("forgets a last line that a kill cut short, and nothing else", async () => {
        const store = Store.open(directory, "own");
        await store.put(object("a"));
        fs.appendFileSync(journal(), '{"put":{"type":"aws:kms/key:Key","id":"half');
        assert.deepEqual(
            Store.open(directory, "own")
                .live()
                .map(({ id }) => id),
            ["a"],
        );
        assert.ok(fs.readFileSync(journal(), "utf8").endsWith("\n"), "the next line starts on a new line");
    });

    it("remembers what is kept after a delete, and never gives a number twice", async () => {
        const store = Store.open(directory, "own");
        const secret = object("s");
        await store.put(secret);
        const serial = store.nextSerial();
        await store.remove(secret, [
            { type: "secret", key: "name", name: "key", because: "scheduled", blocksName: true },
        ]);
        const again = Store.open(directory, "own");
        assert.deepEqual([again.live(), again.remainders("secret").map(({ key }) => key)], [[], ["name"]]);
        assert.ok(again.nextSerial() > serial);
        assert.deepEqual(
            Store.open(directory, "own")
                .remainders()
                .map(({ key }) => key),
            ["name"],
            "also after it was rewritten",
        );
        await again.remove({ type: "secret", id: "nothing" }, [
            { type: "secret", key: "name", name: "key", because: "deleted at once", blocksName: false },
        ]);
        assert.deepEqual(
            again.remainders().map(({ blocksName }) => blocksName),
            [false],
            "what is said of it later holds",
        );
    });

    it("keeps secrets sealed on the disk, readable for its owner only", async () => {
        const store = Store.open(directory, "own");
        await store.put(object("a", { password: secretOnTheWire("hunter2") }));
        for (const file of fs.readdirSync(directory)) {
            assert.ok(!fs.readFileSync(path.join(directory, file), "utf8").includes("hunter2"), file);
            assert.equal(fs.statSync(path.join(directory, file)).mode & 0o077, 0, file);
        }
        assert.equal(reveal(Store.open(directory, "readOnly").live()[0]?.inputs.password), "hunter2");
    });
});

describe("rehearsal: finding an object whose id nobody wrote down", () => {
    const place = { project: "toy", stack: "dev" };
    const tagged = (id: string, name: string, stack = "dev"): CloudObject =>
        object(id, {}, { tagsAll: { "mindcloud:project": "toy", "mindcloud:stack": stack, "mindcloud:name": name } });
    const wanted = { urn: "urn", type: "aws:kms/key:Key", name: "keys-database", inputs: { tags: {} } };

    it("takes the one with project, stack and name in its tags", () => {
        const objects = [
            tagged("other", "keys-cache"),
            tagged("elsewhere", "keys-database", "prod"),
            tagged("right", "keys-database"),
        ];
        assert.equal(findReal(wanted, objects, place)?.id, "right");
        assert.equal(findReal(wanted, objects.slice(0, 2), place), undefined);
    });

    it("does not look at the name that only the rehearsal remembers", () => {
        assert.equal(findReal({ ...wanted, name: "key" }, [object("a")], place), undefined);
    });

    it("takes what has no tags by its arguments; what a preview cannot know stands for anything", () => {
        const type = "aws:ec2/route:Route";
        const routes = ["10.0.0.0/8", "0.0.0.0/0"].map((destinationCidrBlock) =>
            object(destinationCidrBlock, { routeTableId: "rtb-1", destinationCidrBlock }, {}, type),
        );
        const route = {
            urn: "urn",
            type,
            name: "route",
            inputs: { routeTableId: UNKNOWN, destinationCidrBlock: "0.0.0.0/0" },
        };
        assert.equal(findReal(route, routes, place)?.id, "0.0.0.0/0");
    });

    it("takes a Kubernetes object by namespace and name, whatever its content", () => {
        const type = "kubernetes:core/v1:ConfigMap";
        const map = object("apps/a", { metadata: { namespace: "apps", name: "a" }, data: { old: "1" } }, {}, type);
        const inputs = { metadata: { namespace: "apps", name: "a" }, data: { new: "2" } };
        assert.equal(findReal({ urn: "urn", type, name: "x", inputs }, [map], place)?.id, "apps/a");
    });

    it("counts as lost what exists and is not in the state", () => {
        const store = Store.of(object("known"), object("lost"));
        const state = { resources: [{ urn: "urn", type: "aws:kms/key:Key", custom: true, id: "known" }], pending: [] };
        assert.deepEqual(
            orphansOf(store, state).map(({ id }) => id),
            ["lost"],
        );
    });
});

describe("rehearsal: values of the engine", () => {
    it("are equal whatever the order of keys and whether they are secret", () => {
        assert.ok(sameContent({ a: 1, b: [secretOnTheWire("x")] }, { b: ["x"], a: 1 }));
        assert.ok(!sameContent({ a: [1, 2] }, { a: [2, 1] }));
        assert.ok(sameContent({ a: undefined }, {}));
    });

    it("agree when what is known agrees", () => {
        assert.ok(agrees({ a: UNKNOWN, b: [1] }, { a: "x", b: [1] }));
        assert.ok(agrees({ password: secretOnTheWire("cipher") }, { password: "plain" }));
        assert.ok(!agrees({ a: 1 }, { a: 1, b: 2 }));
        assert.ok(!agrees({ b: [1] }, { b: [1, 2] }));
    });
});
