import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse, stringify } from "yaml";
import { generated } from "../../config/commands/schema";
import { smallest as smallestFile } from "../../config/commands/new";
import { load } from "../../config/load";
import { stackSchema } from "../../config/stack-schema";
import { readStackText } from "../../config/stack-file";
import { badInputs, overlay, textOf } from "./bad-inputs";

const ROOT = join(__dirname, "../..");
const valid = new Ajv({ allErrors: true, allowUnionTypes: true, formats: { email: true } }).compile(stackSchema());
const refusals = (text: string): string[] =>
    valid(parse(text, { merge: true }))
        ? []
        : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);

/** Stack files of the project, whatever a user calls them, and the documents' environments. */
const files = ["", "test/environments"].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
        .filter((name) => (folder === "" ? /^Pulumi\..+\.yaml$/ : /\.yaml$/).test(name))
        .map((name) => join(folder, name)),
);

describe("what is generated from the schema", () => {
    for (const [path, text] of Object.entries(generated()))
        it(`${path} is current (npm run schema)`, () => {
            assert.equal(readFileSync(join(ROOT, path), "utf8"), text);
        });

    for (const file of files)
        it(`${file} fits the JSON Schema that it names, and loads`, () => {
            const text = readFileSync(join(ROOT, file), "utf8");
            assert.deepEqual(refusals(text), []);
            const { input, problems } = readStackText(text, file);
            const loaded = input === undefined ? undefined : load(input, problems);
            assert.deepEqual(loaded?.ok === false ? loaded.problems : problems, []);
        });

    it("the JSON Schema refuses what loading refuses for a single value", () => {
        const single = badInputs.filter(({ check, stack }) => check === undefined && stack === undefined);
        const accepted = single.filter((bad) => {
            try {
                return refusals(textOf(bad)).length === 0;
            } catch {
                return false; // not even YAML
            }
        });
        // Rules in code, not in JSON Schema: a credential by its looks, which node groups the profiles bring, numbers that must fit each other.
        assert.deepEqual(
            accepted.map(({ title }) => title),
            [
                ...[
                    "a warm tier that ends before it begins",
                    "more operations a second than a volume of that size has",
                ],
                ...["more throughput than a volume of those operations has", "a floor above its ceiling"],
                ...["a password in an address", "a variable that is called like a secret"],
                ...["a variable as random as a key", "a password among arguments"],
                "a login for everybody, and a path for nobody",
                "an e-mail address that no mail server takes",
                "bounds and volumes whose other half says how far they may go",
                ...["a schedule with an hour that no day has", "a schedule that never comes"],
                "a schedule with a Sunday that Kubernetes does not know",
                "a credential in a tag",
                ...["several agents on a volume that one pod can have", "a company with a floor above its ceiling"],
                ...["a company with a floor and no ceiling", "a model of somebody else's"],
                "a key of an API as a variable",
                "vectors by a provider that has no key here",
                "a region that exists, and whose zones are not known here",
                "a new group that says too little",
            ],
        );
    });

    it("the JSON Schema completes keys: every one below mindcloud: has a description or keys of its own", () => {
        const silent: string[] = [];
        const walk = (schema: ReturnType<typeof stackSchema>, path: string): void => {
            const { properties = {}, additionalProperties, description } = schema;
            const inner = Object.entries(properties);
            if (inner.length === 0 && description === undefined && path.includes("mindcloud:")) silent.push(path);
            for (const [key, value] of inner) walk(value, `${path}/${key}`);
            if (typeof additionalProperties === "object" && additionalProperties.properties !== undefined)
                walk(additionalProperties, `${path}/*`);
        };
        walk(stackSchema(), "");
        assert.deepEqual(silent, []);
    });
});

describe("the smallest stack file", () => {
    const smallest = smallestFile("staging");

    it("has at most 15 lines, is valid as it is, and names every key that has no default", () => {
        assert.ok(smallest.trimEnd().split("\n").length <= 15);
        assert.deepEqual(refusals(smallest), []);
        const { input, problems } = readStackText(smallest, "Pulumi.staging.yaml");
        assert.ok(input !== undefined && problems.length === 0);
        assert.ok(load(input).ok);
    });

    it("says nothing that could be left out but the system", () => {
        const { config } = parse(smallest) as { config: Record<string, unknown> };
        for (const key of Object.keys(config).filter((name) => name !== "mindcloud:systems")) {
            const rest = Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
            const { input, problems } = readStackText(stringify({ config: rest }), "Pulumi.staging.yaml");
            assert.ok(input !== undefined && !load(input, problems).ok, key);
        }
        assert.ok(Object.keys(overlay("")).every((key) => key in config));
    });
});
