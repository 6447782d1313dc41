/** What stays as it was made: zones by their place, engines of stores that are ours. */
import assert from "node:assert/strict";
import type { Environment } from "../../config/environment";
import { transitionProblems } from "../../config/transition";
import { between, environment, said } from "./transition-fixture";

describe("a change of a deployed environment: what stays", () => {
    it("holds an engine to its version only where its store is ours and stays, and an older release told one", () => {
        const [from, to] = [
            environment('stores: { redis: { version: "9" } }'),
            environment('stores: { redis: { version: "8" } }'),
        ];
        const brought = (of: Environment, ...uses: readonly string[]): Environment => ({
            ...of,
            existing: { redis: Object.fromEntries(uses.map((use) => [use, {}])) },
        });
        const ids = (before: Environment, after: Environment) =>
            transitionProblems({ from: before, to: after })
                .map(({ check }) => check)
                .filter((check) => check?.startsWith("versions.") === true);
        assert.deepEqual(ids(brought(from, "cache"), brought(to, "cache")), ["versions.stores.redis.version"]);
        assert.deepEqual(ids(brought(from, "cache"), brought(to, "queue")), []);
        assert.deepEqual(ids(from, brought(to, "cache", "queue")), []);
        const { version: _none, ...redis } = from.stores.redis;
        const older = { ...from, stores: { ...from.stores, redis } } as unknown as Environment;
        assert.deepEqual(ids(older, to), []);
    });

    const zones = (...letters: readonly string[]): string =>
        `network: { zones: ${String(letters.length)}, zoneNames: [${letters.map((letter) => `us-east-1${letter}`).join(", ")}] }`;

    for (const [what, from, to, expected] of [
        ["another zone in the place of one", zones("a", "b", "c"), zones("a", "b", "d"), "zoneNames"],
        ["another order", zones("a", "b", "c"), zones("b", "a", "c"), "zoneNames"],
        ["a zone before the others", zones("b", "c"), zones("a", "b", "c"), "zoneNames"],
        ["a zone less, by name", zones("a", "b", "c"), zones("a", "b"), "zones"],
        ["a zone less, and another order", zones("a", "b", "c"), zones("b", "a"), "zones"],
    ] as const)
        it(`is a zone in its place: ${what}, and the step that is named is one that can be done`, () => {
            const [problem, ...others] = between(from, to);
            assert.deepEqual(others, []);
            assert.equal(problem?.path, `network.${expected}`);
            const [step] = problem.steps;
            assert.ok(step?.does === "up");
            const nested = Object.entries(step.keys).map(
                ([key, value]) => `${key.split(".")[1] ?? ""}: ${JSON.stringify(value)}`,
            );
            assert.deepEqual(said(between(from, `{ network: { ${nested.join(", ")} } }`)), []);
        });

    it("is a group that spans zones, where data is kept: a zone more takes its nodes at once", () => {
        const keep = (of: string) => `{ data: keep, ${of} }`;
        const [from, to] = [keep(zones("a", "b")), keep(zones("a", "b", "c"))];
        assert.deepEqual(said(between(from, to)), ["network.zones 2 -> 3: byHand, unprotect, up"]);
        const [problem] = between(from, to);
        assert.match(problem?.rule ?? "", /^gives the groups general, system, untrusted subnets/);
        const brought = (of: Environment): Environment =>
            ({ ...of, existing: { cluster: {} } }) as unknown as Environment;
        assert.deepEqual(transitionProblems({ from: brought(environment(from)), to: brought(environment(to)) }), []);
    });

    it("is no zone that comes after the others, and none of a VPC that is brought", () => {
        assert.deepEqual(said(between(zones("a", "b"), zones("a", "b", "c"))), []);
        assert.deepEqual(said(between(zones("a", "b", "c"), "")), []);
        const brought = (of: Environment): Environment =>
            ({ ...of, existing: { vpc: { id: "vpc-1" } } }) as unknown as Environment;
        const [from, to] = [environment(zones("a", "b")), environment(zones("b", "a"))];
        assert.deepEqual(transitionProblems({ from: brought(from), to: brought(to) }), []);
    });
});
