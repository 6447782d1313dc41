/** A provider's plugin as a process, spoken to by Pulumi's own protocol (pulumi/pulumi proto/pulumi/provider.proto), with nobody to call. */
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import * as grpc from "@grpc/grpc-js";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import type { Properties } from "../engine/wire";

/** The engine's own limit (sdk/nodejs/runtime/settings.ts). */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;
/** Of one answer. It may be busy with its schema at first. */
const PATIENCE = 120_000;
/** From the break of its connection to its end. */
const TO_END = 30_000;

/** Nothing more can be asked. */
export class Ended extends Error {}

export interface Checked {
    readonly inputs: Properties;
    readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

export interface Differs {
    readonly changed: boolean;
    readonly replaces: readonly string[];
}

export interface Plugin {
    /** How often it tried to reach somebody: what is made up must never be tried. */
    readonly called: () => number;
    configure(packageName: string, settings: Properties): Promise<void>;
    check(urn: string, inputs: Properties): Promise<Checked>;
    diff(urn: string, id: string, olds: Properties, state: Properties, news: Properties): Promise<Differs>;
    stop(): void;
}

export async function startPlugin(program: string, args: readonly string[] = []): Promise<Plugin> {
    const { port: refusing, calls, close } = await refuser();
    const home = fs.mkdtempSync(path.join(os.tmpdir(), "ask-provider-"));
    const child = spawn(program, [...args], {
        cwd: home,
        env: environment(home, refusing),
        stdio: ["ignore", "pipe", "pipe"],
    });
    const stop = (): void => {
        child.kill("SIGKILL");
        close();
        fs.rmSync(home, { recursive: true, force: true });
    };
    process.once("exit", stop);
    const last = lastWords(child);
    const port = await portOf(child).catch((error: unknown) => {
        stop();
        throw error;
    });
    const client = new ResourceProviderClient(`127.0.0.1:${String(port)}`, grpc.credentials.createInsecure(), {
        "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
        "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    });
    return {
        called: calls,
        configure: async (packageName, settings) => {
            const request = new proto.ConfigureRequest().setArgs(struct(settings)).setAcceptsecrets(true);
            for (const [key, value] of Object.entries(settings))
                request
                    .getVariablesMap()
                    .set(`${packageName}:config:${key}`, typeof value === "string" ? value : JSON.stringify(value));
            await asked<proto.ConfigureResponse>(
                (done) => client.configure(request, new grpc.Metadata(), deadline(), done),
                last,
            );
        },
        check: async (urn, inputs) => {
            const request = new proto.CheckRequest().setUrn(urn).setOlds(struct({})).setNews(struct(inputs));
            request.setRandomseed(Buffer.alloc(32, 1));
            const answer = await asked<proto.CheckResponse>(
                (done) => client.check(request, new grpc.Metadata(), deadline(), done),
                last,
            );
            const failures = answer
                .getFailuresList()
                .map((each) => ({ property: each.getProperty(), reason: each.getReason() }));
            return { inputs: plain(answer.getInputs()), failures };
        },
        diff: async (urn, id, olds, state, news) => {
            const request = new proto.DiffRequest().setUrn(urn).setId(id);
            request.setOldInputs(struct(olds)).setOlds(struct(state)).setNews(struct(news));
            const answer = await asked<proto.DiffResponse>(
                (done) => client.diff(request, new grpc.Metadata(), deadline(), done),
                last,
            );
            const some = answer.getChanges() === proto.DiffResponse.DiffChanges.DIFF_SOME;
            return { changed: some, replaces: answer.getReplacesList() };
        },
        stop,
    };
}

/** Nothing of whoever runs this: no credentials, no configuration, and every way out leads to who refuses. */
function environment(home: string, refusing: number): NodeJS.ProcessEnv {
    const proxy = `http://127.0.0.1:${String(refusing)}`;
    return {
        ...{ PATH: process.env.PATH, HOME: home, TMPDIR: home, AWS_EC2_METADATA_DISABLED: "true" },
        ...{ HTTPS_PROXY: proxy, HTTP_PROXY: proxy, https_proxy: proxy, http_proxy: proxy, NO_PROXY: "" },
    };
}

async function refuser(): Promise<{ port: number; calls: () => number; close: () => void }> {
    let calls = 0;
    const server = net.createServer((socket) => {
        calls++;
        // An answer: who is hung up on tries again, for seconds.
        socket.on("error", () => undefined);
        socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    server.unref();
    return { port: (server.address() as net.AddressInfo).port, calls: () => calls, close: () => void server.close() };
}

function portOf(child: ChildProcess): Promise<number> {
    return new Promise((resolve, reject) => {
        const said: string[] = [];
        child.stderr?.on("data", (chunk: Buffer) => {
            if (said.length < 5) said.push(chunk.toString().trim());
        });
        child.once("error", reject);
        // Not `exit`: what it said may be read later than its end.
        child.once("close", (code) => {
            reject(
                new Error(
                    `ended with status ${String(code)} before it said its port${said.length > 0 ? `: ${said.join(" ")}` : ""}`,
                ),
            );
        });
        if (child.stdout === null) return;
        createInterface({ input: child.stdout }).once("line", (line) => {
            if (/^\d+$/.test(line.trim())) resolve(Number(line));
            else reject(new Error(`said "${line.slice(0, 80)}" where a provider's plugin says its port`));
        });
    });
}

const deadline = (): { deadline: number } => ({ deadline: Date.now() + PATIENCE });

/** Of a process, when it ends. */
function lastWords(child: ChildProcess): Promise<string> {
    let tail = "";
    child.stderr?.on("data", (chunk: Buffer) => {
        tail = `${tail}${chunk.toString()}`.slice(-100_000);
    });
    return new Promise((resolve) => {
        child.once("close", (code, signal) => {
            const words = /^(panic|fatal).*$/m.exec(tail)?.[0] ?? tail.trim().split("\n").at(-1) ?? "";
            resolve(`the plugin ended (${String(code ?? signal)}): ${words}`);
        });
    });
}

/** A connection that breaks is a process that ends, which is told a little later; one that only closes its port ends nothing. */
async function asked<Response>(
    call: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
    last: Promise<string>,
): Promise<Response> {
    const { error, response } = await new Promise<{ error: grpc.ServiceError | null; response: Response }>((resolve) =>
        call((error, response) => {
            resolve({ error, response });
        }),
    );
    if (error === null) return response;
    if (error.code !== grpc.status.UNAVAILABLE) throw new Error(error.details);
    const words = await Promise.race([last, pause(TO_END, undefined, { ref: false })]);
    throw words === undefined ? new Error(error.details) : new Ended(words);
}

/** JSON has no `undefined`, and the conversion throws on it. */
const struct = (properties: Properties): Struct =>
    Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Record<string, JavaScriptValue>);
const plain = (value: Struct | undefined): Properties => (value === undefined ? {} : value.toJavaScript());
