import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { PROJECT_FILE, readProject } from "../../../config/project";
import { InputError } from "../../input-error";

/** In one line: what a parser says holds pieces of what it read. */
export const reasonOf = (error: unknown): string =>
    (error instanceof Error ? error.message : String(error)).split("\n")[0]?.replace(/,? ?["'`].*$/, "") ?? "";

/** Undefined where git says no. */
export function git(root: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string | undefined {
    const ran = spawnSync("git", ["-C", root, ...args], {
        encoding: "utf8",
        env: { ...process.env, ...env },
        maxBuffer: 256 * 1024 * 1024,
    });
    if (ran.error !== undefined) throw new InputError("git is not on the PATH: it is what BASE is read with");
    return ran.status === 0 ? ran.stdout : undefined;
}

const line = (text: string | undefined): string | undefined => text?.trim() || undefined;

/** What an environment is compared with. */
export interface Base {
    /** As a person would name it. */
    readonly ref: string;
    readonly commit: string;
    /** Day of the commit, YYYY-MM-DD. */
    readonly date: string;
}

/** `origin/main (0123abcd of 2026-11-29)`. */
export const inWords = ({ ref, commit, date }: Base): string => `${ref} (${commit.slice(0, 8)} of ${date})`;

/** What is deployed, if a tag says so; else where this branch left main. */
export function baseOf(root: string, stack: string, asked: string | undefined): Base {
    if (line(git(root, ["rev-parse", "--show-toplevel"])) === undefined)
        throw new InputError(`${root} is no git checkout: name what to compare with by --base-plan FILE`);
    const [ref, commit] =
        asked === undefined
            ? chosen(root, stack)
            : [asked, line(git(root, ["rev-parse", "--verify", "-q", `${asked}^{commit}`]))];
    if (commit === undefined)
        throw new InputError(
            `--base ${ref} is no commit that this checkout knows: fetch it (git fetch origin ${ref.replace(/^origin\//, "")}), or name another one`,
        );
    return { ref, commit, date: line(git(root, ["show", "-s", "--format=%cs", commit])) ?? "" };
}

function chosen(root: string, stack: string): readonly [ref: string, commit: string | undefined] {
    const tag = `deployed/${stack}`;
    const deployed = line(git(root, ["rev-parse", "--verify", "-q", `refs/tags/${tag}^{commit}`]));
    if (deployed !== undefined) return [tag, deployed];
    const origin = line(git(root, ["rev-parse", "--verify", "-q", "refs/remotes/origin/main^{commit}"]));
    if (origin !== undefined) return ["origin/main", mergeBase(root, "origin/main", origin)];
    const main = line(git(root, ["rev-parse", "--verify", "-q", "refs/heads/main^{commit}"]));
    if (main !== undefined) return ["main", main];
    throw new InputError(
        `nothing to compare with: there is no tag ${tag}, no origin/main and no main; name a commit by BASE=<commit> (--base)`,
    );
}

/** Where HEAD left `commit`; both need the history between them. */
export function mergeBase(root: string, ref: string, commit: string): string {
    const left = line(git(root, ["merge-base", "HEAD", commit]));
    if (left !== undefined) return left;
    const fix =
        line(git(root, ["rev-parse", "--is-shallow-repository"])) === "true"
            ? "this checkout's history is cut off: git fetch --unshallow (actions/checkout: fetch-depth: 0)"
            : "they have no commit in common: name one by BASE=<commit> (--base)";
    throw new InputError(`where HEAD left ${ref} cannot be found: ${fix}`);
}

/** Files that decide what the program registers, apart from the stack's own. */
export const PROGRAM = ["config", "components", "program.ts"];
const PACKAGES = "package-lock.json";

/** Whether BASE's program is the working tree's, so that it need not be loaded twice. */
export function hasSameProgram(root: string, commit: string): boolean {
    const changed = git(root, ["diff", "--name-only", commit, "--", ...PROGRAM]);
    const added = git(root, ["ls-files", "--others", "--exclude-standard", "--", ...PROGRAM]);
    return changed === "" && added === "" && hasSamePackages(root, commit);
}

/** Whether Pulumi.yaml says the same to every stack: the project's name, and configuration that all of them have. */
export function hasSameProject(root: string, commit: string): boolean {
    if (git(root, ["diff", "--name-only", commit, "--", PROJECT_FILE]) === "") return true;
    const [before, now] = [fileAt(root, commit, PROJECT_FILE), fileHere(root, PROJECT_FILE)];
    return before !== undefined && now !== undefined && isDeepStrictEqual(readProject(before), readProject(now));
}

/** The Pulumi.yaml that held for a stack file: the one beside it, or the program's own. */
export function projectAt(root: string, commit: string, file: string): string | undefined {
    const beside = path.join(path.relative(root, path.dirname(file)), PROJECT_FILE);
    const own = isForeign(beside) ? fileHere(root, beside) : fileAt(root, commit, beside);
    return own ?? fileAt(root, commit, PROJECT_FILE);
}

/** A file of nobody's repository, by its way from this one. */
export const isForeign = (inside: string): boolean => inside.startsWith("..") || path.isAbsolute(inside);

/** A package that runs with the program, where BASE has another version of it; undefined where one of the two has it not. */
export interface OtherPackage {
    readonly name: string;
    readonly old: string | undefined;
    readonly new: string | undefined;
}

export const hasSamePackages = (root: string, commit: string): boolean => otherPackages(root, commit).length === 0;

/** Those that run; what tests and linters need decides nothing here. */
export function otherPackages(root: string, commit: string): readonly OtherPackage[] {
    if (git(root, ["diff", "--name-only", commit, "--", PACKAGES]) === "") return [];
    const [before, now] = [fileAt(root, commit, PACKAGES), fileHere(root, PACKAGES)].map(packagesOf);
    const names = [...new Set([...(before?.keys() ?? []), ...(now?.keys() ?? [])])].sort();
    return names
        .map((name) => ({ name, old: before?.get(name), new: now?.get(name) }))
        .filter((each) => each.old !== each.new);
}

/** By where they are installed: `node_modules/a/node_modules/b` is another b than `node_modules/b`. */
function packagesOf(lock: string | undefined): ReadonlyMap<string, string> {
    if (lock === undefined) return new Map();
    const { packages = {} } = JSON.parse(lock) as { packages?: Record<string, { dev?: boolean; version?: string }> };
    return new Map(
        Object.entries(packages)
            .filter(([where, { dev }]) => where !== "" && dev !== true)
            .map(([where, { version = "" }]) => [where.replace(/^node_modules\//, ""), version]),
    );
}

/** A file of the working tree as it stands, staged or not. */
function fileHere(root: string, file: string): string | undefined {
    const whole = path.resolve(root, file);
    return fs.existsSync(whole) ? fs.readFileSync(whole, "utf8") : undefined;
}

/** A file as it was; undefined where there was none. */
export function fileAt(root: string, commit: string, file: string): string | undefined {
    return git(root, ["show", `${commit}:${file}`]);
}
