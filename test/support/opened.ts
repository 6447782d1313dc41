import { Secret, type RecordedResource } from "../../plan/graph";

/** What a provider would see of it: secrets opened. */
export function opened(value: unknown): unknown {
    if (value instanceof Secret) return opened(value.reveal());
    if (Array.isArray(value)) return value.map(opened);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, opened(inner)]));
}

export const inputsOf = ({ inputs }: RecordedResource): Record<string, unknown> =>
    opened(inputs) as Record<string, unknown>;
