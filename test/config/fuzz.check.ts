/**
 * Generated stack files: what the configuration accepts, the program, the policy rules, the packer and the embedded AWS must accept too; what
 * it refuses, it refuses in words, and its advice must help. A hundred of each; 2,000 with FULL=1, N with FUZZ=N. SEED=<number> makes others.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { load, type Loaded } from "../../config/load";
import { formatProblems } from "../../config/problems";
import { readStackText } from "../../config/stack-file";
import type { Tree } from "../../config/tree";
import { capacityOf } from "../../plan/capacity/capacity";
import { ownersOf } from "../../plan/owners";
import { evaluate } from "../../policy/evaluate";
import { refusedComing } from "../support/aws-half";
import { recordStack, TODAY, type Stack } from "../support/recordings";
import { unheard } from "./fuzz/advice";
import { mutated } from "./fuzz/mutations";
import { fileOf, settings } from "./fuzz/stack-files";

const { FULL = "", FUZZ, SEED = "1" } = process.env;
const numRuns = Number(FUZZ ?? (FULL === "" ? 100 : 2000));
const seed = Number(SEED);
const FILE = "Pulumi.test.yaml";

function loaded(tree: Tree): Loaded {
    const { input, problems } = readStackText(stringify(fileOf(tree)), FILE);
    return input === undefined ? { ok: false, problems } : load(input, problems);
}

async function rejections(stack: Stack): Promise<string[]> {
    const { graph } = await recordStack(stack, "update");
    const { findings } = evaluate(graph, stack.environment, { today: TODAY });
    const capacity = capacityOf(graph, stack.environment, ownersOf(graph));
    return [
        ...findings.map(({ rule, urn, message }) => `${rule}: ${graph.get(urn).name} ${message}`),
        ...(capacity?.fits === false ? ["the packer finds no room for everything"] : []),
        ...(await refusedComing(graph, stack.environment)),
    ];
}

const asFile = (tree: Tree): string => `SEED=${SEED}\n${stringify(fileOf(tree))}`;

describe("generated stack files", function () {
    this.timeout(0);

    it(`are refused when they are read or not at all: ${String(numRuns)} accepted ones, SEED=${SEED}`, async () => {
        await fc.assert(
            fc.asyncProperty(settings, async (tree) => {
                const stack = loaded(tree);
                fc.pre(stack.ok);
                const found = await rejections(stack).catch((error: unknown) => [String(error)]);
                assert.deepEqual(found, [], asFile(tree));
            }),
            { seed, numRuns, maxSkipsPerRun: 200, ...(numRuns > 100 && { endOnFailure: true }) },
        );
    });

    it(`with mistakes in them are answered in words, and the advice is taken: ${String(numRuns)}, SEED=${SEED}`, () => {
        fc.assert(
            fc.property(mutated(settings), (tree) => {
                const result = loaded(tree);
                if (result.ok) return;
                assert.ok(result.problems.length > 0, asFile(tree));
                for (const { rule, fix } of result.problems) assert.ok(rule !== "" && fix !== "", asFile(tree));
                assert.doesNotMatch(formatProblems(FILE, result.problems), /^\s+at .*:\d+:\d+\)?$/m, asFile(tree));
                assert.deepEqual(unheard(tree, result.problems, loaded), [], asFile(tree));
            }),
            { seed, numRuns },
        );
    });
});
