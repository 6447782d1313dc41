import assert from "node:assert/strict";
import { thousands } from "../../config/thousands";

describe("thousands", () => {
    it("writes numbers as English readers expect them", () => {
        for (const number of [0, 7, 999, 1000, 12_345, 1_234_567, 0.5, 1234.5678, -1234, 999_999.9996])
            assert.equal(thousands(number), number.toLocaleString("en-US"));
    });
});
