/** `--stack` and `--stack-file` mean the same to every command that reads a stack file. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { commandOf } from "../../config/commands/arguments";
import { stackChoice } from "../../config/stack-choice";
import { optionsFrom as diff } from "../../plan/diff/options";
import { optionsFrom as plan } from "../../plan/options";
import { optionsFrom as report } from "../../plan/report/options";
import { chosenFrom } from "../../rehearsal/account/chosen";

const ROOT = path.join(__dirname, "../..");
const prod = path.join(ROOT, "Pulumi.prod.yaml");

type Words = readonly string[];
const READERS = {
    plan: (words) => plan(words),
    graph: (words) => plan(["graph", ...words]),
    manifests: (words) => plan(["manifests", ...words]),
    diff: (words) => diff(words, ROOT),
    report: (words) => report(words, ROOT),
    config: (words) => commandOf(words),
    behind: (words) => chosenFrom(words),
    health: (words) => chosenFrom(words),
    drain: (words) => chosenFrom(["--group", "general", ...words], true),
    transition: (words) => commandOf(["transition", "--deployed", "-", ...words]),
} satisfies Readonly<Record<string, (words: Words) => unknown>>;
const NAMES = Object.keys(READERS) as (keyof typeof READERS)[];

const read = (name: keyof typeof READERS, words: Words) => {
    const { file = "", stack, note } = READERS[name](words) as { file?: string; stack?: string; note?: string };
    return { file: path.resolve(file), stack, ...(note !== undefined && { note }) };
};

describe("--stack and --stack-file", () => {
    const here = path.resolve("a.yaml");

    for (const name of NAMES)
        it(`of ${name}: the one names the other where it stands alone, together each says its own`, () => {
            assert.deepEqual(read(name, []), { file: prod, stack: "prod" });
            assert.deepEqual(read(name, ["--stack", "dev"]), {
                file: path.join(ROOT, "Pulumi.dev.yaml"),
                stack: "dev",
            });
            assert.deepEqual(read(name, ["--stack-file", "a.yaml"]), { file: here, stack: "a" });
            assert.deepEqual(read(name, ["--stack-file", "a.yaml", "--stack", "live"]), { file: here, stack: "live" });
            const { stack, note } = read(name, ["--stack-file", "1st.yaml"]);
            assert.equal(stack, "example");
            assert.match(note ?? "", /1st\.yaml is planned as stack example/);
        });

    it("are refused in one line where they name nothing", () => {
        const problem = (words: Parameters<typeof stackChoice>[0]) => {
            const choice = stackChoice(words);
            return "problem" in choice ? choice.problem : "";
        };
        assert.match(problem({ stack: "a/b" }), /a\/b is not a stack name: name a path by --stack-file/);
        assert.match(problem({ stack: "a b", "stack-file": "f" }), /a b is not a stack name: take letters/);
        assert.match(problem({ "stack-file": "" }), /--stack-file is empty/);
        for (const name of NAMES) {
            const said = READERS[name](["--stack", "a/b"]) as { problem?: string; problems?: readonly string[] };
            assert.match((said.problems ?? [said.problem]).join(), /a\/b is not a stack name/, name);
        }
    });

    it("are read by nobody on their own account", () => {
        const own = fs
            .readdirSync(ROOT, { recursive: true, encoding: "utf8" })
            .filter((file) => /^(config|plan|rehearsal|charts|policy|scripts)\/.*\.ts$/.test(file))
            .filter((file) => /"stack-file": \{(?!.*multiple)/.test(fs.readFileSync(path.join(ROOT, file), "utf8")));
        assert.deepEqual(own, ["config/stack-choice.ts"]);
    });
});
