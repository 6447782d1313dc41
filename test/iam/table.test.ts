import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { ROWS } from "../../iam/actions";
import { engineCalls } from "../../iam/actions/engine";
import { NOT_ASKED } from "../../iam/actions/not-asked";
import type { Row } from "../../iam/actions/row";
import { callOf, targetOf } from "../../iam/call";
import { action, actionsOf, resourceType, serviceNames } from "../../iam/reference";
import { COMPLETE, FOREIGN, recordingOf, STACK_FILES } from "../support/recordings";

const FILES = [...STACK_FILES, COMPLETE, FOREIGN, "test/environments/economy.yaml"];

const callsOf = (row: Row): readonly string[] => [
    ...row.create,
    ...row.read,
    ...row.delete,
    ...Object.values(row.update ?? {}).flat(),
    ...(row.tag ?? []),
    ...(row.untag ?? []),
    ...(row.tagsAtCreation ?? []),
];
const everyCall = [...Object.values(ROWS).flatMap(callsOf), ...Object.values(engineCalls).flat()];

describe("the table of actions", () => {
    it("has a row for every type of every stack file, and none for a type that nothing uses", async function () {
        this.timeout(600_000);
        const used = new Set<string>();
        for (const file of FILES)
            for (const { type } of (await recordingOf(file, "update")).graph.resources)
                if (type.startsWith("aws:")) used.add(type);
        assert.ok(used.size > 50);
        assert.deepEqual(
            [...used].filter((type) => !(type in ROWS)),
            [],
        );
        assert.deepEqual(
            Object.keys(ROWS).filter((type) => !used.has(type)),
            [],
        );
    });

    it("names a file of the provider for each", () => {
        for (const [type, { source }] of Object.entries(ROWS)) assert.match(source, /^\w+\/\w+\.go$/, type);
    });

    it("names actions that AWS has, and checks each against types of resources that AWS checks it against", () => {
        assert.ok(everyCall.length > 300);
        for (const text of everyCall) {
            const { action: called, targets } = callOf(text);
            const types = targets.map((target) => (target === "self" ? undefined : target.type));
            for (const type of types)
                if (type !== undefined)
                    assert.ok(
                        called.resources.includes(type),
                        `${text}: ${called.name} is not checked against ${type}`,
                    );
            if (called.resources.length === 0)
                assert.deepEqual(types, [], `${text}: ${called.name} knows no resources`);
        }
    });

    it("checks each against everything that AWS requires", () => {
        const missing: string[] = [];
        for (const row of Object.values(ROWS)) {
            const self = row.self === undefined ? undefined : targetOf(row.self).type;
            for (const text of callsOf(row)) {
                const { action: called, targets } = callOf(text);
                const types = new Set(targets.map((target) => (target === "self" ? self : target.type)));
                for (const type of types)
                    assert.ok(
                        type !== undefined && called.resources.includes(type),
                        `${text}: not checked against ${String(type)}`,
                    );
                for (const type of called.required)
                    if (!types.has(type) && NOT_ASKED[`${called.name} ${type}`] === undefined)
                        missing.push(`${text}: AWS requires a ${type}`);
            }
        }
        assert.deepEqual(missing, []);
    });

    it("makes with each call those that AWS says it depends on, or says why not", () => {
        const missing = new Set<string>();
        const reasons = new Set<string>();
        for (const row of Object.values(ROWS)) {
            const names = new Set(callsOf(row).map((text) => callOf(text).action.name));
            for (const name of names)
                for (const dependent of action(name).dependent)
                    if (!names.has(dependent))
                        (NOT_ASKED[`${name} ${dependent}`] === undefined ? missing : reasons).add(
                            `${name} ${dependent}`,
                        );
        }
        assert.deepEqual([...missing], []);
        const required = Object.keys(NOT_ASKED).filter((key) => !(key.split(" ")[1] ?? "").includes(":"));
        assert.deepEqual(
            Object.keys(NOT_ASKED).filter((key) => !reasons.has(key) && !required.includes(key)),
            [],
        );
    });

    it("sets only condition keys that the action knows", () => {
        for (const text of everyCall) {
            const { action: called, context } = callOf(text);
            for (const key of Object.keys(context))
                assert.ok(
                    called.keys.some(
                        (known) =>
                            known === key ||
                            (known.includes("${") && key.startsWith(known.slice(0, known.indexOf("${")))),
                    ),
                    `${text}: ${called.name} does not know ${key}`,
                );
        }
    });

    it("rests on pages of AWS, with types of resources that exist", () => {
        assert.ok(serviceNames().length > 20);
        for (const name of serviceNames()) {
            const file = JSON.parse(
                fs.readFileSync(path.join(__dirname, `../../iam/reference/${name}.json`), "utf8"),
            ) as { source: string };
            assert.match(file.source, /^https:\/\/docs\.aws\.amazon\.com\/service-authorization\//);
            for (const { resources } of actionsOf(name))
                for (const type of resources) if (!type.includes("*")) resourceType(name, type);
        }
    });
});
