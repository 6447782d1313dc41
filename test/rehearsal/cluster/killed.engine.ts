import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { findControlPlane, stopControlPlane } from "../../../rehearsal/cluster/control-plane";
import { processesIn } from "../../../rehearsal/cluster/processes";
import { skipWithoutGo } from "./support";

const ROOT = path.join(__dirname, "..", "..", "..");
/** A start in a process of its own. */
const START = `
    const { startControlPlane } = require("./rehearsal/cluster/control-plane");
    const { SHAPE } = require("./test/rehearsal/cluster/fixture");
    const say = () => undefined;
    void startControlPlane({ minor: "1.36", directory: process.argv[1], say, key: "", shape: async () => SHAPE });
`;

describe("a start of a control plane that is killed", () => {
    let directory: string;
    let parent: ChildProcess | undefined;
    before(function () {
        skipWithoutGo(this);
        directory = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "killed-")), "cluster");
    });
    after(async () => {
        parent?.kill("SIGKILL");
        if (!directory) return;
        await stopControlPlane(directory);
        fs.rmSync(path.dirname(directory), { recursive: true, force: true });
    });

    it("leaves nothing that a stop would not find: neither what runs nor what is just starting it", async () => {
        const starting = spawn(process.execPath, ["-r", "./scripts/fast.js", "-e", START, directory], {
            ...{ cwd: ROOT, stdio: "ignore" },
        });
        parent = starting;
        const programs = (): readonly string[] => processesIn(directory).map(({ program }) => path.basename(program));
        for (const deadline = Date.now() + 300_000; !programs().includes("kube-apiserver");) {
            assert.ok(Date.now() < deadline && starting.exitCode === null, "the API server was never started");
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        starting.kill("SIGKILL");
        assert.ok(programs().includes("kwokctl"), "it goes on without its parent");
        assert.equal(await findControlPlane(directory), undefined);
        await stopControlPlane(directory);
        assert.deepEqual(programs(), []);
        assert.equal(fs.existsSync(directory), false);
        await new Promise((resolve) => setTimeout(resolve, 1000));
        assert.deepEqual(programs(), [], "and nothing comes back");
    });
});
