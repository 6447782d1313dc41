import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { commandOf } from "../../config/commands/arguments";
import { create, smallest } from "../../config/commands/new";
import { show } from "../../config/commands/show";
import { started } from "../support/command";
import { badInputs, overlay, textOf } from "./bad-inputs";

const folder = mkdtempSync(join(tmpdir(), "mindcloud-config-"));
after(() => {
    rmSync(folder, { recursive: true });
});

function fileWith(name: string, text: string): string {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
}

/** Three problems that are found at three stages: reading, parsing, checking. */
const BAD = `${stringify({ config: overlay("network: { cidr: 10.20.0.7/16 }\nprofil: economy") })}  aws:profile: work\n`;

/** One of so many inputs, since each is a whole run of the command. */
const EACH = 10;

describe("commands and a wrong stack file", () => {
    for (const script of ["config/cli.ts", "plan/cli.ts"]) {
        const refused = started([script, "--stack-file", fileWith("Pulumi.bad.yaml", BAD)]);
        it(`${script} prints all problems to stderr and nothing else, and exits with 2`, async () => {
            const { status, stdout, stderr } = await refused();
            assert.equal(status, 2);
            assert.equal(stdout, "");
            assert.equal(
                stderr,
                `Pulumi.bad.yaml: 3 problems

  aws:profile                   is not a key of this program
                                remove it: credentials come from the surroundings (AWS_PROFILE), the rest from mindcloud: keys
  profil                        is not a key that mindcloud knows
                                did you mean profile?
  network.cidr  "10.20.0.7/16"  is not a network address: host bits are set
                                write 10.20.0.0/16
`,
            );
        });
    }

    // What is printed of every one, word for word, is in bad-inputs.test.ts.
    it("never shows a stack trace, whatever is wrong", () => {
        for (const bad of badInputs.filter((_, index) => index % EACH === 0)) {
            const stack = bad.stack ?? "test";
            const { status, text } = show({
                file: fileWith(`Pulumi.${stack}.yaml`, textOf(bad)),
                ...{ stack, format: "text" },
            });
            assert.equal(status, 2, bad.title);
            assert.match(text, /^Pulumi\.[\w.-]+\.yaml: \d+ problems?\n\n/);
            assert.doesNotMatch(text, /\n\s+at |node_modules|undefined|\[object/, bad.title);
        }
    });
});

describe("npm run config", () => {
    const file = () =>
        fileWith(
            "Pulumi.prod.yaml",
            stringify({
                config: overlay(`
secrets: { llm: { deepseek: { secure: "v1:sensitive" }, google: { secretName: shared/google } } }
systems: { memstack: { enabled: true } }
`),
            }),
        );

    it("prints every setting with its value and source in columns", () => {
        const { status, text } = show({ file: file(), stack: "prod", format: "text" });
        assert.equal(status, 0);
        assert.match(text, /^mindcloud {2}prod {2}us-east-1 {2}economy\n/);
        assert.match(text, /^ {2}network\.nat +one +profile economy$/m);
        assert.match(text, /^ {2}network\.zoneNames +\[us-east-1a, us-east-1b\] +region us-east-1$/m);
        assert.match(text, /^ {2}systems\.memstack\.enabled +true +Pulumi\.prod\.yaml$/m);
        assert.match(text, /^ {2}domain +- +not set$/m);
    });

    it("says of a secret only whether it is there, and how to set one that is missing", () => {
        for (const format of ["text", "json"] as const)
            assert.doesNotMatch(show({ file: file(), stack: "prod", format }).text, /sensitive|shared\/google/);
        const { text } = show({ file: file(), stack: "prod", format: "text" });
        assert.match(text, /^ {2}secrets\.llm\.deepseek +present +needed by no enabled system$/m);
        assert.match(
            text,
            /^ {2}secrets\.llm\.dashscope +missing +needed by memstack\n +pulumi config set --secret --path/m,
        );
    });

    it("gives the same as JSON for scripts", () => {
        const { settings, secrets, stack } = JSON.parse(show({ file: file(), stack: "prod", format: "json" }).text);
        assert.equal(stack, "prod");
        assert.deepEqual(settings["network.nat"], { value: "one", source: "profile economy" });
        assert.deepEqual(settings.domain, { value: null, source: "not set" });
        assert.deepEqual(secrets["llm.dashscope"], { state: "missing", neededBy: ["memstack"] });
    });
});

describe("the command line", () => {
    const wrong: Readonly<Record<string, readonly string[]>> = {
        "foo is not a command: show, new, schema or transition; --help says how": ["foo"],
        "--format xml is not a format: text, json or github; --help says how": ["--format", "xml"],
        "--stack ../x is not a stack name: name a path by --stack-file; --help says how": ["--stack", "../x"],
        "Unknown option '--stak'; --help says how": ["--stak", "prod"],
        "too many words: b c; --help says how": ["show", "b", "c"],
        "name one new stack, for example staging; --help says how": ["new"],
    };
    for (const [problem, words] of Object.entries(wrong))
        it(`answers "${words.join(" ")}" with one line`, () => {
            assert.deepEqual(commandOf(words), { name: "wrong", problem });
        });

    const misspelt = started(["config/cli.ts", "--format", "xml"]);
    it("exits with 2 when it is wrong", async () => {
        const { status, stdout, stderr } = await misspelt();
        assert.deepEqual(
            [status, stdout, stderr],
            [2, "", "--format xml is not a format: text, json or github; --help says how\n"],
        );
    });

    it("takes prod when no stack is named", () => {
        const command = commandOf([]);
        assert.ok(command.name === "show" && command.file.endsWith("Pulumi.prod.yaml"));
    });
});

describe("make stack", () => {
    it("writes the smallest file once, and never over another", () => {
        const place = mkdtempSync(join(folder, "new-"));
        assert.equal(create("staging", place).status, 0);
        assert.equal(readFileSync(join(place, "Pulumi.staging.yaml"), "utf8"), smallest("staging"));
        writeFileSync(join(place, "Pulumi.staging.yaml"), "mine");
        assert.deepEqual(create("staging", place), {
            status: 2,
            text: "Pulumi.staging.yaml exists already: nothing written",
        });
        assert.equal(readFileSync(join(place, "Pulumi.staging.yaml"), "utf8"), "mine");
        assert.deepEqual(readdirSync(place), ["Pulumi.staging.yaml"]);
    });

    it("refuses names that AWS would", () => {
        for (const name of ["Staging", "a--b", "ends-", "1st", "eu.west", "x".repeat(21), "../up"])
            assert.equal(commandOf(["new", name]).name, "wrong", name);
    });
});
