/**
 * The difference against the real engine: from one environment with everything on the embedded cloud, the engine previews each change, and
 * both must say the same of every resource. Four in turn; all with FULL=1, some with ONLY=<expression>. With either of them, both must also say the same
 * of each that is replaced: whether the old one goes first.
 */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stepsFromPreview } from "../../../plan/diff/base/preview-file";
import { differenceFrom } from "../../../plan/diff/difference";
import { read } from "../../../plan/diff/reading";
import { jsonOf } from "../../../plan/diff/report/json";
import { markdownOf } from "../../../plan/diff/report/markdown";
import { reportOf } from "../../../plan/diff/report/sections";
import { textOf } from "../../../plan/diff/report/text";
import type { Side } from "../../../plan/diff/side";
import { Cli, EngineFailed, type Ran } from "../../../rehearsal/engine/command";
import { inSession } from "../../../rehearsal/session/in-session";
import type { Session } from "../../../rehearsal/session/session";
import { strings } from "../../../rehearsal/engine/wire";
import { someOf } from "../../../scripts/turns";
import { CASES, type Case } from "./cases";
import { TODAY } from "./fixture";
import { deployed } from "./deployed";
import { differenceWith, programOf, sideOfProgram } from "./recorded";
import { FIRST, OPTIONS, rehearsed, Told, type Operations } from "./told";

const MANY = 4;

function chosen(): readonly Case[] {
    const { ONLY = "" } = process.env;
    return ONLY === "" ? someOf(CASES, MANY) : CASES.filter(({ name }) => new RegExp(ONLY).test(name));
}

/** What `pulumi preview --json` printed last. */
let printed = "";

/** The Automation API has no option for it. */
function printJson(): void {
    const { run } = Cli.prototype as { run: (this: Cli, ...args: Parameters<Cli["run"]>) => Promise<Ran> };
    Cli.prototype.run = async function (this: Cli, args, ...rest): Promise<Ran> {
        const isPreview = args[0] === "preview";
        const ran = await run.call(this, isPreview ? [...args, "--json"] : args, ...rest);
        if (isPreview) printed = ran.stdout;
        return ran;
    };
}

/** What `npm run diff -- --preview FILE` makes of it: by operation, and every text that it would print. */
async function readBack(folder: string, now: Side) {
    const file = path.join(folder, "preview.json");
    fs.writeFileSync(file, printed);
    const steps = stepsFromPreview(file);
    const reading = read(differenceFrom("complete", steps, now), TODAY);
    const report = reportOf(reading);
    const texts = [textOf(report), markdownOf([report]), jsonOf(reading)].join("\n");
    const secrets = [...strings(now.secrets)].map(({ text }) => text).filter((text) => text.startsWith("rehearsal-"));
    return {
        operations: new Map(steps.map(({ urn, operation }) => [urn, operation])),
        leaks: secrets.filter((secret) => texts.includes(secret)).length,
        secrets: secrets.length,
    };
}

/** What the engine says it would do, whether or not it would be refused. */
async function previewed({ engine }: Session, change: Case): Promise<Operations> {
    const told = new Told();
    try {
        await engine.preview(() => rehearsed(change).deploy(), told.take);
    } catch (error) {
        if (!(error instanceof EngineFailed)) throw error; // a protected resource: the rest is told all the same
    }
    return told.operations();
}

/** One line for each resource of which they do not say the same. */
async function differing(change: Case, now: Side, expected: Operations): Promise<readonly string[]> {
    const { changes } = await differenceWith(now);
    const said = new Map(
        changes.map(({ urn, operation, deleteBeforeReplace }) => [
            urn,
            operation === "rename" ? "same" : operation === "replace" && deleteBeforeReplace ? FIRST : operation,
        ]),
    );
    const lines = [...new Set([...expected.keys(), ...said.keys()])].flatMap((urn) => {
        const [engine, difference] = [expected, said].map((of) => of.get(urn) ?? "same");
        return engine === difference
            ? []
            : [`${change.name}: the engine says ${String(engine)}, the difference ${String(difference)}: ${urn}`];
    });
    process.stdout.write(
        `    ${lines.length === 0 ? "agrees" : "DIFFERS"}  ${change.name}: ${String(said.size)} changes\n`,
    );
    for (const line of lines) process.stdout.write(`      ${line}\n`);
    return lines;
}

/** Those with questions of order: whether all protection is taken off first. */
const DEPLOYED: ReadonlyMap<string, boolean> = new Map([
    ["another path of the roles", true],
    ["a company removed, protected", false],
    ["another family of a parameter group", false],
    ["an older engine of the cache", true],
    ["another description of the security groups", false],
]);

describe("the difference and the engine", function () {
    this.timeout(7_200_000);
    // KEEP=<folder>: one up for several runs, while a disagreement is looked into.
    const { KEEP } = process.env;
    const folder = KEEP ?? fs.mkdtempSync(path.join(os.tmpdir(), "difference-"));
    const root = path.join(folder, "previewed");
    after(() => {
        if (KEEP === undefined) fs.rmSync(folder, { recursive: true, force: true });
    });
    before(async () => {
        const status = await inSession("difference", rehearsed({}), { ...OPTIONS, root }, async (session) => {
            if (session.engine.state().resources.length === 0)
                await session.engine.up(
                    () => session.rehearsed.deploy(),
                    () => undefined,
                    "last",
                );
            return 0;
        });
        assert.equal(status, 0);
    });

    for (const change of chosen().filter(({ name }) => DEPLOYED.has(name)))
        it(`agree on the order, and on what is refused, when it is deployed: ${change.name}`, async () => {
            const unprotected = DEPLOYED.get(change.name) === true;
            const copy = path.join(folder, "deployed");
            fs.rmSync(copy, { recursive: true, force: true });
            fs.cpSync(root, copy, { recursive: true });
            const { expected, told, changes, disordered } = await deployed(copy, change, unprotected);
            const failed = told.failed();
            assert.equal(failed.length > 0, expected.length > 0, "the engine stops at one of those, or at none");
            assert.deepEqual(
                failed.filter((urn) => !expected.includes(urn)),
                [],
            );
            assert.deepEqual(disordered, []);
            const deleted = new Set(told.deleted());
            assert.deepEqual(
                expected.filter((urn) => deleted.has(urn)),
                [],
            );
            const replaced = changes.filter(({ operation }) => operation === "replace");
            if (expected.length === 0)
                for (const { urn } of replaced)
                    assert.ok(told.ended("delete-replaced", urn) < Infinity, `${urn} is replaced`);
        });

    it("agree on the operation of every resource", async () => {
        const wrong: string[] = [];
        const options = { ...OPTIONS, root };
        const status = await inSession("difference", rehearsed({}), options, async (session) => {
            // A preview ends at the first protected resource that goes; what it would do is asked here, not whether it may.
            const { code, stderr } = await session.engine.run("state", "unprotect", "--all", "--yes");
            assert.equal(code, 0, stderr);
            printJson();
            for (const change of chosen()) {
                const expected = await previewed(session, change);
                const now = await sideOfProgram(programOf(change));
                const back = await readBack(root, now);
                assert.deepEqual(
                    [back.leaks, back.secrets > 0],
                    [0, true],
                    `${change.name}: secrets in the report of a preview`,
                );
                for (const [urn, operation] of expected)
                    if ((back.operations.get(urn) ?? "same") !== operation.replace(/,.*/, ""))
                        wrong.push(
                            `${change.name}: the engine says ${operation}, its preview as read ${back.operations.get(urn) ?? "same"}: ${urn}`,
                        );
                wrong.push(...(await differing(change, now, expected)));
            }
            return 0;
        });
        assert.equal(status, 0);
        assert.deepEqual(wrong, []);
    });
});
