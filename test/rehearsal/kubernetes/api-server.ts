import * as fs from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { certificate } from "../../../rehearsal/kubernetes/real/certificates";

export interface FakeObject {
    readonly apiVersion?: string;
    readonly kind?: string;
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly spec?: unknown;
    readonly status?: unknown;
    readonly data?: unknown;
    readonly [other: string]: unknown;
}

export interface Asked {
    readonly method: string;
    readonly path: string;
    readonly query: URLSearchParams;
    readonly type: string | undefined;
    readonly body: Readonly<Record<string, unknown>>;
}

/** What the tests use: group version, kind, plural, whether it is in namespaces. */
const KINDS = [
    ["v1", "Namespace", "namespaces", false],
    ["v1", "Pod", "pods", true],
    ["v1", "Event", "events", true],
    ["v1", "Secret", "secrets", true],
    ["v1", "ConfigMap", "configmaps", true],
    ["v1", "ServiceAccount", "serviceaccounts", true],
    ["v1", "PersistentVolumeClaim", "persistentvolumeclaims", true],
    ["apps/v1", "Deployment", "deployments", true],
    ["batch/v1", "Job", "jobs", true],
    ["networking.k8s.io/v1", "Ingress", "ingresses", true],
    ["networking.k8s.io/v1", "IngressClass", "ingressclasses", false],
    ["storage.k8s.io/v1", "StorageClass", "storageclasses", false],
    ["keda.sh/v1alpha1", "ScaledObject", "scaledobjects", true],
    ["autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true],
] as const;

/** An API server as far as names, versions, watches and merging go, over TLS that asks for a client's certificate. */
export class FakeApiServer {
    readonly asked: Asked[] = [];
    /** Answers instead of the server, when it returns one. */
    refuse: (asked: Asked) => { readonly code: number; readonly reason: string; readonly message: string } | undefined =
        () => undefined;
    /** After a delete, so many milliseconds until it is gone; undefined: it never goes. */
    goneAfter: number | undefined = 0;
    connections = 0;
    readonly directory = fs.mkdtempSync(path.join(os.tmpdir(), "api-server-"));
    readonly #objects = new Map<string, FakeObject>();
    readonly #watchers = new Set<{ readonly path: string; readonly response: ServerResponse }>();
    readonly #server: https.Server;
    #version = 100;

    private constructor(server: https.Server) {
        this.#server = server;
    }

    static async start(): Promise<FakeApiServer> {
        const [own, client] = [certificate("127.0.0.1"), certificate("client")];
        const server = https.createServer({ ...own, requestCert: true, rejectUnauthorized: true, ca: client.cert });
        const fake = new FakeApiServer(server);
        server.on("secureConnection", () => fake.connections++);
        server.on("request", (request, response) => void fake.#answer(request, response));
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const file = (name: string, text: string): string => {
            fs.writeFileSync(path.join(fake.directory, name), text);
            return name;
        };
        const { port } = server.address() as AddressInfo;
        const cluster = {
            server: `https://127.0.0.1:${String(port)}`,
            "certificate-authority": file("ca.crt", own.cert),
        };
        const user = {
            "client-certificate": file("client.crt", client.cert),
            "client-key-data": Buffer.from(client.key).toString("base64"),
        };
        const config = {
            "current-context": "here",
            contexts: [{ name: "here", context: { cluster: "here", user: "me" } }],
            clusters: [{ name: "here", cluster }],
            users: [{ name: "me", user }],
        };
        file("kubeconfig", stringify(config));
        return fake;
    }

    get kubeconfig(): string {
        return path.join(this.directory, "kubeconfig");
    }

    /** Writes an object as a controller would; the path is that of the API. */
    put(objectPath: string, object: FakeObject): void {
        const known = this.#objects.get(objectPath);
        const version = String(++this.#version);
        const metadata = { uid: `uid-${version}`, ...known?.metadata, ...object.metadata, resourceVersion: version };
        const whole = { ...known, ...object, metadata };
        this.#objects.set(objectPath, whole);
        this.#tell(known === undefined ? "ADDED" : "MODIFIED", objectPath, whole);
    }

    get(objectPath: string): FakeObject | undefined {
        return this.#objects.get(objectPath);
    }

    remove(objectPath: string): void {
        const object = this.#objects.get(objectPath);
        this.#objects.delete(objectPath);
        if (object !== undefined) this.#tell("DELETED", objectPath, object);
    }

    /** Every watch ends, as after a while they do. */
    dropWatches(): void {
        for (const { response } of this.#watchers) response.destroy();
    }

    watching(plural: string): number {
        return [...this.#watchers].filter(({ path: collection }) => collection.endsWith(`/${plural}`)).length;
    }

    async stop(): Promise<void> {
        this.dropWatches();
        this.#server.closeAllConnections();
        await new Promise((resolve) => this.#server.close(resolve));
        fs.rmSync(this.directory, { recursive: true, force: true });
    }

    async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part as Buffer);
        const text = Buffer.concat(parts).toString("utf8");
        const { pathname, searchParams } = new URL(request.url ?? "", "https://api");
        const asked: Asked = {
            ...{
                method: request.method ?? "",
                path: pathname,
                query: searchParams,
                type: request.headers["content-type"],
            },
            body: text === "" ? {} : (parse(text) as Record<string, unknown>),
        };
        this.asked.push(asked);
        const refusal = this.refuse(asked);
        if (refusal !== undefined) send(response, refusal.code, { kind: "Status", ...refusal });
        else if (searchParams.has("watch")) this.#watch(pathname, response);
        else this.#serve(asked, response);
    }

    #serve({ method, path: asked, body, type }: Asked, response: ServerResponse): void {
        const version = asked.replace(/^\/apis?\//, "");
        const served = KINDS.filter(([groupVersion]) => groupVersion === version);
        const known = this.#objects.get(asked);
        if (asked === "/apis") {
            const versions = [...new Set(KINDS.map(([groupVersion]) => groupVersion))].filter((name) => name !== "v1");
            send(response, 200, { groups: versions.map((groupVersion) => ({ preferredVersion: { groupVersion } })) });
        } else if (served.length > 0) {
            const resources = served.map(([, kind, name, namespaced]) => ({ kind, name, namespaced, verbs: ["list"] }));
            send(response, 200, { resources });
        } else if (method === "GET" && KINDS.some(([, , plural]) => asked.endsWith(`/${plural}`)))
            send(response, 200, { items: this.#in(asked).map(([, object]) => object) });
        else if (method === "POST") {
            const where = `${asked}/${String((body.metadata as { name?: unknown } | undefined)?.name)}`;
            if (this.#objects.has(where)) send(response, 409, { kind: "Status", reason: "AlreadyExists" });
            else {
                this.put(where, { ...body, metadata: { ...(body.metadata as object) } });
                send(response, 201, this.#objects.get(where) ?? {});
            }
        } else if (method === "PATCH" && (known !== undefined || type?.includes("apply") === true)) {
            const metadata = { ...(body.metadata as object | undefined) };
            const target = asked.replace(/\/status$/, "");
            this.put(target, { ...body, metadata });
            send(response, known === undefined ? 201 : 200, this.#objects.get(target) ?? {});
        } else if (known === undefined) {
            const message = `"${asked.split("/").at(-1) ?? ""}" not found`;
            send(response, 404, { kind: "Status", reason: "NotFound", message });
        } else {
            if (method === "DELETE") {
                this.put(asked, { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } });
                if (this.goneAfter !== undefined)
                    setTimeout(() => {
                        this.remove(asked);
                    }, this.goneAfter);
            }
            send(response, 200, known);
        }
    }

    #in(collection: string): [string, FakeObject][] {
        const [head, plural] = [collection.slice(0, collection.lastIndexOf("/")), collection.split("/").at(-1)];
        return [...this.#objects].filter(
            ([where]) => where.startsWith(`${head}/`) && where.split("/").at(-2) === plural,
        );
    }

    #watch(collection: string, response: ServerResponse): void {
        response.writeHead(200, { "content-type": "application/json" });
        response.flushHeaders();
        for (const [, object] of this.#in(collection)) response.write(event("ADDED", object));
        const watcher = { path: collection, response };
        this.#watchers.add(watcher);
        response.on("close", () => this.#watchers.delete(watcher));
    }

    #tell(type: string, objectPath: string, object: FakeObject): void {
        for (const { path: collection, response } of this.#watchers)
            if (this.#matches(collection, objectPath)) response.write(event(type, object));
    }

    #matches(collection: string, objectPath: string): boolean {
        const head = collection.slice(0, collection.lastIndexOf("/"));
        return objectPath.startsWith(`${head}/`) && objectPath.split("/").at(-2) === collection.split("/").at(-1);
    }
}

const event = (type: string, object: FakeObject): string => `${JSON.stringify({ type, object })}\n`;

function send(response: ServerResponse, code: number, body: object): void {
    response.writeHead(code, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
}
