/** What a process that a test starts can read of the project. */
import path from "node:path";

/** Read by a process that may read anything. */
export const EVERYTHING = "**";
/** A list of every name, and no file as it is. */
export const NAMES = "./**";

/** Of git's commands, those that look at commits and names. */
const OF_HISTORY = new Set(["cat-file", "log", "ls-files", "merge-base", "rev-list", "rev-parse", "show", "--version"]);
/** What makes `ls-files` look at files as they are. */
const AS_THEY_ARE = /^(--others|--modified|-[a-z]*[om])/;

interface Options {
    readonly cwd?: unknown;
    readonly env?: Readonly<Record<string, string | undefined>>;
}

/** By the words that `child_process` is called with. Within the project: anything. Elsewhere: what the process is told of. */
export function readsOf(root: string, words: readonly unknown[]): readonly string[] {
    const [program] = words;
    const args = (words.find((word) => Array.isArray(word)) ?? []) as readonly unknown[];
    const options = (words.find((word) => typeof word === "object" && word !== null && !Array.isArray(word)) ??
        {}) as Options;
    const texts = [program, ...args].map(String);
    if (path.basename(String(program)) === "git") return readsOfGit(root, texts.slice(1), options);
    return within(root, options.cwd) ? [EVERYTHING] : toldOf(root, texts, options);
}

function readsOfGit(root: string, args: readonly string[], options: Options): readonly string[] {
    const [folder, rest] = args[0] === "-C" ? [args[1], args.slice(2)] : [options.cwd, args];
    if (!within(root, folder)) return toldOf(root, rest, options);
    const [command = "", ...flags] = rest;
    return OF_HISTORY.has(command) && !flags.some((flag) => AS_THEY_ARE.test(flag)) ? [NAMES] : [EVERYTHING];
}

function within(root: string, folder: unknown): boolean {
    if (typeof folder !== "string") return true; // where the tests run
    const from = path.relative(root, path.resolve(root, folder));
    return !/^(\.\.|\.cache)(\/|$)/.test(from) && !path.isAbsolute(from);
}

/** Files of the project in its words, and in what its environment has besides ours. */
function toldOf(root: string, words: readonly string[], { env = {} }: Options): readonly string[] {
    const own = Object.entries(env).flatMap(([name, value = ""]) => (process.env[name] === value ? [] : [value]));
    return [...words, ...own].flatMap((text) =>
        text
            .split(/[\s"':;,=]/)
            .filter((each) => each === root || each.startsWith(`${root}${path.sep}`))
            .map((each) => path.relative(root, each))
            .filter((name) => !/^(node_modules|\.cache|\.git)(\/|$)/.test(name))
            // A folder, or a file that may bring what is beside it.
            .map((name) => (/\.(mjs|sh|py|json|ya?ml)$/.test(name) ? name : EVERYTHING)),
    );
}
