import assert from "node:assert/strict";
import * as path from "node:path";
import { optionsFrom } from "../../plan/options";

const ROOT = path.join(__dirname, "../..");

describe("the command line of plan and graph", () => {
    it("reads the file of a stack, prod when none is named", () => {
        assert.deepEqual(optionsFrom([]), {
            command: "plan",
            file: path.join(ROOT, "Pulumi.prod.yaml"),
            format: "text",
            stack: "prod",
        });
        assert.deepEqual(optionsFrom(["--stack", "dev", "--format", "json"]), {
            command: "plan",
            file: path.join(ROOT, "Pulumi.dev.yaml"),
            format: "json",
            stack: "dev",
        });
        assert.deepEqual(optionsFrom(["graph", "--stack-file", "a.yaml", "--out", "b.svg"]), {
            command: "graph",
            file: "a.yaml",
            format: "text",
            stack: "a",
            out: "b.svg",
        });
        assert.deepEqual(optionsFrom(["--stack", "dev", "--stack-file", "a.yaml"]), {
            command: "plan",
            file: "a.yaml",
            format: "text",
            stack: "dev",
        });
        assert.equal(optionsFrom(["--help"]), "help");
    });

    it("refuses everything else, with every reason", () => {
        const problems = (...words: string[]): readonly string[] => {
            const options = optionsFrom(words);
            assert.ok(typeof options === "object" && "problems" in options, words.join(" "));
            return options.problems;
        };
        assert.match(problems("--stak", "dev").join(), /Unknown option '--stak'/);
        assert.match(problems("draw").join(), /draw is not a command/);
        assert.match(problems("--stack", "../x").join(), /is not a stack name/);
        assert.match(problems("--format", "markdown").join(), /markdown is not a format: text or json/);
        assert.equal(problems("plan", "more", "--format", "xml", "--stack", "a/b").length, 3);
    });
});
