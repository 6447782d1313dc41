import assert from "node:assert/strict";
import { ofLife, suffixOf } from "../../../config/restores";
import { physicalName } from "../../../plan/diff/meaning/surroundings";
import type { Graph } from "../../../plan/graph";
import { changedGraph, COMPLETE, only } from "../../support/recordings";

const BUCKET = "aws:s3/bucket:Bucket";
const RESTORE = { pointInTime: "2026-11-29T11:55:00Z" };
const LIFE = { suffix: suffixOf(RESTORE) };

/** Who keeps objects in it. */
const STORED = only("akosha", "memstack");

async function restored(fate: Readonly<Record<string, unknown>> = {}): Promise<Graph> {
    return changedGraph(COMPLETE, STORED, { stores: { cold: { restoreFrom: [{ ...RESTORE, ...fate }] } } });
}

const cold = (graph: Graph) =>
    graph.ofType(BUCKET).filter(({ name }) => name === "stores-cold-bucket" || name.startsWith("stores-cold-"));
const states = (graph: Graph) =>
    cold(graph).map(
        ({ name, protect, inputs }) =>
            `${name}${protect ? " protected" : ""}${inputs.forceDestroy === true ? " emptied" : ""}`,
    );

/** Whose objects the pods read and write: by the policies of their roles and by what they are told. */
function usedBy(graph: Graph): readonly string[] {
    const names = cold(graph).map(physicalName);
    const texts = graph.resources
        .filter(({ type }) => type.startsWith("kubernetes:") || type.startsWith("aws:iam/"))
        .map(({ inputs }) => JSON.stringify(inputs));
    return names.filter((name) => texts.some((text) => text.includes(name)));
}

describe("components/aws, the cold bucket restored", () => {
    const [OLD, NEW] = ["stores-cold-bucket", `${ofLife("stores-cold", LIFE)}-bucket`];

    it("is made beside the old one, which nothing of changes, and clients wait until it is filled", async () => {
        const before = await changedGraph(COMPLETE, STORED);
        const filling = await restored({ filling: true });
        assert.deepEqual(states(filling).sort(), [`${NEW} protected`, `${OLD} protected`].sort());
        for (const { urn, inputs } of before.ofType(BUCKET)) assert.deepEqual(filling.find(urn)?.inputs, inputs, urn);
        assert.deepEqual(usedBy(filling), usedBy(before));
        const used = usedBy(await restored());
        assert.equal(used.length, 1);
        assert.ok(used[0]?.includes(`-cold-${LIFE.suffix}-`), used[0]);
        assert.deepEqual(usedBy(await restored({ abandoned: true })), usedBy(before));
    });

    it("goes in two steps, and is emptied only when it was let go", async () => {
        assert.deepEqual(
            states(await restored({ replaced: "leaving" })).sort(),
            [`${NEW} protected`, `${OLD} emptied`].sort(),
        );
        assert.deepEqual(states(await restored({ replaced: "absent" })), [`${NEW} protected`]);
    });
});
