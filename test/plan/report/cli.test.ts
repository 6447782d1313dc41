import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { started, startedTogether } from "../../support/command";
import { assertPage } from "./checks";

const SMALL = path.join(__dirname, "../small.yaml");

/** Without credentials, home or network settings: a page needs none of them. */
const NOTHING = {
    PATH: process.env.PATH ?? "",
    HOME: path.join(os.tmpdir(), "nobody"),
    AWS_EC2_METADATA_DISABLED: "true",
};
const report = (...words: readonly string[]) => ({ words: ["plan/report/cli.ts", ...words] });

describe("npm run report", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-report-"));
    const file = path.join(folder, "deep", "small.html");
    const written = started(report("--stack-file", SMALL, "--out", file).words, NOTHING);
    const [noName, absent, noCommit] = startedTogether(
        [
            report("--stack", "a/b", "--stack-file", SMALL),
            report("--stack", "nowhere"),
            report("--stack-file", SMALL, "--base", "no-such-commit"),
        ],
        NOTHING,
    );

    after(() => {
        fs.rmSync(folder, { recursive: true });
    });

    it("writes the page of a stack file, and says where", async () => {
        const { status, stdout, stderr } = await written();
        assert.ok(status === 0 || status === 1, stderr);
        assert.equal(stdout, `wrote ${file}\n`);
        assertPage(fs.readFileSync(file, "utf8"));
    });

    it("ends with status 2 and no stack trace where the command line, the file or BASE is wrong", async () => {
        for (const [run, words] of [
            [noName, /a\/b is not a stack name/],
            [absent, /Pulumi\.nowhere\.yaml/],
            [noCommit, /no-such-commit/],
        ] as const) {
            const { status, stdout, stderr } = (await run?.()) ?? assert.fail();
            assert.equal(status, 2, stderr);
            assert.equal(stdout, "");
            assert.match(stderr, words);
            assert.doesNotMatch(stderr, /^\s+at /m);
        }
    });
});
