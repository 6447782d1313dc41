/** Programs out of Go modules under rehearsal/tools: built once into .cache/bin with a line of progress every ten seconds. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { allEnded } from "./all-ended";
import { Busy, Lock } from "./lock";
import { MissingTool } from "./missing-tool";

const ROOT = path.join(__dirname, "..");

export interface GoProgram {
    /** Of the checkout with rehearsal/tools and .cache. Default this one. */
    readonly root?: string;
    /** Of the file under .cache/bin. */
    readonly name: string;
    /** Folder under rehearsal/tools. */
    readonly module: string;
    readonly packageName: string;
    /** Go's `-X` settings, as `package.variable=value`. */
    readonly set?: readonly string[];
    /** Build constraints, for what is left out. */
    readonly tags?: readonly string[];
}

export type Say = (line: string) => void;

/** A build that failed, with what Go said. */
export class BuildFailed extends Error {}

const EVERY_MILLISECONDS = 10_000;

/**
 * Paths of the programs by name. Those that are there and whose go.mod has not changed are not built again. Two builds at a time, whoever
 * asks for them: while one downloads or links, the other compiles.
 */
export async function goPrograms(programs: readonly GoProgram[], say: Say): Promise<ReadonlyMap<string, string>> {
    const missing = together(programs.filter((program) => !isBuilt(program)));
    const started = Date.now();
    let left = missing.flat().length;
    const builds = missing.map((group) =>
        turn(async () => {
            const names = group.map(({ name }) => name).join(", ");
            const tell = (progress: string): void => {
                say(`  ${since(started)}  ${names}: ${progress}`);
            };
            const after = left > group.length ? `, ${String(left - group.length)} besides` : "";
            say(`building ${names} from the Go module that pins ${group.length > 1 ? "them" : "it"}, once${after}`);
            await alone(group, tell, (unbuilt) => build(unbuilt, tell));
            left -= group.length;
            tell(`built into .cache/bin${left > 0 ? `, ${String(left)} more to come` : ""}`);
        }),
    );
    await allEnded(builds);
    return new Map(programs.map((program) => [program.name, fileOf(program)]));
}

const AT_A_TIME = 2;
let busy = 0;
const waiting: (() => void)[] = [];

async function turn(work: () => Promise<void>): Promise<void> {
    if (busy === AT_A_TIME) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy++;
    try {
        await work();
    } finally {
        const next = waiting.shift();
        if (next === undefined) busy--;
        else next();
    }
}

type Group = readonly [GoProgram, ...GoProgram[]];

/** Programs of one module in one build: what they share is compiled once, and while one is linked others are compiled. */
function together(programs: readonly GoProgram[]): readonly Group[] {
    const groups = new Map<string, [GoProgram, ...GoProgram[]]>();
    for (const program of programs) {
        const { root, module, set, tags } = program;
        const key = JSON.stringify([root, module, set, tags]);
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [program]);
        else group.push(program);
    }
    return [...groups.values()];
}

const since = (started: number): string => `${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s`;
export const fileOf = ({ name, root = ROOT }: GoProgram): string => path.join(root, ".cache", "bin", name);
const sourcesOf = ({ module, root = ROOT }: GoProgram): string => path.join(root, "rehearsal", "tools", module);

export function isBuilt(program: GoProgram): boolean {
    const stamp = `${fileOf(program)}.stamp`;
    return (
        fs.existsSync(fileOf(program)) &&
        fs.existsSync(stamp) &&
        fs.readFileSync(stamp, "utf8") === fingerprintOf(program)
    );
}

function fingerprintOf(program: GoProgram): string {
    const hash = createHash("sha256").update(
        [program.packageName, ...(program.set ?? []), ...(program.tags ?? [])].join(" "),
    );
    const files = fs.readdirSync(sourcesOf(program), { recursive: true, encoding: "utf8" }).sort();
    for (const file of files.map((name) => path.join(sourcesOf(program), name)))
        if (fs.statSync(file).isFile()) hash.update(fs.readFileSync(file));
    return hash.digest("hex");
}

/** The same twice would take twice as long. Whoever comes second waits, and takes what the first has made. */
async function alone(
    group: Group,
    tell: (progress: string) => void,
    work: (unbuilt: Group) => Promise<void>,
): Promise<void> {
    const bin = path.dirname(fileOf(group[0]));
    fs.mkdirSync(bin, { recursive: true });
    for (let told = 0; ;) {
        const [first, ...others] = group.filter((program) => !isBuilt(program));
        if (first === undefined) return;
        const lock = await Lock.take(path.join(bin, `${first.module}.lock`), "build", () => undefined).catch(
            (error: unknown) => {
                if (!(error instanceof Busy)) throw error;
            },
        );
        if (lock === undefined) {
            if (Date.now() - told >= EVERY_MILLISECONDS) {
                tell("another process is building it");
                told = Date.now();
            }
            await new Promise((resolve) => setTimeout(resolve, 500));
            continue;
        }
        try {
            if (!isBuilt(first)) await work([first, ...others]);
        } finally {
            lock.release();
        }
    }
}

/** Into a draft first: a killed build must not look like a program, and the next one clears it away. */
async function build(group: Group, tell: (progress: string) => void): Promise<void> {
    const draft = path.join(path.dirname(fileOf(group[0])), `${group[0].module}.draft`);
    fs.rmSync(draft, { recursive: true, force: true });
    fs.mkdirSync(draft, { recursive: true });
    try {
        await compile(group, draft, tell);
        for (const program of group) {
            fs.renameSync(path.join(draft, executableOf(program)), fileOf(program));
            fs.writeFileSync(`${fileOf(program)}.stamp`, fingerprintOf(program));
        }
    } finally {
        fs.rmSync(draft, { recursive: true, force: true });
    }
}

async function compile(group: Group, into: string, tell: (progress: string) => void): Promise<void> {
    const [{ set = [], tags }] = group;
    const names = group.map(({ name }) => name).join(", ");
    const words = [
        // What a debugger reads is taken out by -s at the end anyway; not to make it saved 8 % of kube-score's processor time.
        ...["build", "-v", "-gcflags=all=-dwarf=false"],
        ...["-ldflags", ["-s", "-w", ...set.flatMap((setting) => ["-X", setting])].join(" ")],
        ...(tags === undefined ? [] : ["-tags", tags.join(",")]),
        ...["-o", `${into}${path.sep}`, ...group.map(({ packageName }) => packageName)],
    ];
    const child = spawn("go", words, {
        cwd: sourcesOf(group[0]),
        stdio: ["ignore", "ignore", "pipe"],
        // Few collections, and 700 MiB for one compiler's heap: 15 % less processor time for client-go than with 200.
        env: { GOGC: "1000", GOMEMLIMIT: "700MiB", ...process.env },
    });
    const tail: string[] = [];
    let packages = 0;
    createInterface({ input: child.stderr }).on("line", (line) => {
        if (!line.startsWith("go: ")) packages++;
        tail.push(line);
        if (tail.length > 10) tail.shift();
    });
    const heartbeat = setInterval(() => {
        tell(packages === 0 ? "downloading, or reading the cache" : `${String(packages)} packages compiled`);
    }, EVERY_MILLISECONDS);
    const code = await new Promise<number | null>((resolve, reject) => {
        child.on("error", (error: NodeJS.ErrnoException) => {
            reject(error.code === "ENOENT" ? new MissingTool(`go is missing: ${names} is built with it`) : error);
        });
        child.on("close", resolve);
    }).finally(() => {
        clearInterval(heartbeat);
    });
    if (code !== 0)
        throw new BuildFailed(
            `${names} could not be built with Go (status ${String(code)}). Go said:\n${tail.join("\n")}`,
        );
}

/** Go's own name for it: the last part of the package's path that is no major version, or of the module's in its root. */
function executableOf({ packageName, module }: GoProgram): string {
    if (packageName === ".") return module;
    const parts = packageName.split("/").filter((part) => !/^v\d+$/.test(part));
    return parts.at(-1) ?? module;
}
