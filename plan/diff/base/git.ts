import { spawnSync } from "node:child_process";
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
            `--base ${ref} is no commit that this checkout knows: fetch it (git fetch origin ${ref}), or name another one`,
        );
    return { ref, commit, date: line(git(root, ["show", "-s", "--format=%cs", commit])) ?? "" };
}

function chosen(root: string, stack: string): readonly [ref: string, commit: string | undefined] {
    const tag = `deployed/${stack}`;
    const deployed = line(git(root, ["rev-parse", "--verify", "-q", `refs/tags/${tag}^{commit}`]));
    if (deployed !== undefined) return [tag, deployed];
    const merged = line(git(root, ["merge-base", "HEAD", "refs/remotes/origin/main"]));
    if (merged !== undefined) return ["origin/main", merged];
    const main = line(git(root, ["rev-parse", "--verify", "-q", "refs/heads/main^{commit}"]));
    if (main !== undefined) return ["main", main];
    throw new InputError(
        `nothing to compare with: there is no tag ${tag}, no origin/main and no main; name a commit by BASE=<commit> (--base)`,
    );
}

/** Files that decide what the program registers, apart from the stack's own. */
const PROGRAM = ["config", "components", "program.ts"];
const PACKAGES = "package-lock.json";

/** Whether BASE's program is the working tree's, so that it need not be loaded twice. */
export function hasSameProgram(root: string, commit: string): boolean {
    const changed = git(root, ["diff", "--name-only", commit, "--", ...PROGRAM]);
    const added = git(root, ["ls-files", "--others", "--exclude-standard", "--", ...PROGRAM]);
    return changed === "" && added === "" && hasSamePackages(root, commit);
}

/** Those that run; what tests and linters need decides nothing here. */
export function hasSamePackages(root: string, commit: string): boolean {
    if (git(root, ["diff", "--name-only", commit, "--", PACKAGES]) === "") return true;
    const before = git(root, ["show", `${commit}:${PACKAGES}`]);
    const now = git(root, ["show", `:${PACKAGES}`]);
    return before !== undefined && now !== undefined && packagesOf(before) === packagesOf(now);
}

function packagesOf(lock: string): string {
    const { packages = {} } = JSON.parse(lock) as { packages?: Record<string, { dev?: boolean; version?: string }> };
    return JSON.stringify(
        Object.entries(packages)
            .filter(([path, { dev }]) => path !== "" && dev !== true)
            .map(([path, { version }]) => [path, version])
            .sort(),
    );
}

/** A file as it was; undefined where there was none. */
export function fileAt(root: string, commit: string, file: string): string | undefined {
    return git(root, ["show", `${commit}:${file}`]);
}
