/** docs/guides/rollout.md: its lines are planned one after the other, have the volumes of its table, and replace nothing. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import type { Tree } from "../../config/tree";
import type { Graph } from "../../plan/graph";
import { at } from "../components/workload/fixture";
import { blocksIn } from "../support/page";
import { changedGraph, COMPLETE, only } from "../support/recordings";

const PAGE = readFileSync(path.join(__dirname, "../../docs/guides/rollout.md"), "utf8");
const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
const STORES = ["akosha-hot-store-data", "akosha-warm-store-data"];

interface Step {
    readonly size: string;
    readonly settings: Tree;
}

const YAML = blocksIn(PAGE).filter(({ language }) => language === "yaml");
const STEPS: readonly Step[] = YAML.map(({ text }) => {
    const lines = parse(text) as { "mindcloud:systems": { akosha: { size: string } } };
    return { size: lines["mindcloud:systems"].akosha.size, settings: { systems: lines["mindcloud:systems"] } };
});

/** GiB of the hot and of the warm store, as the table has them for a size. */
function tableOf(size: string): readonly number[] {
    const row = PAGE.split("\n").find((line) => line.startsWith("|") && line.includes(`\`${size}\``)) ?? "";
    const [hot = "", warm = ""] = row.split("|").slice(-3, -1);
    return [hot, warm].map((cell) => Number(cell.replaceAll(/[^0-9]/g, "")));
}

const storesOf = (graph: Graph) =>
    STORES.map((name) => graph.ofType(CLAIM).find((claim) => at(claim, "metadata", "name") === name));

describe("the rollout of Akosha", () => {
    it("has the document's phases in their order", () => {
        assert.deepEqual(
            STEPS.map(({ size }) => size),
            ["pilot", "phase1", "phase2", "phase3"],
        );
    });

    it("plans each step, with the volumes that the table says, in claims that stay", async () => {
        const urns: string[] = [];
        for (const { size, settings } of STEPS) {
            const stores = storesOf(
                await changedGraph(COMPLETE, only("akosha"), settings, { budget: { monthlyUsd: 100_000 } }),
            );
            assert.deepEqual(
                stores.map((claim) => claim && at(claim, "spec", "resources", "requests", "storage")),
                tableOf(size).map((gibibytes) => `${String(gibibytes)}Gi`),
                size,
            );
            urns.push(stores.map((claim) => claim?.urn).join(" "));
        }
        assert.equal(new Set(urns).size, 1, "another claim would be an empty one");
    });

    it("says gates with what to look at, and when to stop", () => {
        assert.match(PAGE, /## Gates[\s\S]*P99 under 2 s[\s\S]*## Stop rule[\s\S]*One gate missed/);
    });
});
