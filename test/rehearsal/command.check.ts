import assert from "node:assert/strict";
import { Cli } from "../../rehearsal/engine/command";

describe("rehearsal: a command of the engine", () => {
    it("may be interrupted when it has ended, and only what it had started still holds its output", async () => {
        let pid = 0;
        const cli = new Cli("/bin/sh", (started) => (pid = started));
        const ran = cli.run(["-c", "sleep 1 & exit 3"], process.cwd(), { PATH: process.env.PATH ?? "" });
        while (isThere(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
        cli.interrupt();
        assert.equal((await ran).code, 3);
    });
});

function isThere(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}
