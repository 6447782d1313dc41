import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Recording } from "../../plan/record";
import type * as recordings from "../support/recordings";
import { withEdits } from "../support/edited";

const ROOT = path.join(__dirname, "../..");
const MARK = "renamed";

/** What a system hands to `Workload` as its name is that of its objects in Kubernetes, and stands in the traffic table by that name. */
const WORKLOADS = "systems/";

/** The logical name of a component that the program makes, written as a word: names of children begin with it. */
const MADE = /(\bnew [A-Z]\w+\(\s*")([a-z][a-z0-9-]*)(")/g;

/** Every component has another logical name. */
function renamedTexts(): Readonly<Record<string, string>> {
    const files = fs
        .readdirSync(path.join(ROOT, "components"), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && !file.startsWith(WORKLOADS))
        .map((file) => path.join("components", file));
    const texts = [...files, "program.ts"].map((file) => {
        const text = fs.readFileSync(path.join(ROOT, file), "utf8");
        return [file, text, text.replace(MADE, `$1$2-${MARK}$3`)] as const;
    });
    return Object.fromEntries(
        texts.filter(([, before, after]) => before !== after).map(([file, , after]) => [file, after]),
    );
}

/** Paths of the inputs that say the mark. */
function* marked(value: unknown, at: string): Generator<string> {
    if (typeof value === "string" && value.includes(MARK)) yield `${at}: ${value.slice(0, 80)}`;
    if (typeof value !== "object" || value === null) return;
    for (const [key, each] of Object.entries(value)) yield* marked(each, `${at}.${key}`);
}

/** Tags say what a resource is called in the program, and AWS changes them in place. Those of a scaling group are resources of their own. */
const MAY_FOLLOW = /\.(tags|tag)\./;

describe("an aliased rename of every component", () => {
    let recording: Recording;

    before(async () => {
        recording = await withEdits({ texts: renamedTexts(), folders: {} }, async (load) => {
            const { COMPLETE, recordStack, stackFrom } = load("test/support/recordings.ts") as typeof recordings;
            return recordStack(stackFrom(COMPLETE), "update");
        });
    });

    it("gives most resources another logical name", () => {
        const { resources } = recording.graph;
        const renamed = resources.filter(({ name }) => name.includes(MARK));
        assert.ok(renamed.length > resources.length / 3, `${String(renamed.length)} of ${String(resources.length)}`);
    });

    it("changes no name outside Pulumi, and nothing else that a resource is made of but its tags", () => {
        const changed = recording.graph.resources
            .filter(({ custom }) => custom)
            .flatMap(({ type, name, inputs }) => [...marked(inputs, `${type} ${name}`)])
            .filter((found) => !MAY_FOLLOW.test(found));
        assert.deepEqual(changed, []);
    });
});
