/** The tables of the policy say what the provider's own types say. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { POLICY_INPUTS } from "../../policy/iam";
import { physicalNames } from "../../policy/rules/names";
import { UNTAGGABLE } from "../../policy/rules/tags";
import { TYPE } from "../../policy/types";
import { COMPLETE, recordingOf, STACK_FILES } from "../support/recordings";

const PACKAGE = path.join(__dirname, "../../node_modules/@pulumi/aws");

/** Inputs of a type as the SDK declares them: `aws:eks/nodeGroup:NodeGroup` is in aws/eks/nodeGroup.d.ts. */
function inputsOf(type: string): ReadonlySet<string> {
    const [, module = "", className = ""] = type.split(":");
    const source = readFileSync(path.join(PACKAGE, `${module}.d.ts`), "utf8");
    const args = source.slice(source.indexOf(`export interface ${className}Args {`));
    return new Set([...args.matchAll(/^ {4}(\w+)\??: pulumi\.Input</gm)].map(([, name]) => name ?? ""));
}

async function usedTypes(): Promise<ReadonlySet<string>> {
    const recordings = await Promise.all([COMPLETE, ...STACK_FILES].map((file) => recordingOf(file, "update")));
    return new Set(recordings.flatMap(({ graph }) => graph.types()).filter((type) => type.startsWith("aws:")));
}

/** Inputs called `name` that are no physical name: unique within something that has one, or given by somebody else. */
const NAMES_OF_SOMETHING_ELSE: Readonly<Record<string, string>> = {
    [TYPE.rolePolicy]: "unique in its role",
    "aws:route53/record:Record": "a DNS name",
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": "unique in its plan",
};

describe("the policy's tables", () => {
    it("name types that exist", () => {
        const types = [...UNTAGGABLE, ...POLICY_INPUTS.map(({ type }) => type), ...Object.values(TYPE)].filter((type) =>
            type.startsWith("aws:"),
        );
        assert.ok(types.length > 50);
        for (const type of types) {
            const file = path.join(PACKAGE, `${type.split(":")[1] ?? ""}.js`);
            assert.ok(existsSync(file) && readFileSync(file, "utf8").includes(`'${type}'`), type);
        }
    });

    it("leave tags out of those types only that have none", () => {
        for (const type of UNTAGGABLE) assert.equal(inputsOf(type).has("tags"), false, `${type} takes tags`);
    });

    it("know for each type that the program uses whether it takes tags", async () => {
        const types = [...(await usedTypes())];
        assert.ok(types.length > 40);
        assert.deepEqual(
            types.filter((type) => !inputsOf(type).has("tags") && !UNTAGGABLE.has(type)),
            [],
        );
    });

    it("read every policy that the program writes", async () => {
        const known = new Set(POLICY_INPUTS.map(({ type, property }) => `${type} ${property}`));
        const written = [...(await usedTypes())].flatMap((type) =>
            ["policy", "policyDocument", "assumeRolePolicy", "accessPolicies", "resourcePolicy"]
                .filter((property) => inputsOf(type).has(property))
                .map((property) => `${type} ${property}`),
        );
        assert.ok(written.length >= 6, written.join());
        assert.deepEqual(
            written.filter((place) => !known.has(place)),
            [],
        );
    });

    it("know every physical name that the program gives", async () => {
        const recordings = await Promise.all([COMPLETE, ...STACK_FILES].map((file) => recordingOf(file, "update")));
        const named = recordings
            .flatMap(({ graph }) => graph.resources)
            .filter(({ type, inputs }) => type.startsWith("aws:") && typeof inputs.name === "string");
        assert.ok(named.length > 50);
        const unknown = named.filter(
            ({ type, inputs }) =>
                physicalNames(type, inputs).length === 0 && NAMES_OF_SOMETHING_ELSE[type] === undefined,
        );
        assert.deepEqual(
            unknown.map(({ urn }) => urn),
            [],
        );
    });
});
