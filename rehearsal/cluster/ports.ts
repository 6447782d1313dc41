import * as net from "node:net";

/** Below the range from which Linux and macOS take the ports of outgoing connections. */
const FIRST = 20_000;
const LAST = 32_000;

/**
 * Ports on this machine that nobody listens on, at random: two checkouts that start at the same moment hardly ever meet, as they would by
 * counting.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
    const found = new Set<number>();
    for (let attempt = 0; found.size < count; attempt++) {
        if (attempt > LAST - FIRST) throw new Error(`fewer than ${String(count)} free ports on this machine`);
        const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
        if (!found.has(port) && (await isFree(port))) found.add(port);
    }
    return [...found];
}

function isFree(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const server = net.createServer();
        server.once("error", () => {
            resolve(false);
        });
        server.listen(port, "127.0.0.1", () => {
            server.close(() => {
                resolve(true);
            });
        });
    });
}
