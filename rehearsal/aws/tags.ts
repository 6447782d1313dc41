import { record } from "./refusals/refusal";

export type Tags = Readonly<Record<string, string>>;

/** Provider inputs travel as JSON text where they are not plain strings. */
export function defaultTagsOf(provider: Readonly<Record<string, unknown>>): Tags {
    const given: unknown =
        typeof provider.defaultTags === "string" ? JSON.parse(provider.defaultTags) : provider.defaultTags;
    return asTags(record(given).tags);
}

/** What is on the object in the end: the resource's own tags win. Undefined for types that take no tags. */
export function allTags(inputs: Readonly<Record<string, unknown>>, defaults: Tags): Tags | undefined {
    return inputs.tags === undefined ? undefined : { ...defaults, ...asTags(inputs.tags) };
}

function asTags(value: unknown): Tags {
    return Object.fromEntries(
        Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
}
