import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { show } from "../../config/commands/show";
import { pulumiReading } from "../../config/go-yaml";
import { annotations, problemsAsJson, type Problem } from "../../config/problems";
import { readProject } from "../../config/project";
import { load } from "../../config/load";
import { stackChoice } from "../../config/stack-choice";
import { loadRead, loadStackFile, readStackText } from "../../config/stack-file";

const folder = mkdtempSync(join(tmpdir(), "mindcloud-yaml-"));
after(() => {
    rmSync(folder, { recursive: true });
});

const lines = (...said: readonly string[]): string =>
    [
        "config:",
        "    aws:region: us-east-1",
        '    mindcloud:account: "111122223333"',
        '    mindcloud:cluster: { access: { "arn:aws:iam::111122223333:role/deploy": admin }, endpoint: { publicCidrs: [203.0.113.0/24] } }',
        "    mindcloud:budget: { monthlyUsd: 5000 }",
        "    mindcloud:alerts: { emails: [platform@example.com] }",
        ...said,
        "",
    ].join("\n");

function problemsOf(text: string): readonly Problem[] {
    const file = join(folder, "Pulumi.test.yaml");
    writeFileSync(file, text);
    const loaded = loadStackFile(file);
    return loaded.ok ? [] : loaded.problems;
}

describe("a stack file as Pulumi's reader reads it", () => {
    /** As gopkg.in/yaml.v3 answered, in Pulumi's own ProjectStack. */
    const readings: Readonly<Record<string, string | number | undefined>> = {
        "2026-01-01": "2026-01-01 00:00:00 +0000 UTC",
        "2026-1-1": "2026-01-01 00:00:00 +0000 UTC",
        "2026-01-01T10:00:00Z": "2026-01-01 10:00:00 +0000 UTC",
        "2026-01-01 10:00:00": "2026-01-01 10:00:00 +0000 UTC",
        "0b11": 3,
        "-0b11": -3,
        "1_000": 1000,
        "1__0": 10,
        "1_0.5": 10.5,
        "1_0e2": 1000,
        "0777": 511,
        "0o17": 15,
        "08": 8,
        "0x1F": 31,
        "+5": 5,
        ".5": 0.5,
        "1e3": 1000,
        "12:30:45": undefined,
        no: undefined,
        y: undefined,
        "2026-13-01": undefined,
        "10.20.0.0/16": undefined,
        "203.0.113.7": undefined,
        "-": undefined,
    };
    for (const [source, expected] of Object.entries(readings))
        it(`takes ${source} for ${expected === undefined ? "text" : String(expected)}`, () => {
            const reading = pulumiReading(source);
            assert.equal(reading.kind === "text" ? undefined : reading.value, expected);
        });

    for (const word of ["2026-01-01", "0b11", "1_000", "0777"])
        it(`refuses ${word} without quotes, says how to quote it and where, and takes it in quotes`, () => {
            const [problem, ...others] = problemsOf(lines(`    mindcloud:tags: { made: ${word} }`));
            assert.ok(problem?.fix.startsWith(`write it in quotes: "${word}"`), problem?.fix);
            assert.deepEqual([problem?.line, problem?.column], [7, 29]);
            assert.ok(others.every(({ path }) => path === "tags.made"));
            assert.deepEqual(problemsOf(lines(`    mindcloud:tags: { made: "${word}" }`)), []);
        });

    it("takes for granted what both read alike, and refuses what makes them differ", () => {
        assert.deepEqual(problemsOf(lines("    mindcloud:tags: { time: 12:30:45, owner: no, on: yes }")), []);
        assert.match(problemsOf(`%YAML 1.1\n---\n${lines()}`)[0]?.rule ?? "", /claims YAML 1.1/);
        assert.match(problemsOf(lines("    mindcloud:tags: { a: !!binary aGVsbG8= }"))[0]?.rule ?? "", /YAML tag/);
        assert.match(problemsOf(lines("    mindcloud:tags: { 0777: a }"))[0]?.rule ?? "", /is a number to Pulumi, 511/);
    });

    it("reads a map that `pulumi config set` wrote as text, and bare digits of an account, as the engine does", () => {
        assert.deepEqual(problemsOf(lines(`    mindcloud:tags: '{"owner": "123"}'`)), []);
        assert.deepEqual(problemsOf(lines().replace('"111122223333"', "111122223333")), []);
        assert.equal(problemsOf(lines().replace('"111122223333"', "012345678901")).length, 1);
    });
});

describe("Pulumi.yaml", () => {
    const project = readProject(
        'name: agency\nconfig:\n  mindcloud:profile: highlyAvailable\n  data: { type: string, default: disposable }\n  "mindcloud:tags": { value: { team: ai } }\n  size: { type: integer }\n',
    );
    const loaded = (text: string) => {
        const { input, problems } = readStackText(text, "Pulumi.test.yaml", { project });
        return input === undefined ? undefined : load(input, problems);
    };

    it("names the project, and gives every stack its configuration, which a stack's own replaces", () => {
        const answer = loaded(lines("    mindcloud:profile: economy"));
        assert.ok(answer?.ok === true);
        const { profile, data, tags, project: name } = answer.environment;
        assert.deepEqual([profile, data, tags, name], ["economy", "disposable", { team: "ai" }, "agency"]);
    });

    it("is where a problem stands that it brings, unless the stack file says the key itself", () => {
        const wrong = readProject("name: agency\nconfig:\n  mindcloud:profile: cheap\n  datta: keep\n");
        const told = (text: string) => {
            const read = readStackText(text, "Pulumi.test.yaml", { project: wrong });
            const answer = loadRead(read);
            assert.ok(!answer.ok);
            return answer.problems.map(({ path, file, fix }) => [path, file, fix]);
        };
        const stray = ["datta", "Pulumi.yaml", "in Pulumi.yaml: did you mean data?"];
        assert.deepEqual(told(lines()), [
            stray,
            ["profile", "Pulumi.yaml", "in Pulumi.yaml: choose economy, highlyAvailable"],
        ]);
        assert.deepEqual(told(lines("    mindcloud:profile: thrifty")), [
            stray,
            ["profile", undefined, "choose economy, highlyAvailable"],
        ]);
        const problems = [{ path: "profile", rule: "is wrong", fix: "mend it", file: "Pulumi.yaml" }];
        assert.match(annotations("a/Pulumi.test.yaml", problems), /^::error file=a\/Pulumi\.yaml,line=1,col=1/);
        assert.match(problemsAsJson("a/Pulumi.test.yaml", problems), /"file": "a\/Pulumi\.yaml",\n +"line"/);
    });

    it("may be renamed: its own name is a namespace too, and a key under both is written twice", () => {
        assert.ok(loaded(lines().replaceAll("mindcloud:", "agency:"))?.ok === true);
        const twice = loaded(lines("    agency:account: '111122223333'"));
        assert.deepEqual(twice?.ok === false && twice.problems.map(({ path }) => path), ["agency:account"]);
    });
});

describe("the place of a problem", () => {
    const at = (...said: readonly string[]) =>
        problemsOf(lines(...said)).map(({ path, line, column }) => [path, line, column]);

    it("is its key's, also where keys have dots, stand in lists or come by an alias", () => {
        assert.deepEqual(at("    mindcloud:network:", "        cidr: 10.20.0.7/16"), [["network.cidr", 8, 9]]);
        assert.deepEqual(at("    mindcloud:tags:", "        kubernetes.io/x: a", "        k8s.io/y: b"), [
            ["tags.k8s.io/y", 9, 9],
            ["tags.kubernetes.io/x", 8, 9],
        ]);
        assert.deepEqual(at("    mindcloud:network: { interfaceEndpoints: [sts, ec2, sts] }"), [
            ["network.interfaceEndpoints[2]", 7, 57],
        ]);
        assert.deepEqual(at("    mindcloud:nodeGroups:", "        general: { min: 9, max: 3 }"), [
            ["nodeGroups.general.min", 8, 20],
        ]);
        assert.deepEqual(at("    mindclod:tags: {}"), [["mindclod:tags", 7, 5]]);
    });

    it("is the nearest key's above, where one is missing", () => {
        const text = lines().replace("monthlyUsd: 5000", "");
        const [problem] = problemsOf(text);
        assert.deepEqual([problem?.path, problem?.line, problem?.column], ["budget.monthlyUsd", 5, 5]);
    });

    it("is the line and column of what is no YAML", () => {
        const [problem] = problemsOf(lines("    mindcloud:tags: [a"));
        assert.equal(problem?.line, 8);
    });

    it("comes with --format json and as annotations of GitHub, with nothing of the file read as a command", () => {
        const file = join(folder, "Pulumi.test.yaml");
        writeFileSync(file, lines("    mindcloud:network: { cidr: 10.20.0.7/16 }"));
        const { machine = "" } = show({ file, stack: "test", format: "json" });
        const { problems } = JSON.parse(machine) as { problems: object[] };
        assert.deepEqual(problems, [
            {
                ...{ file, line: 7, column: 26, path: "network.cidr", value: '"10.20.0.7/16"' },
                ...{ rule: "is not a network address: host bits are set", fix: "write 10.20.0.0/16" },
                check: "network.hostBits",
            },
        ]);
        assert.equal(
            show({ file, stack: "test", format: "github" }).machine,
            '::error file=Pulumi.test.yaml,line=7,col=26,title=network.cidr::network.cidr "10.20.0.7/16" is not a network address: host bits are set: write 10.20.0.0/16\n',
        );
        const nasty = annotations("f", [{ path: "a,b\n::set-env", rule: "100%\r\n::stop", fix: "x" }]);
        assert.equal(nasty.split("\n").length, 1);
        assert.match(nasty, /title=a%2Cb%0A%3A%3Aset-env::a,b%0A::set-env 100%25%0D%0A::stop/);
    });
});

function shownFor(words: Parameters<typeof stackChoice>[0]) {
    const choice = stackChoice(words);
    assert.ok(!("problem" in choice));
    return show({ ...choice, format: "text" });
}

describe("a file whose name is no stack's", () => {
    it("is planned as example with a note, or under the name that is given beside it", () => {
        const file = join(folder, "2026-production-of-the-agency.yaml");
        writeFileSync(file, lines("    mindcloud:systems: { akosha: { enabled: true } }"));
        const { status, text, note } = shownFor({ "stack-file": file });
        assert.equal(status, 0, text);
        assert.match(text, /^mindcloud {2}example {2}/);
        assert.match(note ?? "", /is planned as stack example: 2026-production-of-the-agency has 29 characters/);
        assert.match(shownFor({ stack: "prod", "stack-file": file }).text, /^mindcloud {2}prod {2}/);
        assert.equal(show({ file, stack: "1st", format: "text" }).status, 2);
    });

    it("says what a plan does not read where Pulumi ESC gives the rest", () => {
        const text = lines().replace(/^.*budget.*\n/m, "");
        const [problem] = problemsOf(`environment: [agency/dev]\n${text}`);
        assert.match(`${problem?.path} ${problem?.rule}`, /^budget\.monthlyUsd is missing.*Pulumi ESC/);
        assert.deepEqual(problemsOf(`environment: [agency/dev]\n${lines()}`), []);
    });
});
