/** A plan that somebody wrote earlier as what a stack is compared with, from its JSON to the report. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { InputError } from "../../../plan/input-error";
import { compare } from "../../../plan/diff/compare";
import { read } from "../../../plan/diff/reading";
import { reportOf } from "../../../plan/diff/report/sections";
import { textOf } from "../../../plan/diff/report/text";
import { jsonOf } from "../../../plan/json";
import { planOf, previewOf } from "../../../plan/plan";
import { deploy } from "../../../program";
import { changed, renamed, type Stack } from "../../support/recordings";
import { TODAY } from "./fixture";

const ROOT = path.join(__dirname, "../../..");
const FILE = path.join(__dirname, "../small.yaml");

describe("diff: a plan as the base", function () {
    this.timeout(60_000);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "base-plan-"));
    after(() => {
        fs.rmSync(folder, { recursive: true });
    });

    async function planned({ environment, secrets }: Stack): Promise<string> {
        const plan = await planOf(deploy, environment, secrets, TODAY);
        return jsonOf(plan, await previewOf(deploy, environment, secrets));
    }

    /** The same file, as stack blue. */
    let blue = "";
    before(async () => {
        blue = await planned(renamed(FILE, "blue"));
    });

    async function against(text: string, stack: string) {
        const file = path.join(folder, "plan.json");
        fs.writeFileSync(file, text);
        return read(await compare(ROOT, { file: FILE, stack, against: { kind: "plan", file } }), TODAY);
    }

    it("of the same file as the same stack is no difference: in no resource, price, rule or secret", async () => {
        const { verdict, cost, policy, missingSecrets, newlyShort } = await against(blue, "blue");
        assert.deepEqual([verdict, cost?.lines, policy.gained, policy.gone], ["none", [], [], []]);
        assert.deepEqual([missingSecrets, newlyShort], [[], false]);
        assert.ok((cost?.before?.floor ?? 0) > 0);
        assert.equal(Math.round(cost?.before?.floor ?? 0), Math.round(cost?.after?.floor ?? 1));
    });

    it("has the price of what changed since, and no other", async () => {
        const text = await planned(changed(FILE, { stores: { postgres: { instance: "db.m7g.4xlarge" } } }));
        const items = (await against(text, "small")).cost?.lines.map(({ item }) => item) ?? [];
        assert.ok(items.length > 0);
        assert.deepEqual(
            items.filter((item) => !/db\.[a-z]\w+\./.test(item)),
            [],
        );
    });

    it("without figures leaves the price of what was unknown, and calls no line new", async () => {
        const { resources } = JSON.parse(blue) as { resources: { protect: boolean }[] };
        const [first] = resources.filter(({ protect }) => protect);
        const reading = await against(
            JSON.stringify({ resources: resources.filter((each) => each !== first) }),
            "blue",
        );
        assert.deepEqual([reading.cost?.lines, reading.cost?.beforeUnknown], [[], true]);
        assert.match(textOf(reportOf(reading)), /USD a month; what it was is not known/);
    });

    it("of another stack or project is refused, with how to read the file as that stack", async () => {
        await assert.rejects(against(blue, "small"), (error: unknown) => {
            assert.ok(error instanceof InputError);
            const says = /is stack blue of project mindcloud, this is small of mindcloud: say --stack blue/;
            assert.match(error.message, says);
            return true;
        });
        await assert.rejects(
            against(blue.replaceAll("::mindcloud::", "::agency::"), "blue"),
            /is stack blue of project agency.*renamed project.*pulumi stack rename/,
        );
    });
});
