/** The exporter of what waits, as a process of its own on a file like the scheduler's. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { at, object } from "../../workload/fixture";
import { agency } from "./stack";

describe("Simple-CLI's queue exporter", () => {
    it("counts what waits in the scheduler's file: its length, 0 before the first task, the last number while it is written", async () => {
        const folder = mkdtempSync(path.join(tmpdir(), "queue-"));
        const file = path.join(folder, "scheduler_state.json");
        const port = await freePort();
        const script = String(
            at(object(await agency(), "ConfigMap", "acme-queue-exporter"), "data", "queue-exporter.mjs"),
        );
        const program = path.join(folder, "queue-exporter.mjs");
        writeFileSync(program, script);
        const exporter = spawn(process.execPath, [program], { env: { STATE_FILE: file, QUEUE_PORT: String(port) } });
        try {
            const read = async () => {
                const text = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
                return Number(/^queue_length (\d+)$/m.exec(text)?.[1]);
            };
            await until(async () => (await fetch(`http://127.0.0.1:${String(port)}/health`)).ok);
            const seen = [await read()];
            for (const text of ['{"pendingTasks":[{},{},{}]}', '{"pendingTa', '{"pendingTasks":[]}']) {
                writeFileSync(file, text);
                seen.push(await read());
            }
            assert.deepEqual(seen, [0, 3, 3, 0]);
        } finally {
            exporter.kill();
            rmSync(folder, { recursive: true });
        }
    });
});

async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
        if (await holds().catch(() => false)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("it does not answer");
}
