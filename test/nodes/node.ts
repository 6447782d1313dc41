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
    const bin = path.join(folder, "node_modules", name, "bin");
    const file = path.join(bin, "node");
    if (!fs.existsSync(file)) {
        fs.mkdirSync(folder, { recursive: true });
        // npm would otherwise look for a project above, and find ours.
        const install = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
        const { status } = spawnSync("npm", [...install, `${name}@${String(release)}`], {
            cwd: folder,
            stdio: "ignore",
        });
        if (status !== 0 || !fs.existsSync(file))
            return `Node ${String(release)} is not served: npm could not install ${name}@${String(release)}`;
    }
    const version = spawnSync(file, ["--version"], { encoding: "utf8" }).stdout.trim().replace(/^v/, "");
    return fits(version, release)
        ? { bin, version }
        : `Node ${String(release)} is served as ${version || "nothing that starts"}`;
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
