import assert from "node:assert/strict";
import { asOf } from "../../rehearsal/restore-bucket/as-of";
import { restore } from "../../rehearsal/restore-bucket/restore";
import { Buckets } from "../../rehearsal/restore-bucket/s3";

const AT = "2026-11-29T11:55:00Z";
const [BEFORE, AFTER] = ["2026-11-29T11:00:00+00:00", "2026-11-29T12:00:00+00:00"];

describe("restore-bucket", () => {
    function filled(): Buckets {
        const s3 = new Buckets((name) => ["old", "new"].includes(name));
        s3.put("old", "a/kept", "kept", BEFORE);
        s3.put("old", "a/written over", "first", BEFORE);
        s3.put("old", "a/written over", "second", AFTER);
        s3.put("old", "a/deleted", "deleted", BEFORE);
        s3.put("old", "a/deleted", undefined, AFTER);
        s3.put("old", "b/gone before", "gone", BEFORE);
        s3.put("old", "b/gone before", undefined, "2026-11-29T11:30:00+00:00");
        s3.put("old", "b/new", "new", AFTER);
        return s3;
    }
    async function run(s3: Buckets, prefix = "", aws = s3.aws) {
        const said: string[] = [];
        const status = await restore({
            ...{ from: "old", to: "new", at: AT, prefix, aws },
            say: (line) => said.push(line),
        });
        return { status, said };
    }

    it("brings every object as it was: what was written over or deleted since comes back, what came since does not", async () => {
        const s3 = filled();
        const { status, said } = await run(s3);
        assert.equal(status, 0, said.join("\n"));
        assert.deepEqual(
            s3.keys("new").map((key) => [key, s3.get("new", key)]),
            [
                ["a/deleted", "deleted"],
                ["a/kept", "kept"],
                ["a/written over", "first"],
            ],
        );
        assert.equal(s3.get("old", "a/written over"), "second", "nothing is changed where it came from");
    });

    it("goes on where it stopped, says what it could not copy, and keeps to a prefix", async () => {
        const s3 = filled();
        const refusing: typeof s3.aws = (...args) =>
            args.includes("a/kept") && args[0] === "copy-object"
                ? Promise.reject(new Error("SlowDown"))
                : s3.aws(...args);
        const first = await run(s3, "a/", refusing);
        assert.equal(first.status, 1);
        assert.ok(first.said.includes("a/kept  SlowDown"), first.said.join("\n"));
        assert.deepEqual(s3.keys("new"), ["a/deleted", "a/written over"]);
        const second = await run(s3, "a/");
        assert.deepEqual(second, {
            status: 0,
            said: [`3 objects of old at ${AT}, 1 of them not yet in new`, "copied 1, not copied 0"],
        });
        assert.deepEqual((await run(filled(), "c/")).said[0], `0 objects of old at ${AT}, 0 of them not yet in new`);
    });

    it("copies nothing that S3 copies in parts only, and says how", async () => {
        const large = { Key: "large", VersionId: "v", LastModified: BEFORE, Size: 6 * 1024 ** 3 };
        const { status, said } = await run(filled(), "", (command) =>
            Promise.resolve(command === "list-object-versions" ? { Versions: [large] } : {}),
        );
        assert.equal(status, 1);
        assert.match(said[1] ?? "", /^large {2}is above 5 GiB \| aws s3api get-object/);
    });

    it("takes the later of two in one second, which S3 lists first", () => {
        const same = (VersionId: string) => ({ Key: "k", VersionId, LastModified: BEFORE, Size: 1 });
        assert.deepEqual(
            asOf({ Versions: [same("later"), same("earlier")] }, AT).map(({ VersionId }) => VersionId),
            ["later"],
        );
    });
});
