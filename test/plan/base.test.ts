import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { loadStackFile } from "../../config/stack-file";
import { transitionFrom } from "../../plan/base";
import { InputError } from "../../plan/input-error";
import { jsonOf } from "../../plan/json";
import { fallsShort, planFrom } from "../../plan/plan";
import { textOf } from "../../plan/text";
import { evaluate } from "../../policy/evaluate";
import { COMPLETE, recordingOf, stackFrom, TODAY } from "../support/recordings";

const ROOT = path.join(__dirname, "../..");
const SMALL = path.join(__dirname, "small.yaml");

describe("plan --base", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-"));
    const written = (name: string, text: string): string => {
        const file = path.join(folder, name);
        fs.writeFileSync(file, text);
        return file;
    };
    const loaded = loadStackFile(SMALL);
    assert.ok(loaded.ok);
    const to = loaded.environment;
    const from = (base: string) => transitionFrom(base, ROOT, SMALL, to);
    const elsewhere = written("older.yaml", fs.readFileSync(SMALL, "utf8").replace("eu-central-1", "us-east-1"));

    after(() => {
        fs.rmSync(folder, { recursive: true });
    });

    it("takes another stack file as what is deployed, and names the steps where one up does not do it", async () => {
        const { source, problems } = await from(elsewhere);
        assert.equal(source, "older.yaml");
        assert.deepEqual(
            problems?.map(({ path: key, note, steps }) => [key, note, steps[0]?.does]),
            [["region", "us-east-1 -> eu-central-1", "anew"]],
        );
        assert.deepEqual(await from(written("same.yaml", fs.readFileSync(SMALL, "utf8"))), {
            source: "same.yaml",
            problems: [],
        });
    });

    it("takes a plan, or what the stack says of itself, and says of others that they cannot be compared", async () => {
        const output = { ...to, region: "us-east-1" };
        const paths = async (name: string, document: unknown) =>
            (await from(written(name, JSON.stringify(document)))).problems?.map(({ path: key }) => key);
        assert.deepEqual(await paths("output.json", output), ["region"]);
        assert.deepEqual(await paths("plan.json", { outputs: { environment: output } }), ["region"]);
        assert.deepEqual(await paths("other.json", { outputs: {} }), undefined);
    });

    it("refuses a base that is none with one line: no commit, no JSON, no valid stack file", async () => {
        const refused = (base: string, says: RegExp) =>
            assert.rejects(from(base), (error) => error instanceof InputError && says.test(error.problems.join("\n")));
        await refused("no-such-commit", /is no commit that this checkout knows|is no git checkout/);
        await refused(written("broken.json", "{"), /broken\.json cannot be read as JSON$/);
        await refused(written("broken.yaml", "config: {}"), /broken\.yaml:\nbroken\.yaml: \d problems/);
    });

    it("is said first in the plan, is in its JSON, and falls short where one up does not do it", async () => {
        const { environment, secrets } = stackFrom(COMPLETE);
        const recording = await recordingOf(COMPLETE, "update");
        const plan = planFrom(recording.graph, environment, secrets, {
            policy: evaluate(recording.graph, environment, { today: TODAY }),
            today: TODAY,
        });
        const refused = { ...plan, transition: await from(elsewhere) };
        const quiet = { ...plan, transition: { source: "main", problems: [] } };
        assert.match(textOf(refused).split("\n")[2] ?? "", /^ {2}from {7}older\.yaml: not in one step$/);
        assert.match(textOf(quiet).split("\n")[2] ?? "", /^ {2}from {7}main: one up does it$/);
        assert.doesNotMatch(textOf(plan), /^ {2}from/m);
        const document = JSON.parse(jsonOf(refused, recording)) as { from: string; transition: { path: string }[] };
        assert.deepEqual([document.from, document.transition.map((each) => each.path)], ["older.yaml", ["region"]]);
        assert.ok(fallsShort(refused));
        assert.equal(fallsShort(quiet), fallsShort(plan));
    });
});
