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

/** Values of a key, tried until one changes a resource. */
const TRIES = 8;

const WITHOUT_TRACE: Readonly<Record<string, string>> = {
    notSecrets: "is about the file alone",
    "nodeGroups.zonal.state": "without pods for it the group is not made, which is all that absent says",
    "nodeGroups.untrusted.state": "the same",
    "cluster.logGroup": "adopts what is there: an option of the resource, not one of its inputs",
};

const GROUNDS: Readonly<Record<string, Tree>> = {
    "no system": {},
};

function accepted(tree: Tree): Extract<Loaded, { ok: true }> | undefined {
    const { input, problems } = readStackText(stringify(fileOf(tree)), "Pulumi.test.yaml");
    const loaded: Loaded = input === undefined ? { ok: false, problems } : load(input, problems);
    return loaded.ok ? loaded : undefined;
}

const graphOf = async (stack: Stack): Promise<string> =>
    JSON.stringify((await recordStack(stack, "update")).graph.resources);

const withoutNotes = ({ environment: { idle: _, ...rest } }: Stack): string => JSON.stringify(rest);

/** What is both accepted and another, for one key. */
function* others(ground: Tree, base: Stack, overlays: fc.Arbitrary<Tree>): Generator<{ key: string; stack: Stack }> {
    const seen = new Set([withoutNotes(base)]);
    for (const overlay of fc.sample(overlays, { seed: 7, numRuns: TRIES })) {
        const stack = accepted(merge(ground, overlay));
        const [[key] = [""]] = leaves(overlay);
        if (stack === undefined || seen.has(withoutNotes(stack))) continue;
        seen.add(withoutNotes(stack));
        yield { key, stack };
    }
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
                let verdict: string | undefined;
                for (const { key, stack } of others(file, base, overlay)) {
                    const isSaid = stack.environment.idle.some((note) => isIn(key, note.split(" ")[0] ?? ""));
                    if (isSaid || Object.keys(WITHOUT_TRACE).some((known) => isIn(key, known))) break;
                    verdict = (await graphOf(stack)) === before ? key : "";
                    if (verdict === "") break;
                }
                if (verdict === undefined) continue;
                tried++;
                if (verdict !== "") silent.push(verdict);
            }
            assert.deepEqual(silent, []);
            assert.ok(tried > 30, `only ${String(tried)} keys were tried`);
        });
});
