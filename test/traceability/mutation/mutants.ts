/** From a row to what could be wrong about it: each value that its words name, each variable, each resource. */
import type { Graph, RecordedResource } from "../../../plan/graph";
import { Secret } from "../../../plan/graph";
import { isMap } from "../../../plan/values";
import { referencesOf } from "../check";
import type { Row } from "../rows";
import type { Mutate } from "./live";

export interface Mutant {
    readonly row: string;
    /** The value of the row's words that is another, or the variable. */
    readonly word?: string;
    /** For the list. */
    readonly what: string;
    readonly mutate: Mutate;
    /** Says only that something is there. */
    readonly last: boolean;
}

/** A value in a resource: its path, and its text. */
type Change = (value: unknown, path: readonly string[]) => unknown;

/** Every leaf for which `change` says something else; a resource's type says its kind. */
function edited(value: unknown, change: Change, path: readonly string[] = []): unknown {
    if (value instanceof Secret) return value;
    if (Array.isArray(value)) {
        const items = value.map((each, index) => edited(each, change, [...path, String(index)]));
        return items.every((each, index) => each === value[index]) ? value : items;
    }
    if (isMap(value) && !("toJSON" in value)) {
        const entries = Object.entries(value).map(
            ([key, each]) =>
                [key, key === "kind" || key === "apiVersion" ? each : edited(each, change, [...path, key])] as const,
        );
        return entries.every(([key, each]) => each === value[key]) ? value : Object.fromEntries(entries);
    }
    return change(value, path);
}

/** In these resources, by logical name or as kubectl names them; in a recording that calls them otherwise, in those of the types. */
function within(
    references: readonly string[],
    types: ReadonlySet<string>,
    edit: (resource: RecordedResource) => RecordedResource | undefined,
): Mutate {
    return (graph) => {
        const named = graph.resources.filter((resource) =>
            referencesOf(resource).some((each) => references.includes(each)),
        );
        const chosen = new Set(named.length > 0 ? named : graph.resources.filter(({ type }) => types.has(type)));
        return graph.resources.flatMap((resource) => (chosen.has(resource) ? (edit(resource) ?? []) : [resource]));
    };
}

const withInputs = (resource: RecordedResource, change: Change): RecordedResource => {
    const inputs = edited(resource.inputs, change);
    return inputs === resource.inputs ? resource : { ...resource, inputs: inputs as RecordedResource["inputs"] };
};

/** `graph`: the environment with everything, in which the row's names are. */
export function mutantsOf(id: string, row: Row, graph: Graph): readonly Mutant[] {
    const { resources = [], keys = [], requirement } = row;
    const named = graph.resources.filter((resource) => referencesOf(resource).some((each) => resources.includes(each)));
    const types = new Set(named.map(({ type }) => type));
    const variables = keys.filter((key) => !/^[a-z][A-Za-z]*\./.test(key));
    const mutant = (what: string, mutate: Mutate, word?: string): Mutant => ({
        row: id,
        what,
        ...(word !== undefined && { word }),
        mutate,
        last: what.endsWith("is gone"),
    });
    const values = valuesIn(requirement).flatMap((word) => {
        const change = changing(word);
        const holds = named.some((resource) => withInputs(resource, change) !== resource);
        return holds
            ? [
                  mutant(
                      `${word} is another`,
                      within(resources, types, (resource) => withInputs(resource, change)),
                      word,
                  ),
              ]
            : [];
    });
    return [
        ...variables.map((key) =>
            mutant(`${key} has another value`, (all) => all.resources.map((resource) => withVariable(resource, key))),
        ),
        ...values,
        ...resources.map((reference) =>
            mutant(
                `${reference} is gone`,
                within(
                    [reference],
                    new Set(
                        graph.resources
                            .filter((each) => referencesOf(each).includes(reference))
                            .map(({ type }) => type),
                    ),
                    () => undefined,
                ),
            ),
        ),
    ];
}

/** In ConfigMaps by key, in containers by name. */
function withVariable(resource: RecordedResource, key: string): RecordedResource {
    const other = (value: unknown): unknown => (typeof value === "string" ? `${value}0` : value);
    const visit = (value: unknown): unknown => {
        if (Array.isArray(value)) {
            const items = value.map(visit);
            return items.every((each, index) => each === value[index]) ? value : items;
        }
        if (!isMap(value) || "toJSON" in value || value instanceof Secret) return value;
        if (value.name === key)
            return "value" in value ? { ...value, value: other(value.value) } : { ...value, name: `${key}_OTHER` };
        const entries = Object.entries(value).map(
            ([name, each]) => [name, name === key ? other(each) : visit(each)] as const,
        );
        return entries.every(([name, each]) => each === value[name]) ? value : Object.fromEntries(entries);
    };
    const inputs = visit(resource.inputs);
    return inputs === resource.inputs ? resource : { ...resource, inputs: inputs as RecordedResource["inputs"] };
}

/** Products and percentiles: digits in them are no numbers. */
const NAMES = /^(Neo4j|S3|L[12]|P\d\d)$/;

/** Numbers, sizes, and names as programs write them; not the words of a sentence. */
function valuesIn(requirement: string): readonly string[] {
    const words = requirement.match(/"[^"]+"|\d+ min(?!\w)|[\w./:*-]*[\w*]/g) ?? [];
    const isValue = (word: string): boolean =>
        /\d/.test(word) || /[a-z][A-Z]|[_-]|\w\/\w/.test(word) || ["critical", "warning", "true"].includes(word);
    return [
        ...new Set(
            words
                .filter((word) => !NAMES.test(word))
                .map((word) => word.replace(/^"|"$/g, "").replace(/ min$/, "min"))
                .flatMap((word) => (/^\d+[\w.]*[/-]\d+[\w.]*$/.test(word) ? word.split(/[/-]/) : [word]))
                .filter(isValue),
        ),
    ];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The value in every form that a resource may write it in. */
function changing(word: string): Change {
    const number = /^\d[\d,]*(\.\d+)?$/.test(word) ? Number(word.replaceAll(",", "")) : undefined;
    const minutes = /^(\d+)min$/.exec(word);
    const quantity = /^(\d+(?:\.\d+)?)(m|Mi|Gi|MB|GB)$/.exec(word);
    const forms = new Set<string>([word]);
    if (number !== undefined)
        for (const form of [
            number,
            number / 100,
            `${number}m`,
            `${number}s`,
            `${number}Gi`,
            `${number * 1000}m`,
            `${number}M`,
        ])
            forms.add(String(form));
    if (quantity !== null)
        for (const form of [`${quantity[1]}Mi`, `${quantity[1]}Gi`, `${Number(quantity[1]) / 1000}`]) forms.add(form);
    if (minutes !== null) for (const form of [`${minutes[1]}m`, `${Number(minutes[1]) * 60}s`]) forms.add(form);
    const pattern = new RegExp(`(?<![\\w.])(${[...forms].map(escaped).join("|")})(?![\\w])`, "g");
    return (value) => {
        if (typeof value === "number") return forms.has(String(value)) ? value + 1 : value;
        if (typeof value === "boolean") return word === "true" && value ? false : value;
        if (typeof value !== "string") return value;
        return value.replace(pattern, (found) => (/^\d/.test(found) ? `7${found}` : `${found}-other`));
    };
}
