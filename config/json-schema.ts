/** JSON Schema of the settings, from the one zod schema. Made on demand: only messages, editors and the reference need it. */
import { z } from "zod";
import { REQUIRED, settings } from "./schema";
import { isTree, type Path } from "./tree";

export interface JsonSchema {
    readonly type?: string;
    readonly description?: string;
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly additionalProperties?: JsonSchema | boolean;
    readonly items?: JsonSchema;
    readonly required?: readonly string[];
    readonly enum?: readonly unknown[];
    readonly anyOf?: readonly JsonSchema[];
    readonly oneOf?: readonly JsonSchema[];
    readonly [keyword: string]: unknown;
}

let cached: JsonSchema | undefined;

/** What a stack file may say: as the complete settings, but only the keys without a default are required. */
export function jsonSchema(): JsonSchema {
    cached ??= optional(z.toJSONSchema(settings, { target: "draft-7", io: "input" }) as JsonSchema, "");
    return cached;
}

/** Maps whose values are written by people whole: their own required keys stay. */
const WHOLE = ["domain", "existing", "monitoring.grafana.oidc"];

function optional(schema: JsonSchema, path: string): JsonSchema {
    const { required: complete, propertyNames, $schema: _dialect, ...rest } = schema;
    const inner = (key: string) => (path === "" ? key : `${path}.${key}`);
    // So are the items of a list: there is no default that they could be laid over.
    const whole = path.includes("[]") || WHOLE.some((key) => path === key || path.startsWith(`${key}.`));
    const said = Object.keys(schema.properties ?? {}).filter((key) =>
        REQUIRED.some((name) => name === inner(key) || name.startsWith(`${inner(key)}.`)),
    );
    const required = whole ? (complete ?? []) : said;
    return {
        ...rest,
        // A map of free keys repeats its key pattern; one of known keys has it from additionalProperties already.
        ...(propertyNames !== undefined && { propertyNames }),
        ...(schema.properties && {
            properties: Object.fromEntries(
                Object.entries(schema.properties).map(([key, value]) => [key, optional(value, inner(key))]),
            ),
        }),
        ...(required.length > 0 && { required }),
        ...(typeof schema.additionalProperties === "object" && {
            additionalProperties: optional(schema.additionalProperties, `${path}.*`),
        }),
        ...(schema.items && { items: optional(schema.items, `${path}[]`) }),
    };
}

/** The part of the schema that a path of a stack file stands for. */
export function schemaAt(path: Path): JsonSchema | undefined {
    return path.reduce<JsonSchema | undefined>((node, key) => {
        if (node === undefined) return undefined;
        if (typeof key === "number") return node.items;
        const known = node.properties ?? {};
        if (Object.hasOwn(known, key)) return known[String(key)];
        return typeof node.additionalProperties === "object" ? node.additionalProperties : undefined;
    }, jsonSchema());
}

/** The keys that may stand below a path; none where they are free. */
export function keysAt(path: Path): string[] {
    const schema = schemaAt(path);
    return [...Object.keys(schema?.properties ?? {}), ...namesOf(schema ?? {})];
}

/** Whether a place takes a value of this kind at all: text, a number, a list, a map with a key that it knows. Nothing is of every kind. */
export function takes(path: Path, value: unknown): boolean {
    const schema = schemaAt(path);
    if (value === null || value === undefined) return true;
    if (schema === undefined || !isOfKind(schema, value)) return false;
    const keys = isTree(value) ? Object.keys(value) : [];
    return keys.length === 0 || keys.some((key) => schemaAt([...path, key]) !== undefined);
}

function isOfKind(schema: JsonSchema, value: unknown): boolean {
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) return choices.some((each) => isOfKind(each, value));
    const words = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
    if (words !== undefined) return words.some((each) => typeof each === typeof value);
    if (schema.type === undefined) return true;
    if (Array.isArray(value)) return schema.type === "array";
    return (schema.type === "integer" ? "number" : schema.type) === typeof value;
}

/** Every known key by its dotted path, outer before inner; of a map whose keys are a choice, each of them. */
export function keyPaths(schema: JsonSchema, prefix = ""): string[] {
    const each = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
    const chosen = namesOf(schema).map((name): [string, JsonSchema] => [name, each]);
    return [...Object.entries(schema.properties ?? {}), ...chosen].flatMap(([key, inner]) => {
        const path = prefix === "" ? key : `${prefix}.${key}`;
        return [path, ...keyPaths(inner, path)];
    });
}

const namesOf = ({ propertyNames }: JsonSchema): string[] =>
    ((propertyNames as JsonSchema | undefined)?.enum ?? []).map(String);
