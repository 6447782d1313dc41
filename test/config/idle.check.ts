/**
 * Every key of the schema, changed once by itself: the resources change, or the file is refused, or the plan says that it changes nothing and
 * why. What is left is listed here with its reason.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { load, type Loaded } from "../../config/load";
import { readStackText } from "../../config/stack-file";
import { leaves, merge, type Tree } from "../../config/tree";
import { recordStack, type Stack } from "../support/recordings";
import { fileOf, SMALL_FILE } from "./fuzz/stack-files";
import { keysOfTheSchema } from "./fuzz/values";

/** Tried in this order until one is accepted and is not what the file says already. */
const TRIES = 8;

const WITHOUT_TRACE: Readonly<Record<string, string>> = {
    notSecrets: "is about the file alone",
};

const GROUNDS: Readonly<Record<string, Tree>> = {
    "no system": {},
    akosha: { systems: { akosha: { enabled: true } } },
};

function accepted(tree: Tree): Extract<Loaded, { ok: true }> | undefined {
    const { input, problems } = readStackText(stringify(fileOf(tree)), "Pulumi.test.yaml");
    const loaded: Loaded = input === undefined ? { ok: false, problems } : load(input, problems);
    return loaded.ok ? loaded : undefined;
}

const graphOf = async (stack: Stack): Promise<string> =>
    JSON.stringify((await recordStack(stack, "update")).graph.resources);

const withoutNotes = ({ environment: { idle: _, ...rest } }: Stack): string => JSON.stringify(rest);

/** Undefined where no value that was tried is both accepted and another. */
function another(ground: Tree, base: Stack, overlays: fc.Arbitrary<Tree>): { key: string; stack: Stack } | undefined {
    for (const overlay of fc.sample(overlays, { seed: 7, numRuns: TRIES })) {
        const stack = accepted(merge(ground, overlay));
        const [[key] = [""]] = leaves(overlay);
        if (stack !== undefined && withoutNotes(stack) !== withoutNotes(base)) return { key, stack };
    }
    return undefined;
}

const isIn = (key: string, outer: string): boolean => key === outer || key.startsWith(`${outer}.`);

describe("keys that change nothing", function () {
    this.timeout(0);
    for (const [name, ground] of Object.entries(GROUNDS))
        it(`are named in the plan, or refused: ${name}`, async () => {
            const file = merge(SMALL_FILE, ground);
            const base = accepted(file);
            assert.ok(base !== undefined);
            const before = await graphOf(base);
            const silent: string[] = [];
            let tried = 0;
            for (const overlay of [...keysOfTheSchema().values()].flat()) {
                const change = another(file, base, overlay);
                if (change === undefined) continue;
                const { key, stack } = change;
                const isSaid = stack.environment.idle.some((note) => isIn(key, note.split(" ")[0] ?? ""));
                if (isSaid || Object.keys(WITHOUT_TRACE).some((known) => isIn(key, known))) continue;
                tried++;
                if ((await graphOf(stack)) === before) silent.push(key);
            }
            assert.ok(tried > 50, `only ${String(tried)} keys were tried`);
            assert.deepEqual(silent, []);
        });
});
