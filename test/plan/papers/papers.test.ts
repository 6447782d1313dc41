import assert from "node:assert/strict";
import { patternOf, shapeProblems } from "../../../plan/papers/check";
import { argumentsOf, SERVICES, shapesOf, typesOf } from "../../../plan/papers/papers";
import { pathsIn } from "../../../plan/papers/values";
import { shapeOf } from "../../../plan/shapes";
import { inputsOf } from "../../support/opened";
import { FEW_COMPANIES, recordingOf, STACK_FILES } from "../../support/recordings";

type Values = Readonly<Record<string, unknown>>;

const FILES = [...STACK_FILES, ...FEW_COMPANIES];

async function each(look: (type: string, inputs: Values, name: string) => void): Promise<number> {
    let seen = 0;
    for (const file of FILES)
        for (const resource of (await recordingOf(file, "update")).graph.resources) {
            if (!resource.custom || !resource.type.startsWith("aws:")) continue;
            look(resource.type, inputsOf(resource), `${file}: ${resource.name}`);
            seen++;
        }
    return seen;
}

describe("AWS's papers: every type and argument of every stack", () => {
    it("has a row that says what AWS calls it", async () => {
        const missing = new Set<string>();
        const seen = await each((type, inputs) => {
            const rows = argumentsOf(type)?.arguments;
            if (rows === undefined) missing.add(type);
            else
                for (const argument of pathsIn(inputs, (at) => at in rows && !has(rows, at)))
                    if (!(argument in rows)) missing.add(`${type} ${argument}`);
        });
        assert.ok(seen > 2000, String(seen));
        assert.deepEqual([...missing], []);
    });

    it("is what AWS's papers allow", async () => {
        const problems: string[] = [];
        await each((type, inputs, name) => {
            for (const { at, problem } of shapeProblems(type, inputs, shapeOf(type).name))
                problems.push(`${name} (${type}) ${at} ${problem}`);
        });
        assert.deepEqual(problems, []);
    });
});

/** Whether other rows look into this argument, so that it is not a leaf. */
function has(rows: Values, at: string): boolean {
    return Object.keys(rows).some((row) => row.startsWith(`${at}.`) || row.startsWith(`${at}[]`));
}

describe("AWS's papers: the record", () => {
    for (const service of SERVICES)
        it(`${service}: has a shape for each argument, and patterns that are regular expressions here too`, () => {
            for (const type of typesOf(service)) {
                const shapes = shapesOf(type);
                assert.ok(shapes !== undefined, type);
                for (const argument of Object.keys(argumentsOf(type)?.arguments ?? {}))
                    assert.ok(argument.startsWith("$") || argument in shapes, `${type} ${argument}`);
                for (const pattern of Object.values(shapes).flatMap(({ patterns = [] }) => patterns))
                    assert.doesNotThrow(() => patternOf(pattern), pattern);
            }
        });

    it("names for each type the operation that creates it, and CloudFormation's type or why there is none", () => {
        for (const type of SERVICES.flatMap(typesOf)) {
            const row = argumentsOf(type);
            assert.match(row?.api ?? "", /^[a-z0-9]+:[A-Z]\w+$/, type);
            assert.notEqual(row?.cloudformation === undefined, row?.notConverted === undefined, type);
        }
    });
});
