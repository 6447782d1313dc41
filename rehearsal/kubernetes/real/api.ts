import * as http from "node:http";
import * as https from "node:https";
import { createInterface } from "node:readline";
import { isMap } from "../../../plan/values";
import type { Access } from "./access";

export type Json = Readonly<Record<string, unknown>>;

/** An object as the API server has it. */
export interface Live extends Json {
    readonly metadata: Json;
}

/** What the API server refuses, in its own words. */
export class ApiError extends Error {
    /** HTTP status, 0 where nobody answered. */
    readonly status: number;
    /** `AlreadyExists`, `Invalid`, `Forbidden`, ... */
    readonly reason: string;

    constructor(status: number, reason: string, message: string) {
        super(message);
        this.name = "ApiError";
        this.status = status;
        this.reason = reason;
    }
}

export interface ApplyOptions {
    readonly manager: string;
    /** Takes fields that another manager owns. */
    readonly force?: boolean;
}

/** As many as the engine's default parallelism: more would queue in the API server instead of here. */
const CONNECTIONS = 64;
const MOST_REPEATS = 30;
const REPEAT_MILLISECONDS = 500;
const METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/** Plain HTTPS with client certificates and connections that stay open. Paths are those of the API: `/apis/apps/v1/deployments`. */
export class Api {
    readonly #access: Access;
    readonly #agent: http.Agent;

    constructor(access: Access) {
        this.#access = access;
        const Agent = access.server.startsWith("https:") ? https.Agent : http.Agent;
        this.#agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, scheduling: "lifo" });
    }

    async get(path: string): Promise<Live> {
        return liveOf(await this.#ask("GET", path));
    }

    /** Undefined when it does not exist. */
    async find(path: string): Promise<Live | undefined> {
        try {
            return await this.get(path);
        } catch (error) {
            if (error instanceof ApiError && error.status === 404) return undefined;
            throw error;
        }
    }

    async list(path: string): Promise<readonly Live[]> {
        return itemsOf(await this.#ask("GET", path));
    }

    /** Names, labels and who owns which field; a tenth of the whole objects. */
    async listMetadata(path: string): Promise<readonly Live[]> {
        return itemsOf(await this.#ask("GET", path, undefined, { accept: METADATA_ONLY }));
    }

    /** Server-side apply. JSON is YAML, which is the only type that every supported minor takes. */
    async apply(path: string, object: Json, { manager, force = false }: ApplyOptions): Promise<Live> {
        const query = `fieldManager=${encodeURIComponent(manager)}&force=${String(force)}`;
        return liveOf(await this.#ask("PATCH", `${path}?${query}`, object, { type: "application/apply-patch+yaml" }));
    }

    /** A JSON merge patch, as controllers write a status. */
    async merge(path: string, patch: Json): Promise<Live> {
        return liveOf(await this.#ask("PATCH", path, patch, { type: "application/merge-patch+json" }));
    }

    async delete(path: string, propagationPolicy: string): Promise<void> {
        await this.#ask("DELETE", path, { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy });
    }

    /** Each change as a line, until it ends by itself or is stopped. `onEnd` comes exactly once. */
    stream(path: string, onEvent: (event: Json) => void, onEnd: () => void): () => void {
        const request = this.#request("GET", path, { accept: "application/json" }, undefined); // outside of the shared connections
        request.on("response", (response) => {
            // A watch that breaks says so here and there; `close` follows.
            response.on("error", () => undefined);
            if (response.statusCode !== 200) return response.resume();
            const lines = createInterface({ input: response });
            lines.on("error", () => undefined);
            return lines.on("line", (line) => {
                if (line !== "") onEvent(JSON.parse(line) as Json);
            });
        });
        request.on("error", () => undefined); // `close` follows
        request.once("close", onEnd);
        request.end();
        return () => {
            request.destroy();
        };
    }

    close(): void {
        this.#agent.destroy();
    }

    async #ask(
        method: string,
        path: string,
        body?: Json,
        { type = "application/json", accept = "application/json" } = {},
    ): Promise<Json> {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const headers = {
            accept,
            ...(text !== undefined && { "content-type": type, "content-length": String(Buffer.byteLength(text)) }),
        };
        for (let left = MOST_REPEATS; ; left--) {
            const { status, answer } = await this.#answer(method, path, headers, text);
            if (status < 400) return answer;
            // Not looked at: too much to do, or a kind that is new and still being set up. Every client of Kubernetes asks again.
            if (status !== 429 || left === 0) throw refusal(status, answer);
            await new Promise((resolve) => setTimeout(resolve, REPEAT_MILLISECONDS));
        }
    }

    /** A connection that stayed open may have been closed meanwhile: what was sent over it was not read, and is sent once more. */
    async #answer(
        method: string,
        path: string,
        headers: http.OutgoingHttpHeaders,
        text: string | undefined,
        again = true,
    ): Promise<Answer> {
        const request = this.#request(method, path, headers, this.#agent);
        try {
            return await answerTo(request, text);
        } catch (error) {
            const { code = "", message } = error as NodeJS.ErrnoException;
            if (again && request.reusedSocket && (code === "ECONNRESET" || code === "EPIPE"))
                return this.#answer(method, path, headers, text, false);
            throw new ApiError(
                0,
                "Unreachable",
                `the API server at ${this.#access.server} does not answer (${code === "" ? message : code})`,
            );
        }
    }

    #request(
        method: string,
        path: string,
        headers: http.OutgoingHttpHeaders,
        agent: http.Agent | undefined,
    ): http.ClientRequest {
        const { server, ca, cert, key } = this.#access;
        const options = { method, headers, agent: agent ?? false };
        if (!server.startsWith("https:")) return http.request(`${server}${path}`, options);
        return https.request(`${server}${path}`, { ...options, ca, cert, key });
    }
}

export interface Answer {
    readonly status: number;
    readonly answer: Json;
}

/** Sends it, and reads what comes back: what is no JSON object is its `message`. */
export function answerTo(request: http.ClientRequest, body: string | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
        request.on("error", reject);
        request.on("response", (response) => {
            const parts: Buffer[] = [];
            response.on("data", (part: Buffer) => parts.push(part));
            response.on("error", reject);
            response.on("end", () => {
                resolve({ status: response.statusCode ?? 0, answer: parsed(Buffer.concat(parts).toString("utf8")) });
            });
        });
        request.end(body);
    });
}

/** An answer in plain text comes from a proxy, or from a server that is still starting. */
function parsed(text: string): Json {
    try {
        const value: unknown = JSON.parse(text);
        return isMap(value) ? value : { message: text };
    } catch {
        return { message: text.trim() };
    }
}

function refusal(status: number, { reason, message }: Json): ApiError {
    const code = typeof reason === "string" && reason !== "" ? reason : (http.STATUS_CODES[status] ?? String(status));
    return new ApiError(status, code, typeof message === "string" && message !== "" ? message : "no reason given");
}

function liveOf(answer: Json): Live {
    return { ...answer, metadata: isMap(answer.metadata) ? answer.metadata : {} };
}

/** Items of a list do not say their kind; the list says it for all of them. */
function itemsOf({ items }: Json): readonly Live[] {
    return Array.isArray(items) ? items.filter(isMap).map(liveOf) : [];
}
