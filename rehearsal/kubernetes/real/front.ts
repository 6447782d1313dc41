/**
 * Before the API server, for whoever comes through the network: writes down what is made, fails where a rehearsal asks for it, and refuses
 * what the provider that the program pins would be refused (docs/decisions/0011).
 */
import * as fs from "node:fs";
import type * as http from "node:http";
import * as https from "node:https";
import * as path from "node:path";
import { hasFault, type Fault } from "../../provider/faults";
import type { Access } from "./access";
import type { Json } from "./api";
import { createIn, takes, type Create } from "./creates";
import { isKubernetesOwn } from "./inventory";
import type { Request, Response, Site } from "./network";

export interface FrontOptions {
    readonly access: Access;
    readonly faults: readonly Fault[];
    /** Where a line is written for each object that is made. */
    readonly directory: string;
}

/** One line for each object that came into being through the front. */
export const madeFileOf = (directory: string): string => path.join(directory, "made-on-kubernetes");

/** One line for each object that the API server has judged, and that it does not keep. */
export const judgedFileOf = (directory: string): string => path.join(directory, "judged-on-kubernetes");

/** As client-go asks for the description of all kinds. */
const DESCRIPTION = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

let asked = 0;

/** Requests that wait for an answer. Who watches does not. */
export const askedOfKubernetes = (): number => asked;

export function front(options: FrontOptions): Site {
    const upstream = new Upstream(options.access);
    // The first to ask for it waits until it is put together, and that is seconds: nobody who asks later waits.
    upstream.answer("GET", "/openapi/v2", undefined, DESCRIPTION).catch(() => undefined);
    return (request, response) => {
        const { url = "", headers } = request;
        if (!isWatch(url)) {
            asked++;
            response.once("close", () => asked--);
        }
        if (headers.authorization === undefined)
            refuse(response, 401, "Unauthorized", "no token: aws eks get-token gives one");
        else if (isCreate(request))
            create(options, upstream, request, response).catch((error: unknown) => {
                refuse(response, 502, "ServiceUnavailable", error instanceof Error ? error.message : String(error));
            });
        else if (asksPods(request))
            judge(options, upstream, request, response).catch((error: unknown) => {
                refuse(response, 502, "ServiceUnavailable", error instanceof Error ? error.message : String(error));
            });
        else request.pipe(upstream.relay(request, response));
    };
}

/**
 * Objects of charts by which the API server asks their pods before it answers anybody: nothing runs in those, and each pod, each object of a
 * kind and the end of each namespace would wait for them. The API server says what it thinks of one, and keeps none. Helm creates what it does
 * not find, and does not mind to find nothing when it takes a chart away.
 */
const ASKS_PODS =
    /^\/apis\/(admissionregistration\.k8s\.io\/v1\/(validating|mutating)webhookconfigurations|apiregistration\.k8s\.io\/v1\/apiservices)$/;

const asksPods = ({ method, url = "" }: Request): boolean =>
    method === "POST" && ASKS_PODS.test(new URL(url, "http://api").pathname);

async function judge(
    { directory }: FrontOptions,
    upstream: Upstream,
    request: Request,
    response: Response,
): Promise<void> {
    const body = await contentOf(request);
    const judged = new URL(request.url ?? "", "http://api");
    judged.searchParams.set("dryRun", "All");
    const { status, body: answer } = await upstream.answer("POST", `${judged.pathname}${judged.search}`, body);
    if (status === 201) {
        const { kind, metadata } = JSON.parse(answer.toString("utf8")) as Json & { readonly metadata: Json };
        fs.appendFileSync(judgedFileOf(directory), `${String(kind)} ${String(metadata.name)}\n`);
    }
    response.writeHead(status, { "content-type": "application/json" }).end(answer);
}

async function create(
    { faults, directory }: FrontOptions,
    upstream: Upstream,
    request: Request,
    response: Response,
): Promise<void> {
    const body = await contentOf(request);
    const made = createIn(request.url ?? "", body.toString("utf8"));
    const has = (kind: Fault["kind"]): boolean => hasFault(faults, kind, made);
    if (has("before")) {
        refuse(response, 500, "InternalError", "a fault that was asked for");
        return;
    }
    const answered = await ask(upstream, made, request.url ?? "", body);
    if (answered.status === 201) fs.appendFileSync(madeFileOf(directory), `${made.object}\n`);
    if (has("hang")) return;
    if (has("after")) refuse(response, 500, "InternalError", "the connection broke before the API server answered");
    else response.writeHead(answered.status, { "content-type": "application/json" }).end(answered.body);
}

/**
 * 4.29 and later make what is new by a plain create, which the API server refuses of an object that is there; the module that is built here
 * applies (pulumi-kubernetes, 0d18fe4, "Use client-side create to prevent silent upsert of existing objects"). So it is created here, by the
 * same manager. Who applies in both is a patch: what it says is of an object that Kubernetes makes itself, or seldom a whole one, and the API
 * server finds it invalid before it finds the name taken.
 */
async function ask(upstream: Upstream, made: Create, url: string, body: Buffer): Promise<Answered> {
    const apply = () => upstream.answer("PATCH", url, body);
    if (isKubernetesOwn(made)) return apply();
    const query = "fieldManager=pulumi-kubernetes&fieldValidation=Warn";
    const created = await upstream.answer("POST", `${made.collection}?${query}`, body);
    const isPart = created.status === 422 && (await upstream.answer("GET", made.object)).status === 200;
    return isPart ? apply() : created;
}

const isWatch = (url: string): boolean => /[?&]watch=(true|1)/.test(url);
const isCreate = ({ method, url }: Request): boolean => method === "PATCH" && takes(url ?? "");

async function contentOf(message: AsyncIterable<unknown>): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of message) parts.push(part as Buffer);
    return Buffer.concat(parts);
}

function refuse(response: Response, code: number, reason: string, message: string): void {
    if (response.headersSent) return void response.destroy();
    const status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code };
    response.writeHead(code, { "content-type": "application/json" });
    response.end(JSON.stringify(status));
}

interface Answered {
    readonly status: number;
    readonly body: Buffer;
}

/** The API server itself, with the certificate of an administrator. */
class Upstream {
    readonly #access: Access;
    readonly #agent = new https.Agent({ keepAlive: true, maxSockets: 128, scheduling: "lifo" });

    constructor(access: Access) {
        this.#access = access;
    }

    /** Whatever it answers goes to who asked; the body is to be written into the result. */
    relay(request: Request, response: Response): http.ClientRequest {
        const { method = "GET", url = "", headers } = request;
        const kept = Object.entries(headers).filter(([name]) => !name.startsWith(":") && !NOT_ITS_BUSINESS.has(name));
        const upstream = this.#ask(method, url, Object.fromEntries(kept));
        upstream.on("response", (answer) => {
            const lines = Object.entries(answer.headers).filter(([name]) => !NOT_ITS_BUSINESS.has(name));
            response.writeHead(answer.statusCode ?? 502, Object.fromEntries(lines) as http.OutgoingHttpHeaders);
            answer.pipe(response);
            answer.on("error", () => void response.destroy());
        });
        upstream.on("error", ({ message }) => {
            refuse(response, 503, "ServiceUnavailable", `the API server does not answer: ${message}`);
        });
        response.once("close", () => void upstream.destroy());
        return upstream;
    }

    answer(method: string, url: string, body?: Buffer, accept = "application/json"): Promise<Answered> {
        const type = method === "PATCH" ? "application/apply-patch+yaml" : "application/yaml";
        const headers = { accept, ...(body !== undefined && { "content-type": type }) };
        return new Promise((resolve, reject) => {
            this.#ask(method, url, headers)
                .on("error", reject)
                .on("response", (answer) => {
                    contentOf(answer).then((content) => {
                        resolve({ status: answer.statusCode ?? 0, body: content });
                    }, reject);
                })
                .end(body);
        });
    }

    #ask(method: string, url: string, headers: http.OutgoingHttpHeaders): http.ClientRequest {
        const { server, ca, cert, key } = this.#access;
        const agent = isWatch(url) ? false : this.#agent;
        return https.request(`${server}${url}`, { method, headers, ca, cert, key, agent });
    }
}

/** Of one connection, or of whose it is. */
const NOT_ITS_BUSINESS = new Set(["host", "authorization", "connection", "keep-alive", "transfer-encoding", "upgrade"]);
