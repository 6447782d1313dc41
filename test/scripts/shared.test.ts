import assert from "node:assert/strict";
import { isUnknown, Secret } from "../../plan/graph";
import { encode } from "../../plan/values";
import { COMPLETE, recordingOf } from "../support/recordings";
import { bytesOf, recordingFrom } from "../support/shared";

describe("a recording that another worker reads", () => {
    it("is the same, with what is secret in it and what nobody knows yet", async () => {
        const recording = await recordingOf(COMPLETE, "preview");
        const read = recordingFrom(bytesOf(recording));
        assert.deepEqual(read.graph.resources, recording.graph.resources);
        assert.deepEqual(read.outputs, recording.outputs);
        // Two secrets are equal to an assertion whatever is in them.
        assert.deepEqual(encode(read.graph.resources), encode(recording.graph.resources));
        const values = read.graph.resources.flatMap(({ inputs }) => Object.values(inputs));
        assert.ok(values.some((value) => value instanceof Secret) && values.some(isUnknown));
    });
});
