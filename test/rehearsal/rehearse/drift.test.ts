import assert from "node:assert/strict";
import { driftLines } from "../../../rehearsal/commands/drift";
import { reportsDrift } from "../../../rehearsal/rehearse/checks/drift";
import { step } from "./support";

const CONFIGURATION = "kubernetes:core/v1:ConfigMap";

describe("drift", () => {
    const lines = driftLines([
        step("same", CONFIGURATION, "whole"),
        step("update", CONFIGURATION, "edited", ["data"]),
        step("delete", CONFIGURATION, "deleted"),
    ]);
    const text = `${lines.join("\n")}\ndev has drifted\n`;
    const touched = { edited: "changed", deleted: "gone" } as const;

    it("is one line for each resource that is not what the state says", () => {
        assert.deepEqual(lines, ["  changed  edited (core ConfigMap): data", "  gone     deleted (core ConfigMap)"]);
    });

    it("is reported when each touched resource is named, and nothing else", () => {
        assert.deepEqual(reportsDrift({ status: 1, text }, touched), []);
        assert.match(reportsDrift({ status: 0, text }, touched).join(), /status 0, although/);
        assert.match(
            reportsDrift({ status: 1, text }, { ...touched, third: "gone" }).join(),
            /third is gone, and the report says nothing of it/,
        );
        assert.match(
            reportsDrift({ status: 1, text }, { edited: "changed", deleted: "changed" }).join(),
            /deleted is changed, and the report says gone/,
        );
        assert.match(
            reportsDrift({ status: 1, text }, { edited: "changed" }).join(),
            /deleted is reported, and nobody touched it/,
        );
    });
});
