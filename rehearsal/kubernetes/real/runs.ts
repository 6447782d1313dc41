/**
 * The engine tells its providers to cancel when a run ends, and the official Kubernetes provider answers every request after that with
 * "context canceled" (provider/pkg/provider/provider.go, Cancel). The engine of a session keeps to one port, so that port stays, and
 * behind it every run has a process of its own: it goes with the last connection, and the next connection starts another.
 */
import * as net from "node:net";

export interface ServedRun {
    readonly port: number;
    stop: () => void;
}

interface Run {
    readonly served: Promise<ServedRun>;
    readonly open: Set<net.Socket>;
}

/** Its port stays. The first process is started before anybody asks, so that one which cannot start is an error here. */
export async function eachRun(start: () => Promise<ServedRun>): Promise<ServedRun> {
    const ready = await start();
    let run: Run | undefined = { served: Promise.resolve(ready), open: new Set() };
    const begin = (): Run => ({ served: start(), open: new Set() });
    const server = net.createServer({ pauseOnConnect: true }, (engine) => {
        const mine = (run ??= begin());
        mine.open.add(engine);
        engine.on("error", () => undefined); // who is at the other end goes when it likes
        engine.once("close", () => {
            mine.open.delete(engine);
            if (mine.open.size > 0) return;
            if (run === mine) run = undefined;
            void mine.served.then(
                (served) => {
                    served.stop();
                },
                () => undefined,
            );
        });
        mine.served.then(
            ({ port }) => {
                join(engine, port);
            },
            (error: unknown) => {
                process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
                engine.destroy();
            },
        );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { port: (server.address() as net.AddressInfo).port, stop: () => server.close() };
}

function join(engine: net.Socket, port: number): void {
    const provider = net.connect(port, "127.0.0.1");
    provider.on("error", () => engine.destroy());
    provider.once("close", () => engine.destroy());
    engine.once("close", () => provider.destroy());
    if (engine.destroyed) provider.destroy();
    engine.pipe(provider).pipe(engine);
}
