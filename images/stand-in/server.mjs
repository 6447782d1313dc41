/**
 * Stands in for any workload of any system: answers its ports, its probes, Prometheus and the paths of answers.mjs, and does no work. No
 * dependencies.
 *
 *   node server.mjs serves     listen as described until SIGTERM (default)
 *   node server.mjs works      run without a port until SIGTERM
 *   node server.mjs ends       say so and end well: a job
 *   node server.mjs check      exit 0 while `works` or `serves` runs beside it: an exec probe
 *   node server.mjs metrics    print what /metrics would say --at seconds after the start, and end
 *
 * --offset N adds N to every port, for a machine where the real ones are taken or reserved; --address A listens there only.
 */
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { rmSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers";
import { URL } from "node:url";
import { parseArgs } from "node:util";
import { answerOf, answerTo, MOST_BYTES } from "./answers.mjs";
import { readDescription, Refusal } from "./description.mjs";
import { CONTENT_TYPE, exposition } from "./exposition.mjs";
import { overridesFrom, set } from "./overrides.mjs";

/** After SIGTERM, for requests that are being answered. Kubernetes' own patience is 30 s at the least. */
const PATIENCE_MS = 5000;
const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
/** In /tmp, which every container has to itself. */
const SOCKET = path.join(os.tmpdir(), "stand-in.sock");

const log = (message, more = {}) => process.stdout.write(`${JSON.stringify({ message, ...more })}\n`);

function answer(response, status, body, type = "application/json") {
    response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
    response.end(typeof body === "string" ? body : `${JSON.stringify(body)}\n`);
}

function handler(entry, description, overrides, now, counted) {
    return (request, response) => {
        const url = new URL(request.url ?? "/", "http://stand-in");
        if (url.pathname.startsWith("/stand-in/metrics/"))
            return change(request, response, url, description, overrides);
        const reading = request.method === "GET" || request.method === "HEAD";
        if (reading && url.pathname === "/stand-in/answered")
            return inside(request, response) && answer(response, 200, { answered: counted.answered });
        if (reading && entry.health.includes(url.pathname))
            return answer(response, 200, { status: "ok", standIn: true });
        if (reading && entry.metrics === true && url.pathname === "/metrics")
            return answer(response, 200, exposition(description, now(), overrides), CONTENT_TYPE);
        const known = answerOf(description.standsFor, request.method, url.pathname);
        if (known !== undefined) return heard(request, response, known, counted);
        return answer(response, 404, { error: "a stand-in does no work", standsFor: description.standsFor });
    };
}

/** Reads what was sent, and answers it from the table. */
function heard(request, response, known, counted) {
    const parts = [];
    let bytes = 0;
    request.on("data", (part) => {
        bytes += part.length;
        if (bytes <= MOST_BYTES) parts.push(part);
    });
    request.on("end", () => {
        if (bytes > MOST_BYTES) return answer(response, 413, { error: `more than ${MOST_BYTES} bytes` });
        const [status, body] = answerTo(known, request.headers.authorization, Buffer.concat(parts).toString());
        if (status < 300) counted.answered++;
        return answer(response, status, body);
    });
}

/** Whether it comes from inside the pod; else it is refused. */
function inside(request, response) {
    if (LOOPBACK.has(request.socket.remoteAddress ?? "")) return true;
    answer(response, 403, { error: "only from inside the pod: kubectl port-forward, or exec" });
    return false;
}

/** PUT /stand-in/metrics/<gauge>?value=900&label=value sets it, DELETE lets it wander again. From inside the pod only. */
function change(request, response, url, { metrics }, overrides) {
    if (!inside(request, response)) return undefined;
    const name = url.pathname.slice("/stand-in/metrics/".length);
    if (request.method === "DELETE") {
        overrides.delete(name);
        return answer(response, 200, { name, set: false });
    }
    if (request.method !== "PUT") return answer(response, 405, { error: "PUT a value, or DELETE it" });
    const { value, ...labels } = Object.fromEntries(url.searchParams);
    const problem = set(overrides, metrics, name, value, labels);
    return problem === undefined
        ? answer(response, 200, { name, labels, value: Number(value) })
        : answer(response, 400, { error: problem });
}

async function serve(description, { offset, address }, seed) {
    const started = process.hrtime.bigint();
    const now = () => ({ seed, at: Number(process.hrtime.bigint() - started) / 1e9 });
    const overrides = overridesFrom(process.env.STAND_IN_SET, description.metrics);
    if (description.listen.length === 0) throw new Refusal("listen names no port: run works instead of serves");
    const servers = [];
    const counted = { answered: 0 };
    for (const entry of description.listen) {
        const server = http.createServer(handler(entry, description, overrides, now, counted));
        const port = entry.port + offset;
        await listening(server, { port, host: address }).catch((error) => {
            throw new Refusal(`port ${port} cannot be listened on: ${error.code}`);
        });
        servers.push(server);
    }
    return servers;
}

/** An exec probe asks here. */
async function work() {
    rmSync(SOCKET, { force: true });
    const server = net.createServer((socket) => socket.end());
    await listening(server, { path: SOCKET });
    return [server];
}

async function listening(server, where) {
    server.listen(where);
    await once(server, "listening");
}

function untilTerminated(servers) {
    const stop = (signal) => {
        log("stopping", { signal });
        for (const server of servers) {
            server.close();
            server.closeIdleConnections?.();
        }
        setTimeout(() => process.exit(0), PATIENCE_MS).unref();
    };
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
}

async function check({ listen }, { offset }) {
    const first = listen[0];
    const socket =
        first === undefined
            ? net.connect(SOCKET)
            : http.get({ host: "127.0.0.1", port: first.port + offset, path: first.health[0] ?? "/", timeout: 2000 });
    const [reply] = await once(socket, first === undefined ? "connect" : "response");
    socket.destroy();
    return first === undefined || reply.statusCode === 200 ? 0 : 1;
}

async function main() {
    const { values, positionals } = parseArgs({
        allowPositionals: true,
        options: { offset: { type: "string" }, address: { type: "string" }, at: { type: "string" } },
    });
    const offset = Number(values.offset ?? 0);
    const at = Number(values.at ?? 60);
    if (!Number.isInteger(offset)) throw new Refusal(`--offset ${values.offset} is no whole number`);
    if (!(at >= 0)) throw new Refusal(`--at ${values.at} is no number of seconds`);
    const [mode = "serves"] = positionals;
    const description = readDescription(process.env);
    // Replicas differ, as real ones do.
    const seed = process.env.STAND_IN_SEED ?? `${description.standsFor} ${os.hostname()}`;
    switch (mode) {
        case "serves":
        case "works": {
            const servers = await (mode === "works"
                ? work()
                : serve(description, { offset, address: values.address }, seed));
            untilTerminated(servers);
            return log("running", {
                mode,
                standsFor: description.standsFor,
                ports: mode === "works" ? [] : description.listen.map(({ port }) => port + offset),
            });
        }
        case "ends":
            return log("done", { standsFor: description.standsFor });
        case "check":
            process.exitCode = await check(description, { offset }).catch(() => 1);
            return undefined;
        case "metrics":
            return process.stdout.write(
                exposition(description, { seed, at }, overridesFrom(process.env.STAND_IN_SET, description.metrics)),
            );
        default:
            throw new Refusal(`${mode} is nothing that a stand-in does: write serves, works, ends, check or metrics`);
    }
}

main().catch((error) => {
    const refused = error instanceof Refusal || error.code?.startsWith("ERR_PARSE_ARGS");
    process.stderr.write(`stand-in: ${refused ? error.message : (error.stack ?? error)}\n`);
    process.exitCode = refused ? 2 : 1;
});
