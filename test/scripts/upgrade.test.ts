import assert from "node:assert/strict";
import { newest, newestCommon, packageWanted } from "../../scripts/upgrade/wanted";

const versions: Readonly<Record<string, readonly string[]>> = {
    typescript: ["5.9.3", "6.0.3", "6.0.10", "7.0.2", "7.1.0-beta"],
    "@types/node": ["20.19.43", "20.19.5", "26.6.7"],
    zod: ["4.6.7", "4.10.0", "5.0.0-alpha.1"],
    "ts-node": ["10.9.2", "11.0.0"],
    old: ["1.0.0"],
};
const wanted = (name: string, pinned: string) => packageWanted(name, pinned, "3.276.0", (of) => versions[of] ?? []);

describe("make upgrade", () => {
    it("takes the newest Pulumi that npm and Go's proxy both serve, and no version before its release", () => {
        const npm = ["3.9.0", "3.274.0", "3.275.0", "3.276.0", "3.277.0", "4.0.0-alpha.1"];
        assert.equal(newestCommon(npm, ["v3.9.0", "v3.276.0", "v3.274.0", "v4.0.0-alpha.1"]), "3.276.0");
        assert.equal(newestCommon(npm, ["v3.300.0"]), undefined);
    });

    it("compares numbers, not letters", () => {
        assert.equal(newest(["4.9.0", "4.10.0", "4.2.0"]), "4.10.0");
    });

    it("moves a package to its newest release", () => {
        assert.deepEqual(wanted("zod", "4.6.7"), { now: "4.6.7", version: "4.10.0", install: "zod@4.10.0" });
    });

    it("keeps what is held to a major version there, and the second TypeScript under its own name", () => {
        assert.equal(wanted("typescript", "6.0.3")?.version, "6.0.10");
        assert.equal(wanted("@types/node", "20.19.5")?.version, "20.19.43");
        assert.equal(wanted("typescript7", "npm:typescript@7.0.1")?.install, "typescript7@npm:typescript@7.0.2");
    });

    it("leaves ts-node alone, moves nothing back, and the SDK with the engine", () => {
        assert.equal(wanted("ts-node", "10.9.2"), undefined);
        assert.equal(wanted("old", "1.1.0"), undefined);
        assert.equal(wanted("@pulumi/pulumi", "3.246.0")?.install, "@pulumi/pulumi@3.276.0");
    });
});
