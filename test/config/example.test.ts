import assert from "node:assert/strict";
import { parse, stringify } from "yaml";
import { exampleAt } from "../../config/example";
import { jsonSchema, type JsonSchema } from "../../config/json-schema";
import { load } from "../../config/load";
import { readStackText } from "../../config/stack-file";
import { dotted, isTree, merge, type Tree } from "../../config/tree";
import { overlay } from "./bad-inputs";

/** Every place at which a map or a list stands; of a map with free names, its example's own name. */
function* places(schema: JsonSchema, path: readonly string[]): Generator<readonly string[]> {
    if (path.length > 0 && (schema.type === "object" || schema.type === "array")) yield path;
    for (const [key, inner] of Object.entries(schema.properties ?? {})) yield* places(inner, [...path, key]);
    const example: unknown = path.length === 0 ? undefined : parse(exampleAt(path) ?? "null");
    const [name] = isTree(example) ? Object.keys(example) : [];
    if (isTree(schema.additionalProperties) && name !== undefined)
        yield* places(schema.additionalProperties, [...path, name]);
}

const nested = (path: readonly string[], value: unknown): Tree =>
    path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Tree;

/** What stands around it, by its own examples. */
function around(path: readonly string[]): Tree {
    const outer = path.slice(0, -1).map((_, index) => path.slice(0, index + 1));
    return merge(
        ...outer.map((each) => nested(each, parse(exampleAt(each) ?? "{}"))).map((tree) => (isTree(tree) ? tree : {})),
    );
}

function problemsWith(path: readonly string[], value: unknown) {
    const said = merge(around(path), nested(path, value));
    const { input, problems } = readStackText(stringify({ config: overlay(stringify(said)) }), "Pulumi.test.yaml");
    const loaded = input === undefined ? { ok: false as const, problems } : load(input, problems);
    return loaded.ok ? [] : loaded.problems;
}

const all = [...places(jsonSchema(), [])];
/** Whose keys have no example: paths of a system's own choice. */
const WITHOUT = "endpoint.paths";
/** Workloads have the same keys in every system: one stands for them. An MCP server by address, as in the example, has no variables. */
const ALIKE = /^systems\.((?!akosha\.workloads\.query\b)\w+\.workloads\.\w+|simpleCli\.mcpServers\.\w+\.variables)/;

describe("an example of a map or a list", () => {
    it("is there for every key that takes one", () => {
        assert.ok(all.length > 150);
        assert.deepEqual(
            all.filter((path) => exampleAt(path) === undefined && !dotted(path).endsWith(WITHOUT)).map(dotted),
            [],
        );
    });

    it("is told where something else stands, and taken when it is followed", () => {
        for (const path of all.filter((each) => !dotted(each).endsWith(WITHOUT) && !ALIKE.test(dotted(each)))) {
            const where = dotted(path);
            const [said] = problemsWith(path, true).filter((problem) => problem.path === where);
            assert.match(said?.fix ?? "", /for example [[{]/, where);
            const form = parse(exampleAt(path) ?? "") as unknown;
            const refused = problemsWith(path, form).filter(
                ({ path: place, check }) =>
                    check === undefined &&
                    (place === where || place.startsWith(`${where}.`) || place.startsWith(`${where}[`)),
            );
            assert.deepEqual(refused, [], `${where}: ${JSON.stringify(form)}`);
        }
    });
});
