import assert from "node:assert/strict";
import { CASES } from "./cases";
import { differenceFor } from "./recorded";

describe("diff: a component with an alias that others read from", () => {
    it("keeps its addresses and passwords, so that nothing that is made of them changes", async () => {
        const change = CASES.find(({ name }) => name === "the stores renamed, with an alias");
        assert.ok(change !== undefined);
        const { changes } = await differenceFor(change);
        const renamed = changes.filter(({ renamedFrom }) => renamedFrom !== undefined);
        assert.ok(renamed.length > 100, String(renamed.length));
        const others = changes.filter(({ renamedFrom }) => renamedFrom === undefined);
        assert.deepEqual(
            others.map(({ urn }) => urn),
            [],
        );
        const touched = renamed.filter(({ operation }) => operation !== "rename" && operation !== "update");
        assert.deepEqual(touched, []);
        const updated = renamed.filter(({ operation }) => operation === "update");
        const paths = new Set(updated.flatMap(({ properties }) => properties.map(({ path }) => path)));
        assert.deepEqual([...paths].sort(), ["tags.Name", "tags.mindcloud:name"], "tags say the name that is logical");
    });
});
