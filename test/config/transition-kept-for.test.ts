import assert from "node:assert/strict";
import { between, said } from "./transition-fixture";

const OFF = "systems: { memstack: { enabled: false } }";
const KEPT = "stores: { keptFor: [memstack] }";

describe("a system that goes off where data is kept", () => {
    it("keeps its stores by stores.keptFor: the claims of its volumes go, which are unprotected by name", () => {
        assert.deepEqual(said(between("data: keep", `{ data: keep, ${OFF}, ${KEPT} }`)), [
            "systems.memstack enabled -> its stores: byHand, unprotect, up",
        ]);
    });

    it("loses nothing that is protected where it has no volume of its own, but nodes that nobody else needs", () => {
        const before = "systems: { simpleCli: { size: production } }";
        const after = "systems: { simpleCli: { size: production, enabled: false } }, stores: { keptFor: [simpleCli] }";
        assert.deepEqual(said(between(`{ data: keep, ${before} }`, `{ data: keep, ${after} }`)), [
            "nodeGroups.untrusted a group -> nothing: byHand, unprotect, up",
        ]);
    });

    it("comes back in one step, and its volume by a snapshot beside which nothing stands", () => {
        const snapshot = "{ claim: memstack/neo4j-data, snapshot: snap-0123456789abcdef0, replaced: absent }";
        const on = `stores: { volumes: { restoreFrom: [${snapshot}] } }`;
        assert.deepEqual(said(between(`{ data: keep, ${OFF}, ${KEPT} }`, `{ data: keep, ${on} }`)), []);
    });

    it("gives its names free when it goes for good, then or later: protection goes in an up of its own", () => {
        const steps = "byHand, up, up";
        assert.deepEqual(said(between("data: keep", `{ data: keep, ${OFF} }`)), [
            `systems.memstack enabled -> nothing: ${steps}`,
        ]);
        assert.deepEqual(said(between(`{ data: keep, ${OFF}, ${KEPT} }`, `{ data: keep, ${OFF} }`)), [
            `systems.memstack its stores -> nothing: ${steps}`,
        ]);
    });

    it("gives the name of a Neo4j's secret free when that goes alone, which may come back tomorrow", () => {
        const myriad = (neo4j: boolean): string =>
            `{ data: keep, systems: { myriad: { enabled: true, neo4j: { enabled: ${String(neo4j)} }, workloads: { graphdb: { image: absent, holdsNothing: true } } } } }`;
        assert.deepEqual(said(between(myriad(true), myriad(false))), [
            "existing.neo4j.myriad ours -> nothing: byHand, up, up",
        ]);
    });

    it("says so of a system whose names alone would be missed", () => {
        const one =
            "systems: { akosha: { enabled: false }, memstack: { enabled: false }, simpleCli: { enabled: false }";
        const myriad = `${one}, myriad: { enabled: true, workloads: { graphdb: { image: absent, holdsNothing: true } } } }`;
        const problems = between(`{ data: keep, ${myriad} }`, `{ data: keep, ${one}, myriad: { enabled: false } } }`);
        assert.ok(
            said(problems).some((line) => line.startsWith("systems.myriad enabled -> nothing: byHand, up, up")),
            said(problems).join("\n"),
        );
    });
});
