import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { InputError } from "../../input-error";
import { git, hasSamePackages, type Base } from "./git";

const KEPT = 4;

export interface Checkout {
    readonly directory: string;
    /** It runs on packages of its own, and so in a process of its own. */
    readonly ownPackages: boolean;
}

/** BASE as files, under `.cache`; a commit never changes, so it is written once. Nothing of git's own is touched. */
export function checkOut(root: string, { ref, commit }: Base): Checkout {
    const all = path.join(root, ".cache", "diff");
    const directory = path.join(all, commit.slice(0, 16));
    const done = path.join(directory, ".complete");
    if (!fs.existsSync(done)) {
        fs.rmSync(directory, { recursive: true, force: true });
        fs.mkdirSync(directory, { recursive: true });
        const index = path.join(directory, ".index");
        const env = { GIT_INDEX_FILE: index, GIT_WORK_TREE: directory };
        const gitDirectory = git(root, ["rev-parse", "--absolute-git-dir"])?.trim() ?? "";
        const written = git(
            directory,
            ["--git-dir", gitDirectory, "--work-tree", directory, "checkout", "-f", commit, "--", "."],
            env,
        );
        if (written === undefined) throw new InputError(`BASE ${ref} cannot be written to ${directory}`);
        fs.rmSync(index, { force: true });
        fs.writeFileSync(done, "");
        forgetOld(all);
    } else fs.utimesSync(directory, new Date(), new Date());
    if (!fs.existsSync(path.join(directory, "program.ts")))
        throw new InputError(`BASE ${ref} has no program.ts: it is no mindcloud that can be recorded`);
    const ownPackages = !hasSamePackages(root, commit);
    if (ownPackages) install(directory, ref);
    return { directory, ownPackages };
}

function forgetOld(all: string): void {
    const known = fs.readdirSync(all).map((name) => path.join(all, name));
    const byAge = known.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);
    for (const old of byAge.slice(KEPT)) fs.rmSync(old, { recursive: true, force: true });
}

function install(directory: string, ref: string): void {
    const done = path.join(directory, "node_modules", ".package-lock.json");
    if (fs.existsSync(done)) return;
    // `npm run --silent` hands its silence down.
    const ran = spawnSync(
        "npm",
        ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        { cwd: directory, encoding: "utf8" },
    );
    if (ran.status !== 0)
        throw new InputError(
            `BASE ${ref} runs on other packages, and they cannot be installed: ${npmReason(ran.stderr || String(ran.error))}`,
            "install them where npm reaches its registry, or plan there and compare with --base-plan FILE",
        );
}

/** npm says its code, then what happened, then how to call it: the first two tell. */
function npmReason(text: string): string {
    const lines = text
        .split("\n")
        .map((line) => line.replace(/^npm (?:error|ERR!)\s*/, "").trim())
        .filter((line) => line !== "");
    return lines
        .slice(0, 2)
        .join(": ")
        .replace(/^code /, "");
}
