import assert from "node:assert/strict";
import { record } from "../../plan/record";
import { Store } from "../../rehearsal/cloud/store";
import { deploy, TOY } from "../fixtures/toy/program";
import { refusedComing, refusedGoing } from "../support/aws-half";
import { COMPLETE, FEW_COMPANIES, recordingOf, stackFrom, STACK_FILES } from "../support/recordings";

/** What the engine adds to that is in lifecycle.engine.ts. */
describe("rehearsal: the AWS half of every stack", () => {
    for (const file of [...STACK_FILES, ...FEW_COMPANIES])
        it(`${file}: nothing of it is refused, neither when it comes nor when it goes`, async () => {
            const { environment } = stackFrom(file);
            const { graph } = await recordingOf(file, "update");
            const store = new Store();
            assert.deepEqual(await refusedComing(graph, environment, store), []);
            // With data: keep it is protected, and `down` says so first.
            if (environment.data !== "keep") assert.deepEqual(await refusedGoing(store), []);
        });

    it("the small environment of the tests with the engine: nothing of it either", async () => {
        const { graph } = await record(() => deploy(TOY), { project: "toy", stack: "dev", mode: "update" });
        const { environment } = stackFrom(COMPLETE);
        const store = new Store();
        const place = { region: "eu-central-1", account: "000000000000" };
        assert.deepEqual(await refusedComing(graph, { ...environment, ...place }, store), []);
        assert.deepEqual(await refusedGoing(store), []);
    });
});
