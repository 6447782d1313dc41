import assert from "node:assert/strict";
import { accepted, acceptedFrom, judge, type Accepted } from "./accepted";

const REASON = "because the service that writes here knows no other way";
const entry = (more: Partial<Accepted> = {}): Accepted => ({
    ...{ check: "CKV_1", object: "Deployment.*.web", reason: REASON, expires: "2027-06-01" },
    ...more,
});
const found = (check: string, object: string) => ({ check, object, says: "is not good" });
const WEB = found("CKV_1", "Deployment.shop.web");

describe("what scanners find", () => {
    it("fails where it is not accepted: another check, another object, one that only begins or ends so", () => {
        const other = found("CKV_2", "Deployment.shop.web");
        const longer = found("CKV_1", "Deployment.shop.web-2");
        const dotted = found("CKV_1", "DeploymentXshop.web");
        assert.deepEqual(judge([WEB, other, longer, dotted, longer], [entry()], "2027-05-31"), [
            "CKV_1 Deployment.shop.web-2: is not good",
            "CKV_1 DeploymentXshop.web: is not good",
            "CKV_2 Deployment.shop.web: is not good",
        ]);
    });

    it("fails from the day on that the acceptance ends", () => {
        assert.deepEqual(judge([WEB], [entry()], "2027-05-31"), []);
        assert.deepEqual(judge([WEB], [entry()], "2027-06-01"), [
            "CKV_1 Deployment.shop.web: is not good (accepted until 2027-06-01)",
        ]);
    });

    it("fails where something is accepted that nothing finds any more", () => {
        assert.deepEqual(judge([WEB], [entry(), entry({ check: "CKV_9" })], "2027-05-31"), [
            "CKV_9 Deployment.*.web: is accepted, and nothing finds it any more",
        ]);
    });

    it("is accepted with check, object, a reason and a day, and with nothing else", () => {
        assert.ok(accepted().length > 5);
        const line = (more: string) => `- { check: A, object: B, ${more} }`;
        assert.equal(acceptedFrom(line(`reason: ${REASON}, expires: "2027-06-01"`)).length, 1);
        for (const wrong of [
            `reason: ok, expires: "2027-06-01"`,
            `reason: ${REASON}`,
            `reason: ${REASON}, expires: never`,
        ])
            assert.throws(() => acceptedFrom(line(wrong)), wrong);
    });
});
