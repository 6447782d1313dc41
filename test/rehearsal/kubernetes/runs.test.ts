import assert from "node:assert/strict";
import { once } from "node:events";
import * as net from "node:net";
import { eachRun, type ServedRun } from "../../../rehearsal/kubernetes/real/runs";

/** Providers that say which they are, and how they end. */
function providers(): { started: number; readonly stopped: number[]; start: () => Promise<ServedRun> } {
    const all = {
        started: 0,
        stopped: [] as number[],
        start: async () => {
            const id = ++all.started;
            const server = net.createServer((socket) => socket.end(`provider ${String(id)}`)).unref();
            await once(server.listen(0, "127.0.0.1"), "listening");
            const stop = (): void => {
                all.stopped.push(id);
                server.close();
            };
            return { port: (server.address() as net.AddressInfo).port, stop };
        },
    };
    return all;
}

async function answer(port: number): Promise<string> {
    const socket = net.connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (part) => (text += part.toString())).on("error", () => undefined);
    await once(socket, "close");
    return text;
}

describe("rehearsal: a Kubernetes provider for each run of the engine", () => {
    it("gives connections of one run the same process, and the next run another on the same port", async () => {
        const made = providers();
        const { port, stop } = await eachRun(made.start);
        assert.equal(made.started, 1, "before anybody asks");
        assert.deepEqual(await Promise.all([answer(port), answer(port)]), ["provider 1", "provider 1"]);
        assert.equal(await answer(port), "provider 2");
        while (made.stopped.length < 2) await new Promise((resolve) => setImmediate(resolve));
        assert.deepEqual(made.stopped, [1, 2]);
        stop();
    });

    it("says at once that a provider cannot start", async () => {
        await assert.rejects(
            eachRun(() => Promise.reject(new Error("ended with status 2"))),
            /ended with status 2/,
        );
    });
});
