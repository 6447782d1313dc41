/** What of a resource's arguments nobody knows before the update is made, because it comes out of something that is made or replaced. */
import type { RecordedResource } from "../../graph";
import { AWS } from "../../replacements";
import { recomputedBy } from "../../replacements/providers";
import { created, type Place } from "../../shapes";
import { isMap, isUnknown, Secret, UNKNOWN } from "../../values";

/** Texts by which an output is recognised inside an argument. */
export interface Marks {
    /** As a part of a text: ids and addresses, which look like nothing else. */
    readonly inside: readonly string[];
    /** As the whole value: too short to be looked for inside. */
    readonly whole: readonly string[];
}

/** Shorter texts would be found by chance. */
const DISTINCT = 8;

const seen = new WeakMap<RecordedResource, Record<string, unknown>>();

/** What the cloud answers to its creation, as the recorder had it. */
export function outputsOf(resource: RecordedResource, place: Place): Record<string, unknown> {
    const known = seen.get(resource);
    if (known !== undefined) return known;
    const { id, outputs } = created(resource.type, resource.answersAs ?? resource.name, plain(resource.inputs), place);
    const all = { ...outputs, id };
    seen.set(resource, all);
    return all;
}

/** Marks of all that is only known afterwards: outputs that are no argument, and the id. */
export function marksOfNew(resource: RecordedResource, place: Place): Marks {
    // The name of the region is in half of all names, and no news.
    const said = new Set([...leaves(plain(resource.inputs)), ...leaves({ ...place })].map(String));
    const outputs = outputsOf(resource, place);
    const made = leaves(outputs).map(String);
    return {
        inside: [...new Set(made)].filter((text) => !said.has(text) && isDistinct(text)),
        whole: wholeOf(AWS[resource.type]?.recomputed ?? [], outputs),
    };
}

/** Marks of what an update computes anew. `inputs` are those of the resource with what is unknown in them, which is a change as well. */
export function marksOfUpdate(
    old: RecordedResource,
    resource: RecordedResource,
    inputs: Readonly<Record<string, unknown>>,
    place: Place,
): Marks {
    const keys = recomputedBy(resource.type, plain(old.inputs), plain(inputs));
    return { inside: [], whole: wholeOf(keys, outputsOf(resource, place)) };
}

const wholeOf = (keys: readonly string[], outputs: Readonly<Record<string, unknown>>): readonly string[] =>
    keys.flatMap((key) => leaves(outputs[key]).map(String));

const isDistinct = (text: string): boolean => text.length >= DISTINCT && /\d/.test(text);

/** The value with everything unknown in it marked. */
export function withUnknown(value: unknown, marks: readonly Marks[]): unknown {
    if (marks.length === 0) return value;
    if (value instanceof Secret) return holds(value.reveal(), marks) ? UNKNOWN : value;
    if (typeof value === "string" || typeof value === "number") return holds(value, marks) ? UNKNOWN : value;
    if (Array.isArray(value)) return value.map((item) => withUnknown(item, marks));
    if (!isMap(value) || isUnknown(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withUnknown(item, marks)]));
}

function holds(value: unknown, marks: readonly Marks[]): boolean {
    if (typeof value !== "string" && typeof value !== "number") return leaves(value).some((leaf) => holds(leaf, marks));
    const text = String(value);
    return marks.some(({ inside, whole }) => whole.includes(text) || inside.some((mark) => text.includes(mark)));
}

export function leaves(value: unknown): readonly (string | number)[] {
    if (typeof value === "string" || typeof value === "number") return [value];
    if (value instanceof Secret) return leaves(value.reveal());
    if (Array.isArray(value)) return value.flatMap(leaves);
    return isMap(value) ? Object.values(value).flatMap(leaves) : [];
}

/** Secrets opened, as a provider sees them. Never to be printed. */
export function plain(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const open = (inner: unknown): unknown => {
        if (inner instanceof Secret) return open(inner.reveal());
        if (Array.isArray(inner)) return inner.map(open);
        return isMap(inner) && !isUnknown(inner) ? plain(inner) : inner;
    };
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, open(inner)]));
}
