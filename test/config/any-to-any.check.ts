/**
 * Every stack file and test environment, with the place of another one: as the next state of that other one. What is refused names a
 * way whose every step is a valid file and is not refused itself; what is not refused changes nothing that AWS, Kubernetes or Pulumi
 * would refuse. A dozen pairs are recorded for the latter, those of SEED; all with FULL=1.
 */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { load } from "../../config/load";
import { readStackText } from "../../config/stack-file";
import { transitionProblems, wayOf, type TransitionProblem } from "../../config/transition";
import { at, isTree, type Tree } from "../../config/tree";
import { differenceOf } from "../../plan/diff/difference";
import { refusal } from "../../plan/diff/meaning/refusal";
import { withKeys } from "../../rehearsal/rehearse/stack-file";
import { ENVIRONMENTS, recordStack, STACK_FILES, type Stack } from "../support/recordings";

const { FULL = "", SEED = "1" } = process.env;
const RECORDED = 12;

/** Where another one would be another environment, with nothing more to say. */
const PLACE = ["project", "account", "network.cidr", "network.zoneNames", "cluster.serviceCidr"];

interface Named {
    readonly name: string;
    readonly text: string;
}

interface Pair {
    readonly name: string;
    readonly from: string;
    readonly to: string;
    readonly problems: readonly TransitionProblem[];
}

const files: readonly Named[] = [...STACK_FILES, ...ENVIRONMENTS].map((name) => ({
    name: path.basename(name),
    text: fs.readFileSync(path.join(__dirname, "../..", name), "utf8"),
}));

function stackOf(text: string): Stack | undefined {
    const { input, problems } = readStackText(text, "Pulumi.dev.yaml");
    const loaded = input === undefined ? undefined : load(input, problems);
    return loaded?.ok === true ? loaded : undefined;
}

const configOf = (text: string): Tree => {
    const { config } = parse(text) as { config?: unknown };
    return isTree(config) ? config : {};
};

const said = (config: Tree, key: string): unknown => {
    const [first = "", ...rest] = key.split(".");
    return at(config[`mindcloud:${first}`], rest) ?? null;
};

/** `text` in the region, account and network of `place`, with what is brought there. */
function moved(text: string, place: string): string {
    const there = configOf(place);
    const { "mindcloud:existing": existing, "aws:region": region } = there;
    const { "mindcloud:existing": _e, "aws:region": _r, ...rest } = configOf(text);
    const config = { ...rest, ...(existing !== undefined && { "mindcloud:existing": existing }), "aws:region": region };
    return withKeys(stringify({ config }), Object.fromEntries(PLACE.map((key) => [key, said(there, key)])));
}

function problemsOf(from: string, to: string): readonly TransitionProblem[] {
    const [before, after] = [stackOf(from), stackOf(to)];
    assert.ok(before !== undefined && after !== undefined);
    return transitionProblems({ from: before.environment, to: after.environment });
}

const pairs: readonly Pair[] = files.flatMap(({ name, text: from }) =>
    files
        .filter(({ name: other }) => other !== name)
        .map(({ name: other, text }) => ({ name: `${name} to ${other}`, from, to: moved(text, from) }))
        .filter(({ to }) => stackOf(to) !== undefined)
        .map((pair) => ({ ...pair, problems: problemsOf(pair.from, pair.to) })),
);
const clear = pairs.filter(({ problems }) => problems.length === 0);

/** What falls short on the way: of what only unprotecting is asked for, the step before has seen to. */
function* faultsOf({ from, to, problems }: Pair): Generator<string> {
    let stands = from;
    for (const step of wayOf(problems)) {
        if (step.does === "anew") return;
        if (step.does !== "up") continue;
        const next = withKeys(step.file === "wanted" ? to : from, step.keys);
        if (stackOf(next) === undefined) {
            yield `no valid file: ${step.say}`;
            return;
        }
        for (const { path: key, rule, steps } of problemsOf(stands, next))
            if (!steps.some(({ does }) => does === "unprotect")) yield `refused: ${step.say}: ${key} ${rule}`;
        stands = next;
    }
}

async function unsaid({ from, to }: Pair): Promise<readonly string[]> {
    const [before, after] = await Promise.all(
        [from, to].map(async (text) => {
            const stack = stackOf(text);
            assert.ok(stack !== undefined);
            const { graph } = await recordStack(stack, "preview");
            return { environment: stack.environment, graph, secrets: {}, encrypted: new Map<string, string>() };
        }),
    );
    return differenceOf("dev", before, after, { source: "a test" }).changes.flatMap((change) => {
        const why = refusal(change);
        return why === undefined ? [] : [`${change.operation} ${change.name}: ${why}`];
    });
}

describe("any stack file to any other", () => {
    it("leaves hundreds of pairs to look at, of which some need steps and some do not", () => {
        assert.ok(pairs.length > 100, String(pairs.length));
        assert.ok(pairs.length - clear.length > 30 && clear.length > 30);
    });

    it("goes the whole way that is named: no step is an invalid file, or refused itself", () => {
        const faults = pairs.flatMap((pair) => [...faultsOf(pair)].map((fault) => `${pair.name}: ${fault}`));
        assert.deepEqual(faults, []);
    });

    it("is refused in words wherever AWS, Kubernetes or Pulumi would refuse it", async () => {
        const seed = { seed: Number(SEED), numRuns: 1 };
        const most = Math.min(RECORDED, clear.length);
        const [some = []] = fc.sample(fc.shuffledSubarray([...clear], { minLength: most, maxLength: most }), seed);
        const faults: string[] = [];
        for (const pair of FULL === "" ? some : clear)
            faults.push(...(await unsaid(pair)).map((fault) => `${pair.name}: ${fault}`));
        assert.deepEqual(faults, []);
    });
});
