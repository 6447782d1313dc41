/** MemStack on a cluster of others: what the stack file says of it is there, and nothing of it is touched. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { mindcloud } from "../../../rehearsal/session/mindcloud";
import { FOREIGN } from "../../support/recordings";
import { Bench } from "../support/bench";
import { skipWithoutGo } from "./support";

describe("an environment on a cluster of others", function () {
    this.timeout(900_000);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "others-"));
    after(() => {
        fs.rmSync(folder, { recursive: true });
    });

    it("gets its secrets and volumes there, runs on their nodes, and leaves nothing behind", async function () {
        skipWithoutGo(this);
        fs.copyFileSync(path.join(__dirname, "../../..", FOREIGN), path.join(folder, "Pulumi.foreign.yaml"));
        const rehearsed = mindcloud(folder)("foreign");
        if ("problems" in rehearsed) assert.fail(rehearsed.problems);
        assert.ok(rehearsed.controlPlanes);
        const bench = new Bench("foreign", folder).writingOnce().onRealKubernetes(rehearsed.controlPlanes);
        const up = await bench.rehearse("up", rehearsed);
        const down = await bench.rehearse("down", rehearsed);
        assert.equal(up.status, 0, up.text);
        assert.match(up.text, /3 \/ 3 +Deployment +memstack +memstack-api/);
        assert.match(up.text, /Bound +memstack +neo4j-data +20Gi +ebs-database/);
        assert.match(up.text, /others-2 +m7g\.4xlarge/);
        assert.equal(down.status, 0, down.text);
        assert.match(down.text, /nothing on the Kubernetes API server/);
    });
});
