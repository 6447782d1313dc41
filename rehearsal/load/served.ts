/** A stand-in for what a script asks, as a process on loopback: images/stand-in as its container would start it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { freePorts } from "../cluster/ports";

const SERVER = path.join(__dirname, "../../images/stand-in/server.mjs");

export interface Served {
    readonly url: string;
    /** Requests that it has answered well so far. */
    readonly answered: () => Promise<number>;
    readonly close: () => void;
}

export async function serve(standsFor: string): Promise<Served> {
    const [port = 0] = await freePorts(1);
    const child = spawn(process.execPath, [SERVER, "serves", "--address", "127.0.0.1"], {
        stdio: ["ignore", "pipe", "inherit"],
        env: { STAND_IN: JSON.stringify({ standsFor, listen: [{ port, health: ["/health"] }] }) },
    });
    const ended = once(child, "exit").then(([status]) => {
        throw new Error(`the stand-in for ${standsFor} ended with status ${String(status)}`);
    });
    ended.catch(() => undefined); // who waits for it is told
    await Promise.race([once(child.stdout, "data"), ended]);
    const url = `http://127.0.0.1:${String(port)}`;
    return {
        url,
        answered: async () => ((await (await fetch(`${url}/stand-in/answered`)).json()) as Answered).answered,
        close: () => {
            child.kill("SIGKILL");
        },
    };
}

interface Answered {
    readonly answered: number;
}
