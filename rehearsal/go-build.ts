/** Programs out of Go modules under rehearsal/tools: built once into .cache/bin with a line of progress every ten seconds. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { createInterface } from "node:readline";
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

/** Paths of the programs by name. Those that are there and whose go.mod has not changed are not built again. */
export async function goPrograms(programs: readonly GoProgram[], say: Say): Promise<ReadonlyMap<string, string>> {
    const missing = programs.filter((program) => !isBuilt(program));
    const started = Date.now();
    for (const [index, program] of missing.entries()) {
        const left = missing.length - index - 1;
        const tell = (progress: string): void => {
            say(`  ${since(started)}  ${program.name}: ${progress}`);
        };
        say(`building ${program.name} from its Go module, once${left > 0 ? ` (${String(left)} after it)` : ""}`);
        await alone(program, tell, () => build(program, tell));
    }
    if (missing.length > 0) say(`  ${since(started)}  built ${String(missing.length)} programs into .cache/bin`);
    return new Map(programs.map((program) => [program.name, fileOf(program)]));
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
    for (const file of fs.readdirSync(sourcesOf(program)).sort())
        hash.update(fs.readFileSync(path.join(sourcesOf(program), file)));
    return hash.digest("hex");
}

/** Two at once would take twice as long. Whoever comes second waits, and takes what the first has made. */
async function alone(program: GoProgram, tell: (progress: string) => void, work: () => Promise<void>): Promise<void> {
    fs.mkdirSync(path.dirname(fileOf(program)), { recursive: true });
    for (let told = 0; !isBuilt(program);) {
        const lock = await Lock.take(`${fileOf(program)}.lock`, "build", () => undefined).catch((error: unknown) => {
            if (!(error instanceof Busy)) throw error;
        });
        if (lock === undefined) {
            if (Date.now() - told >= EVERY_MILLISECONDS) {
                tell("another process is building it");
                told = Date.now();
            }
            await new Promise((resolve) => setTimeout(resolve, 500));
            continue;
        }
        try {
            if (!isBuilt(program)) await work();
        } finally {
            lock.release();
        }
    }
}

/** Into a draft first: two processes may build at once, and a killed build must not look like a program. */
async function build(program: GoProgram, tell: (progress: string) => void): Promise<void> {
    const target = fileOf(program);
    const draft = `${target}.${String(process.pid)}`;
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const flags = ["-s", "-w", ...(program.set ?? []).flatMap((setting) => ["-X", setting])].join(" ");
    const tags = program.tags === undefined ? [] : ["-tags", program.tags.join(",")];
    const child = spawn("go", ["build", "-v", "-ldflags", flags, ...tags, "-o", draft, program.packageName], {
        cwd: sourcesOf(program),
        stdio: ["ignore", "ignore", "pipe"],
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
            reject(
                error.code === "ENOENT" ? new MissingTool(`go is missing: ${program.name} is built with it`) : error,
            );
        });
        child.on("close", resolve);
    }).finally(() => {
        clearInterval(heartbeat);
    });
    if (code !== 0)
        throw new BuildFailed(
            `${program.name} could not be built with Go (status ${String(code)}). Go said:\n${tail.join("\n")}`,
        );
    fs.renameSync(draft, target);
    fs.writeFileSync(`${target}.stamp`, fingerprintOf(program));
}
