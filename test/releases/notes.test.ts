import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { notesOf, released, unwritten } from "./notes";

const CHANGELOG = `# Changelog

## [Unreleased]

### Upgrade notes

- \`replace StatefulSet simple-cli-*-brain\`: away for a minute.
- \`stores.redis.node\`: is now \`stores.redis.cache.node\`.

### Fixed

- \`delete Bucket x\` is no note.

## [0.1.0] - 2026-11-29

### Upgrade notes

- \`delete Bucket cold\`: of another release.
`;

describe("upgrade notes", () => {
    it("are the lines under Unreleased that begin with steps or keys", () => {
        assert.deepEqual(notesOf(CHANGELOG), {
            steps: ["replace StatefulSet simple-cli-*-brain"],
            keys: ["stores.redis.node"],
        });
        assert.deepEqual(notesOf("# Changelog\n\n## [Unreleased]\n"), { steps: [], keys: [] });
    });

    it("must name what the next preview does that loses data or is noticed, and nothing that it does not", () => {
        const notes = notesOf(CHANGELOG);
        assert.deepEqual(unwritten(["replace StatefulSet simple-cli-acme-brain"], notes), []);
        const found = unwritten(
            ["replace StatefulSet simple-cli-acme-agent", "delete Instance stores-postgres"],
            notes,
        );
        assert.deepEqual(
            found.map((finding) => finding.replace(/: CHANGELOG.*/, "")),
            [
                "replace StatefulSet simple-cli-acme-agent",
                "delete Instance stores-postgres",
                "replace StatefulSet simple-cli-*-brain",
            ],
        );
    });

    it("go with their release, and a new part begins", () => {
        const after = released(CHANGELOG, "0.2.0", "2026-12-24");
        assert.match(after, /^# Changelog\n\n## \[Unreleased\]\n\n## \[0\.2\.0\] - 2026-12-24\n\n### Upgrade notes/);
        assert.deepEqual(notesOf(after), { steps: [], keys: [] });
        assert.equal(released(after, "0.2.0", "2026-12-25"), after);
        assert.throws(() => released("# Changelog\n", "0.2.0", "2026-12-24"), /has no ## \[Unreleased\]/);
    });

    it("stand in a changelog whose newest release is the version of package.json", () => {
        const root = path.join(__dirname, "../..");
        const [, newest] = /^## \[(\d[^\]]*)\]/m.exec(fs.readFileSync(path.join(root, "CHANGELOG.md"), "utf8")) ?? [];
        const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
        assert.equal(newest, version);
    });
});
