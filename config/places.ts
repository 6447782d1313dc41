/** Where in its file a problem stands: the line and column of its key, or of the nearest one above it. */
import type { Place, Problem } from "./problems";
import { PROJECT_FILE, type Project } from "./project";
import { isTree } from "./tree";
import type { YamlFile } from "./yaml-file";

/** `namespaces`: what keys of this program begin with. */
export function placed(
    problems: readonly Problem[],
    { root, placeOf, valueOf }: YamlFile,
    namespaces: readonly string[],
): Problem[] {
    const isTold = ({ line, column }: Place) =>
        problems.some((each) => each.path.startsWith("line ") && each.line === line && each.column === column);
    return problems.flatMap((problem) => {
        if (problem.line !== undefined) return [problem];
        const keys = keysOf(problem.path, root, namespaces);
        const value = problem.rule.startsWith("is missing") ? undefined : valueOf(keys);
        // What YAML takes for something else is told once, by its line.
        if (value !== undefined && isTold(value)) return [];
        const place = placeOf(keys) ?? { line: 1, column: 1 };
        return [{ ...(value === undefined ? problem : asWritten(problem, value.source)), ...place }];
    });
}

/** Numbers as they are written: zeros at their ends, digits that no number keeps, hexadecimal ones. */
function asWritten(problem: Problem, source: string): Problem {
    return problem.fix.startsWith('write it in quotes: "')
        ? { ...problem, note: source, fix: `write it in quotes: "${source}"` }
        : problem;
}

/** What Pulumi.yaml says to every stack stands there, and is mended there. */
export function placedInProject(
    problems: readonly Problem[],
    root: unknown,
    { name, config }: Project,
    namespaces: readonly string[],
): Problem[] {
    const own = isTree(root) && isTree(root.config) ? root.config : {};
    const names = (key: string): string[] => [
        key,
        ...namespaces.filter((each) => key.startsWith(`${each}:`)).map((each) => key.slice(each.length + 1)),
    ];
    const isAt = (path: string, key: string): boolean =>
        path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`);
    const theirs = Object.keys(config)
        .filter((key) => !Object.hasOwn(own, key))
        .flatMap(names);
    return problems.map((problem) =>
        problem.file === undefined &&
        theirs.some((key) => isAt(problem.path, key)) &&
        keysOf(problem.path, root, [...namespaces, name]).length <= 1
            ? { ...problem, file: PROJECT_FILE, line: 1, column: 1, fix: `in ${PROJECT_FILE}: ${problem.fix}` }
            : problem,
    );
}

function keysOf(path: string, root: unknown, namespaces: readonly string[]): string[] {
    const config = isTree(root) ? root.config : undefined;
    for (const whole of [path, ...namespaces.map((namespace) => `${namespace}:${path}`)]) {
        const inConfig = split(whole, config);
        if (inConfig.length > 0) return ["config", ...inConfig];
    }
    const inFile = split(path, root);
    return inFile.length > 0 ? inFile : ["config"];
}

/** Keys may have dots themselves (an ARN, a tag): the longest that stands in the file is meant. */
function split(path: string, value: unknown): string[] {
    if (path === "") return [];
    const index = /^\[(\d+)\]\.?/.exec(path);
    if (index !== null && Array.isArray(value)) {
        const [whole, number = "0"] = index;
        return [number, ...split(path.slice(whole.length), (value as unknown[])[Number(number)])];
    }
    if (!isTree(value)) return [];
    const [key] = Object.keys(value)
        .filter((each) => path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`))
        .sort((a, b) => b.length - a.length);
    if (key === undefined) return [];
    return [key, ...split(path.slice(key.length).replace(/^\./, ""), value[key])];
}
