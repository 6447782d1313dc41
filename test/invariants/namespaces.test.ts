import assert from "node:assert/strict";
import { KNOWN_NAMESPACES } from "../../config/checks/namespaces";
import { manifestsOf } from "../../policy/kubernetes";
import { COMPLETE, recordingOf, stackFrom } from "../support/recordings";

describe("namespaces", () => {
    it("that the program makes are refused as a company's id, so that enabling a system later collides with nothing", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const { companies } = stackFrom(COMPLETE).environment.systems.simpleCli;
        const made = manifestsOf(graph)
            .of("Namespace")
            .map(({ name }) => name)
            .filter((name) => !(name in companies));
        assert.ok(made.length > 5);
        assert.deepEqual(
            made.filter((name) => KNOWN_NAMESPACES[name] === undefined),
            [],
        );
    });
});
