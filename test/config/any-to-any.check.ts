/**
 * Every stack file and test environment, with the place of another one: as the next state of that other one. What is refused names a
 * way whose every step is a valid file and is not refused itself; what is not refused changes nothing that AWS, Kubernetes or Pulumi
 * would refuse. A dozen pairs are recorded for the latter, those of SEED; all with FULL=1.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { at, isTree, type Tree } from "../../config/tree";
import { differenceOf } from "../../plan/diff/difference";
import { refusal } from "../../plan/diff/meaning/refusal";
import { withKeys } from "../../rehearsal/rehearse/stack-file";
import { recordStack } from "../support/recordings";
import { faultsOf, FILES, problemsOf, stackOf, type Pair } from "./way-faults";

const { FULL = "", SEED = "1" } = process.env;
const RECORDED = 12;

/** Where another one would be another environment, with nothing more to say. */
const PLACE = ["project", "account", "network.cidr", "network.zoneNames", "cluster.serviceCidr"];

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

const pairs: readonly Pair[] = FILES.flatMap(({ name, text: from }) =>
    FILES.filter(({ name: other }) => other !== name)
        .map(({ name: other, text }) => ({ name: `${name} to ${other}`, from, to: moved(text, from) }))
        .filter(({ to }) => stackOf(to) !== undefined),
);
const clear = pairs.filter(({ from, to }) => problemsOf(from, to).length === 0);

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
