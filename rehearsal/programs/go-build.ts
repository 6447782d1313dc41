/** Programs out of Go modules under rehearsal/tools: built once into .cache/bin with a line of progress every ten seconds. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { allEnded } from "../engine/all-ended";
import { announcement, keepBuildTime } from "./build-times";
import { download, NotDownloaded } from "./download";
import {
    compile,
    download as downloadSources,
    EVERY_MILLISECONDS,
    executableOf,
    namesOf,
    type GoProgram,
    type Group,
} from "./go-command";
import { Busy, Lock } from "../session/lock";
import { onMachine } from "./released";
import { turns } from "../engine/turns";

const ROOT = path.join(__dirname, "../..");

export type Say = (line: string) => void;

/**
 * Paths of the programs by name. Those that are there and whose go.mod has not changed are not built again. Whoever asks for them, they
 * take turns: while one is compiled, the sources of the next are downloaded.
 */
export async function goPrograms(programs: readonly GoProgram[], say: Say): Promise<ReadonlyMap<string, string>> {
    const elsewhere = await withoutBuild(programs, say);
    const missing = together(programs.filter((program) => !elsewhere.has(program.name) && !isBuilt(program)));
    const started = Date.now();
    const [first] = missing.flat();
    if (first !== undefined) {
        const coming = missing.map((group) => ({
            names: namesOf(group),
            module: group[0].module,
            apart: group[0].apart,
        }));
        say(announcement(path.dirname(fileOf(first)), coming));
    }
    let left = missing.flat().length;
    const builds = missing.map(async (group) => {
        const names = namesOf(group);
        const tell = (progress: string): void => {
            say(`  ${since(started)}  ${names}: ${progress}`);
        };
        await downloading(() => downloadSources(group, sourcesOf(group[0]), tell));
        await compiling(async () => {
            left -= group.length;
            if (group.every(isBuilt)) return;
            const after = left > 0 ? `, ${String(left)} besides` : "";
            say(`building ${names} from the Go module that pins ${group.length > 1 ? "them" : "it"}, once${after}`);
            const began = Date.now();
            await alone(group, tell, (unbuilt) => build(unbuilt, tell));
            keepBuildTime(path.dirname(fileOf(group[0])), group[0].module, (Date.now() - began) / 1000);
            tell(`built into .cache/bin${left > 0 ? `, ${String(left)} more to come` : ""}`);
        });
    });
    await allEnded(builds);
    return new Map(programs.map((program) => [program.name, elsewhere.get(program.name) ?? fileOf(program)]));
}

/** Files of what this machine has already; what `TOOLS=download` brings counts as built. */
async function withoutBuild(programs: readonly GoProgram[], say: Say): Promise<ReadonlyMap<string, string>> {
    const files = new Map<string, string>();
    for (const program of programs) {
        const { name, released } = program;
        if (released === undefined || isBuilt(program)) continue;
        const found = onMachine(released);
        if (found !== undefined) {
            say(`${name}: ${found.file} is ${found.version} and takes the place of a build`);
            files.set(name, found.file);
        } else if (process.env.TOOLS === "download" && released.download !== undefined) {
            fs.mkdirSync(path.dirname(fileOf(program)), { recursive: true });
            try {
                await download(released.download, fileOf(program));
                fs.writeFileSync(`${fileOf(program)}.stamp`, fingerprintOf(program));
                say(`${name}: downloaded from ${released.download.url}, as its checksum says`);
            } catch (error) {
                if (!(error instanceof NotDownloaded)) throw error;
                say(`${name}: not downloaded, so it is built: ${error.message}`);
            }
        }
    }
    return files;
}

const downloading = turns(1);
// One build keeps two processors busy by itself. Two builds there took a fifth longer than one after the other.
const compiling = turns(os.availableParallelism() > 2 ? 2 : 1);

/** Programs of one module in one build: what they share is compiled once, and while one is linked others are compiled. */
function together(programs: readonly GoProgram[]): readonly Group[] {
    const groups = new Map<string, [GoProgram, ...GoProgram[]]>();
    for (const program of programs) {
        const { root, module, set, tags, notInlined } = program;
        const key = JSON.stringify([root, module, set, tags, notInlined]);
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
        [program.packageName, ...(program.set ?? []), ...(program.tags ?? []), ...(program.notInlined ?? [])].join(" "),
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
        await compile(group, sourcesOf(group[0]), draft, tell);
        for (const program of group) {
            fs.renameSync(path.join(draft, executableOf(program)), fileOf(program));
            fs.writeFileSync(`${fileOf(program)}.stamp`, fingerprintOf(program));
        }
    } finally {
        fs.rmSync(draft, { recursive: true, force: true });
    }
}
