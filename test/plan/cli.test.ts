import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { started, startedTogether } from "../support/command";

const SMALL = path.join(__dirname, "small.yaml");

/** Without credentials, home or network settings: a plan needs none of them. */
const NOTHING = {
    PATH: process.env.PATH ?? "",
    HOME: path.join(os.tmpdir(), "nobody"),
    AWS_EC2_METADATA_DISABLED: "true",
};
const plan = (...words: readonly string[]) => ({ words: ["plan/cli.ts", ...words] });

describe("npm run plan", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-"));
    const picture = path.join(folder, "deep", "small.svg");

    const printed = started(plan("--stack-file", SMALL, "--format", "json").words, NOTHING);
    const [drawn, misspelt, absent] = startedTogether(
        [plan("graph", "--stack-file", SMALL, "--out", picture), plan("--format", "xml"), plan("--stack", "nowhere")],
        NOTHING,
    );

    after(() => {
        fs.rmSync(folder, { recursive: true });
    });

    it("prints the whole program of a stack file as JSON, and nothing else on standard output", async () => {
        const { status, stdout } = await printed();
        const document = JSON.parse(stdout) as {
            stack: string;
            resources: { type: string }[];
            policy: { findings: unknown[] };
        };
        assert.equal(status, document.policy.findings.length === 0 ? 0 : 1);
        assert.equal(document.stack, "small");
        assert.ok(document.resources.length > 100);
        assert.ok(document.resources.some(({ type }) => type === "aws:eks/cluster:Cluster"));
    });

    it("writes the picture into a file", async () => {
        const { status, stderr } = (await drawn?.()) ?? assert.fail();
        assert.equal(status, 0, stderr);
        assert.match(fs.readFileSync(picture, "utf8"), /<svg/);
    });

    it("ends with status 2 where the command line is wrong or the file is not there", async () => {
        assert.equal((await misspelt?.())?.status, 2);
        const { status, stderr } = (await absent?.()) ?? assert.fail();
        assert.equal(status, 2);
        assert.match(stderr, /Pulumi\.nowhere\.yaml/);
    });
});
