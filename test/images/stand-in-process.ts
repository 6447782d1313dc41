/** Runs images/stand-in as a process, as its container would. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import * as path from "node:path";

const SERVER = path.join(__dirname, "../../images/stand-in/server.mjs");

export interface Run {
    readonly child: ChildProcess;
    /** Everything it wrote, when it has ended. */
    readonly ended: Promise<{ status: number | null; stdout: string; stderr: string }>;
    /** Its first line, which it writes when it listens. */
    readonly firstLine: Promise<string>;
}

/** With no other variables than these: nothing of the machine shines through. */
export function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Run {
    const child = spawn(process.execPath, [SERVER, ...words], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    const texts = { stdout: "", stderr: "" };
    const firstLine = new Promise<string>((resolve, reject) => {
        child.stdout.on("data", (data: Buffer) => {
            texts.stdout += data.toString();
            const end = texts.stdout.indexOf("\n");
            if (end !== -1) resolve(texts.stdout.slice(0, end));
        });
        child.once("close", () => {
            reject(new Error(`ended without a line: ${texts.stderr}`));
        });
    });
    firstLine.catch(() => undefined); // who waits for it is told
    child.stderr.on("data", (data: Buffer) => (texts.stderr += data.toString()));
    const ended = once(child, "close").then(([status]: unknown[]) => ({
        ...{ status: typeof status === "number" ? status : null },
        ...texts,
    }));
    return { child, ended, firstLine };
}

/** Ports that were free a moment ago. */
export async function freePorts(howMany: number): Promise<number[]> {
    const servers = await Promise.all(
        Array.from({ length: howMany }, async () => {
            const server = createServer();
            server.listen(0);
            await once(server, "listening");
            return server;
        }),
    );
    const ports = servers.map((server) => (server.address() as AddressInfo).port);
    await Promise.all(servers.map((server) => once(server.close(), "close")));
    return ports;
}
