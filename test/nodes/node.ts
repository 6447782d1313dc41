/** The supported releases of Node, as programs: the one that runs, or the npm package that carries the binary, once, under .cache/node. */
import { execFile, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

export const ROOT = path.resolve(__dirname, "../..");

/** The oldest 20 that package.json promises; of the others any. */
const OLDEST = { major: 20, minor: 19 };

export interface Node {
    /** Folder with `node` in it. */
    readonly bin: string;
    readonly version: string;
}

/** A sentence instead, where it cannot be had. */
export function nodeOf(release: number): Node | string {
    const running = { bin: path.dirname(process.execPath), version: process.versions.node };
    if (fits(running.version, release)) return running;
    const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
    const folder = path.join(ROOT, ".cache/node", String(release));
    const program = ["node_modules", name, "bin", "node"] as const;
    if (!fs.existsSync(path.join(folder, ...program)) && !install(`${name}@${String(release)}`, folder, program))
        return `Node ${String(release)} is not served: npm could not install ${name}@${String(release)}`;
    const bin = path.join(folder, ...program.slice(0, -1));
    const file = path.join(folder, ...program);
    const version = spawnSync(file, ["--version"], { encoding: "utf8" }).stdout.trim().replace(/^v/, "");
    return fits(version, release)
        ? { bin, version }
        : `Node ${String(release)} is served as ${version || "nothing that starts"}`;
}

/** Beside it and then in its place, whole: two steps of make check may be here at once. */
function install(what: string, folder: string, program: readonly string[]): boolean {
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    const beside = fs.mkdtempSync(`${folder}-`);
    // npm would otherwise look for a project above, and find ours.
    const words = ["install", "--prefix", beside, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
    const { status } = spawnSync("npm", [...words, what], { cwd: beside, stdio: "ignore" });
    const came = status === 0 && fs.existsSync(path.join(beside, ...program));
    if (came && !fs.existsSync(path.join(folder, ...program))) {
        fs.rmSync(folder, { recursive: true, force: true });
        fs.renameSync(beside, folder);
    }
    fs.rmSync(beside, { recursive: true, force: true });
    return came;
}

function fits(version: string, release: number): boolean {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    return major === release && (major !== OLDEST.major || minor >= OLDEST.minor);
}

export interface Ended {
    readonly status: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** A command of the project as a user of that Node would run it. */
export function run(
    { bin }: Node,
    command: readonly string[],
    env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
    const [program = "", ...words] = command;
    const options = {
        ...({ cwd: ROOT, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 } as const),
        env: { ...process.env, ...env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ""}` },
    };
    return new Promise((resolve) => {
        execFile(program, words, options, (error, stdout, stderr) => {
            const status = error === null ? 0 : typeof error.code === "number" ? error.code : 128;
            resolve({ status, stdout, stderr });
        });
    });
}
