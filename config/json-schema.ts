/** JSON Schema of the settings, from the one zod schema. */
import { z } from "zod";
import { REQUIRED, settings } from "./schema";

export interface JsonSchema {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly additionalProperties?: JsonSchema | boolean;
    readonly items?: JsonSchema;
    readonly required?: readonly string[];
    readonly [keyword: string]: unknown;
}

let cached: JsonSchema | undefined;

/** What a stack file may say: as the complete settings, but only the keys without a default are required. */
export function jsonSchema(): JsonSchema {
    cached ??= optional(z.toJSONSchema(settings, { target: "draft-7", io: "input", unrepresentable: "any" }) as JsonSchema, "");
    return cached;
}

function optional(schema: JsonSchema, path: string): JsonSchema {
    const { required: _complete, ...rest } = schema;
    const inner = (key: string) => (path === "" ? key : `${path}.${key}`);
    const properties = schema.properties && Object.fromEntries(Object.entries(schema.properties).map(([key, value]) => [key, optional(value, inner(key))]));
    const required = Object.keys(schema.properties ?? {}).filter((key) => REQUIRED.some((name) => name === inner(key) || name.startsWith(`${inner(key)}.`)));
    return {
        ...rest,
        ...(properties && { properties }),
        ...(required.length > 0 && { required }),
        ...(typeof schema.additionalProperties === "object" && { additionalProperties: optional(schema.additionalProperties, `${path}.*`) }),
        ...(schema.items && { items: optional(schema.items, `${path}.*`) }),
    };
}
