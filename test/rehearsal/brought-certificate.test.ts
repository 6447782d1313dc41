/** What is asked of an account about a certificate that the stack file names, on answers in the form of ACM's API reference. */
import assert from "node:assert/strict";
import { broughtCertificateProblems } from "../../rehearsal/account/brought-certificate";
import type { Aws } from "../../rehearsal/session/leftover-logs";
import { changed, COMPLETE } from "../support/recordings";

const ARN = "arn:aws:acm:us-east-1:000000000000:certificate/0a1b2c3d-0000-4000-8000-000000000000";
const { environment } = changed(COMPLETE, { domain: { zoneId: undefined, certificateArn: ARN } });

const asked = (Certificate: object | undefined) =>
    broughtCertificateProblems(environment, () =>
        Promise.resolve(
            Certificate === undefined
                ? { code: 254, output: "\nAn error occurred (ResourceNotFoundException): none\n" }
                : { code: 0, output: JSON.stringify({ Certificate }) },
        ),
    );

describe("a certificate that the stack file names", () => {
    it("is left in peace where it is issued for the names, and where there is none nobody is asked", async () => {
        const names = ["ai.example.com", "*.ai.example.com"];
        assert.deepEqual(await asked({ Status: "ISSUED", SubjectAlternativeNames: names }), []);
        const nobody: Aws = () => Promise.reject(new Error("asked"));
        assert.deepEqual(await broughtCertificateProblems(changed(COMPLETE, {}).environment, nobody), []);
    });

    it("is refused before anything starts where it waits, is for other names, or is not there", async () => {
        assert.match(
            (await asked({ Status: "PENDING_VALIDATION" })).join(),
            /^domain\.certificateArn: arn:.* is PENDING_VALIDATION: /,
        );
        assert.match(
            (await asked({ Status: "ISSUED", SubjectAlternativeNames: ["ai.example.com"] })).join(),
            /is for ai\.example\.com: request one that has \*\.ai\.example\.com, too$/,
        );
        assert.match((await asked(undefined)).join(), /could not be asked about: .*ResourceNotFoundException/);
    });
});
