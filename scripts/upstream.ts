/**
 * `make upstream FROM=DIR`: starts an upstream from a checkout at the commit of images/images.json as its pod would, without a container,
 * and asks its health path. DIR/.venv is made from the lock file. Exit status 0: it answered, or FROM is not given (and says so); 1: it did
 * not answer; 2: the input is wrong.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import { confined } from "./upstream/confine";
import { type Manifest, type Process, processOf } from "./upstream/pod";
import { NOT_STARTED, type Program, PROGRAMS, wrongCommit } from "./upstream/programs";

const ROOT = path.join(__dirname, "..");
/** Akosha takes 38 s without its registry, on a machine of its own. */
const WITHIN_SECONDS = 180;

class Stopped extends Error {}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function run(command: string, words: readonly string[], cwd: string): string {
    const done = spawnSync(command, [...words], { cwd, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
    if (done.error !== undefined) throw new Stopped(`${command} is missing: ${done.error.message}`);
    if (done.status !== 0) throw new Stopped(`${command} ${words.join(" ")}\n${done.stderr.trim()}`);
    return done.stdout;
}

/** MANIFESTS, a folder that `npm run manifests` wrote, saves planning the stack again. */
function manifestsOf({ stack, namespace }: Program): Manifest[] {
    const written = process.env.MANIFESTS;
    const words = ["scripts/run.sh", "plan/cli.ts", "manifests", "--stack", stack];
    const text = written
        ? fs
              .readdirSync(path.join(written, namespace))
              .map((file) => `---\n${fs.readFileSync(path.join(written, namespace, file), "utf8")}`)
              .join("")
        : run("sh", [...words, "--stack-file", `test/environments/${stack}.yaml`], ROOT);
    return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

function checkedOut(program: Program, from: string): void {
    const rows = JSON.parse(fs.readFileSync(path.join(ROOT, "images/images.json"), "utf8")) as {
        readonly image: string;
        readonly commit?: string;
    }[];
    const head = run("git", ["rev-parse", "HEAD"], from).trim();
    const problem = wrongCommit(program.image, rows.find(({ image }) => image === program.image)?.commit, head);
    if (problem !== undefined) throw new Stopped(problem);
}

async function answers(child: ChildProcess, { port, path: wanted }: Process): Promise<string | undefined> {
    const until = Date.now() + WITHIN_SECONDS * 1000;
    while (Date.now() < until) {
        if (child.exitCode !== null) return `ended with status ${child.exitCode}`;
        const status = await fetch(`http://127.0.0.1:${port}${wanted}`, { signal: AbortSignal.timeout(2000) }).then(
            ({ status }) => status,
            () => 0,
        );
        if (status === 200) return undefined;
        await sleep(1000);
    }
    return `no 200 from ${wanted} on ${port} within ${WITHIN_SECONDS} s`;
}

async function start(program: Program, from: string): Promise<number> {
    checkedOut(program, from);
    const pod = processOf(manifestsOf(program), program.namespace, program.workload);
    const [install = "", ...words] = program.install;
    if (!fs.existsSync(path.join(from, ".venv/bin/python"))) run(install, words, from);

    const namespaces = spawnSync("unshare", ["--user", "--map-root-user", "--mount", "true"]).status === 0;
    // In a pod /tmp is the only place to write to: a checkout there would be hidden.
    if (namespaces && fs.realpathSync(from).startsWith("/tmp/"))
        throw new Stopped(
            "FROM is below /tmp, which the process sees empty, as its pod does: put the checkout elsewhere",
        );
    const { command, gaps } = confined(pod.command, pod, namespaces);
    for (const gap of gaps) say(`  not as in the pod: ${gap}`);
    for (const name of pod.madeUp) say(`  made up, only the cluster has it: ${name}`);

    // Whoever listens there already would answer in its place.
    const taken = await fetch(`http://127.0.0.1:${pod.port}/`).then(
        () => true,
        () => false,
    );
    if (taken) throw new Stopped(`port ${pod.port}, which the pod listens on, is taken on this machine: free it`);

    const [file = "", ...rest] = command;
    const PATH = `${path.join(from, ".venv/bin")}:${process.env.PATH ?? ""}`;
    const env = { ...pod.variables, PATH, HOME: "/tmp", PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1" };
    const child = spawn(file, rest, { cwd: "/tmp", env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    for (const stream of [child.stdout, child.stderr])
        stream.on("data", (data: Buffer) => void (log = (log + data.toString()).slice(-8000)));
    const began = Date.now();
    const failure = await answers(child, pod);
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    const how = gaps.length > 0 ? "" : ` as user ${pod.user}${pod.readOnlyRoot ? " on a read-only root" : ""}`;
    if (failure === undefined) {
        say(
            `${program.image}: ${pod.path} on ${pod.port} answered after ${Math.round((Date.now() - began) / 1000)} s${how}`,
        );
        return 0;
    }
    process.stderr.write(`${log}\n${program.image}: ${failure}${how}\n`);
    return 1;
}

async function main(): Promise<number> {
    const { FROM: from, IMAGE: image = "akosha" } = process.env;
    if (!from) {
        for (const { image: name } of PROGRAMS)
            say(`${name}: skipped, no checkout: make upstream FROM=DIR IMAGE=${name}`);
        for (const [name, why] of Object.entries(NOT_STARTED)) say(`${name}: skipped, ${why}`);
        return 0;
    }
    try {
        const program = PROGRAMS.find((one) => one.image === image);
        if (program === undefined)
            throw new Stopped(`IMAGE=${image} is not started without a container: ${NOT_STARTED[image] ?? "unknown"}`);
        if (!fs.existsSync(from)) throw new Stopped(`FROM=${from} does not exist: git clone the upstream there`);
        return await start(program, path.resolve(from));
    } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        process.stderr.write(`${error.message}\n`);
        return 2;
    }
}

void main().then((status) => (process.exitCode = status));
