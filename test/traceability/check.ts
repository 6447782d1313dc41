/** What is wrong with a row: it names something that is not there, or leaves to others what is ours to build. */
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Graph, RecordedResource } from "../../plan/graph";
import type { Row } from "./rows";
import type { Title } from "./titles";

const ROOT = path.join(__dirname, "../..");

export interface Known {
    readonly graph: Graph;
    readonly titles: readonly Title[];
}

export function problemsOf(rows: Readonly<Record<string, Row>>, { graph, titles }: Known): string[] {
    const resources = byReference(graph);
    const isTitle = remembered((text) => titles.some(({ pattern }) => pattern.test(text)));
    return Object.entries(rows).flatMap(([id, row]) => {
        const { resources: named = [], tests = [], keys = [], documents = [] } = row;
        const carriers = named.flatMap((name) => resources.get(name) ?? []);
        const missing = {
            "the resource": named.filter((name) => !resources.has(name)),
            "the test": tests.filter((title) => !isTitle(title)),
            "the section": documents.filter((place) => sectionOf(place) === undefined),
            "the key": keys.filter((key) => !isKey(key, carriers)),
        };
        return [
            ...Object.entries(missing).flatMap(([what, names]) =>
                names.map((name) => `${id} names ${what} ${name}, which is not there`),
            ),
            ...decisionProblems(id, row),
        ];
    });
}

/** Infrastructure is ours to build. What is not, a decision record says by the row's own name. */
function decisionProblems(id: string, row: Row): string[] {
    if (row.as === "refused" && !new RegExp(`\\b${id}\\b`).test(sectionOf(row.decision) ?? ""))
        return [`${id} is refused by ${row.decision}, which does not name it`];
    if (row.kind.startsWith("I") && !["built", "refused", "planned"].includes(row.as))
        return [`${id} is infrastructure and ${row.as}: build it, or refuse it in a decision record`];
    return [];
}

/** By logical name, and Kubernetes objects as kubectl names them. */
function byReference(graph: Graph): ReadonlyMap<string, readonly RecordedResource[]> {
    const all = new Map<string, RecordedResource[]>();
    const add = (reference: string, resource: RecordedResource) =>
        all.set(reference, [...(all.get(reference) ?? []), resource]);
    for (const resource of graph.resources) for (const reference of referencesOf(resource)) add(reference, resource);
    return all;
}

/** What a row may call it. */
export function referencesOf({ name, type, inputs }: RecordedResource): readonly string[] {
    const { metadata } = inputs as { metadata?: { name?: string; namespace?: string } };
    if (!type.startsWith("kubernetes:") || metadata?.name === undefined) return [name];
    const kind = type.split(":").at(-1) ?? "";
    return [name, `${kind} ${[metadata.namespace, metadata.name].filter(Boolean).join("/")}`];
}

const isKey = (key: string, resources: readonly RecordedResource[]): boolean =>
    /^[a-z][A-Za-z]*\./.test(key)
        ? configuration("").includes(`\`${key}\``)
        : resources.some(({ inputs }) => JSON.stringify(inputs).includes(`"${key}"`));

const configuration = remembered(() => read("docs/configuration.md"));

/** From its heading to the next one of any rank. */
const sectionOf = remembered((place) => {
    const [file = "", anchor] = place.split("#");
    return sectionsOf(file).find((section) => anchorOf(section.split("\n")[0] ?? "") === anchor);
});
const sectionsOf = remembered((file) => (existsSync(path.join(ROOT, file)) ? read(file).split(/^#+ /m) : []));

/** As GitHub makes them. */
export const anchorOf = (heading: string): string =>
    heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replace(/\s/g, "-");

const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

function remembered<T>(find: (of: string) => T): (of: string) => T {
    const found = new Map<string, T>();
    return (of) => {
        const known = found.get(of) ?? find(of);
        found.set(of, known);
        return known;
    };
}
