/** Which test files a change can reach: by what they import, by what that reads, and all of them where the change is in how tests run. */
import path from "node:path";
import type { Changes } from "./changes";
import type { Imports } from "./reach";
import { SOMEBODY } from "./reads";
import { EVERYTHING } from "./started";

/** What each module read, as workers wrote it down: files, `folder/*` for a list of names, `folder/**` with all below. */
export type Reads = Readonly<Record<string, readonly string[]>>;

const HOW_TESTS_RUN =
    /^(package(-lock)?\.json|tsconfig\.json|\.mocharc\.yaml|scripts\/(fast|start|light-pulumi|typescript-cache)\.js|scripts\/(unit|reporter|counts)\.ts|scripts\/unit\/.*)$/;

export function chosen(
    tests: readonly string[],
    { changed, cameOrWent }: Changes,
    imports: Imports,
    reads: Reads,
): readonly string[] {
    if ([...changed].some((file) => HOW_TESTS_RUN.test(file))) return tests;
    if (changed.size === 0) return [];
    return tests.filter((test) => {
        // Code that is only read counts with what it imports: a configuration brings its rules.
        const reached = new Set([test, SOMEBODY]);
        for (const file of reached) {
            if (changed.has(file)) return true;
            for (const next of imports.get(file) ?? []) reached.add(next);
            for (const read of reads[file] ?? []) {
                if (read === EVERYTHING) return true;
                const folder = path.dirname(read);
                const name = path.basename(read);
                if (name === EVERYTHING && cameOrWent.some((each) => within(each, folder))) return true;
                if (name === SOMEBODY && cameOrWent.some((each) => path.dirname(each) === folder)) return true;
                reached.add(read);
            }
        }
        return false;
    });
}

const within = (file: string, folder: string): boolean => folder === "." || file.startsWith(`${folder}${path.sep}`);

export function merged(all: readonly Reads[]): Reads {
    const result: Record<string, string[]> = {};
    for (const reads of all)
        for (const [reader, names] of Object.entries(reads))
            result[reader] = [...new Set([...(result[reader] ?? []), ...names])];
    return result;
}
