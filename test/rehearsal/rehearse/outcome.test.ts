import assert from "node:assert/strict";
import type { CloudObject } from "../../../rehearsal/cloud/store";
import { endsWell, nothingLeft, unchanged } from "../../../rehearsal/rehearse/checks/outcome";
import { step } from "./support";

const WELL = { status: 0, text: "" };
const object: CloudObject = {
    type: "aws:s3/bucket:Bucket",
    id: "cold-1",
    name: "cold",
    serial: 1,
    inputs: {},
    outputs: {},
};
const urn = "urn:pulumi:dev::mindcloud::aws:s3/bucket:Bucket::cold";

describe("what a rehearsal makes of a run", () => {
    it("accepts a run that ended well, and tells the end of what another one said", () => {
        assert.deepEqual(endsWell(WELL), []);
        assert.deepEqual(endsWell({ status: 1, text: "first\ncannot create cold: refused\n" }), [
            "ended with status 1",
            "first",
            "cannot create cold: refused",
        ]);
    });

    it("accepts a run without changes, and names each change by what it does, where and to which argument", () => {
        const same = step("same", "aws:s3/bucket:Bucket", "cold");
        assert.deepEqual(unchanged({ ...WELL, steps: [same, { ...same, operation: "read" }] }), []);
        const steps = [same, step("update", "kubernetes:apps/v1:Deployment", "akosha-api", ["spec"])];
        assert.deepEqual(unchanged({ ...WELL, steps }), [
            "would update akosha-api (apps Deployment): spec, although nothing was changed",
        ]);
    });

    it("does not take a run that looked at nothing for one without changes", () => {
        assert.deepEqual(unchanged({ ...WELL, steps: [] }), ["the engine looked at nothing"]);
    });

    it("believes that nothing is left only when state and cloud both say so", () => {
        const resource = { urn, type: object.type, custom: true };
        assert.deepEqual(nothingLeft({ resources: [], pending: [] }, []), []);
        assert.deepEqual(nothingLeft({ resources: [resource], pending: [] }, []), [
            "cold (s3 Bucket) is left in the state",
        ]);
        assert.deepEqual(nothingLeft({ resources: [], pending: [{ type: "creating", resource }] }, [object]), [
            "cold is left as an open operation",
            "cold (s3 Bucket) cold-1 is left in the cloud",
        ]);
    });
});
