/** Reading inputs of unknown shape. What only AWS can say is unknown in a preview: rules take that as "set", and look at the value in update mode. */
import { isUnknown, Secret, type Graph, type RecordedResource } from "../plan/graph";

export type Map = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is Map {
    return (
        typeof value === "object" &&
        value !== null &&
        !Array.isArray(value) &&
        !(value instanceof Secret) &&
        !isUnknown(value)
    );
}

/** What is at `path` (`a.b[].c`): every value that it reaches, so that a list gives many. Nothing there gives nothing. */
export function at(value: unknown, path: string): readonly unknown[] {
    return path.split(".").reduce<readonly unknown[]>(
        (values, step) => {
            const key = step.replace(/\[\]$/, "");
            const next = values.flatMap((each) =>
                isUnknown(each) ? [each] : isMap(each) && each[key] !== undefined ? [each[key]] : [],
            );
            return step.endsWith("[]")
                ? next.flatMap((each) => (Array.isArray(each) ? (each as unknown[]) : [each]))
                : next;
        },
        [value],
    );
}

export function list(value: unknown): readonly unknown[] {
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** Booleans reach the provider as booleans or as text. */
export function isTrue(value: unknown): boolean {
    return value === true || value === "true" || isUnknown(value);
}

/** A customer managed key: its ARN, or not known yet. Neither an alias of AWS (`alias/aws/...`) nor nothing. */
export function isOwnKey(value: unknown): boolean {
    return isUnknown(value) || (typeof value === "string" && /:key\/([0-9a-f-]{36}|mrk-[0-9a-f]{32})$/.test(value));
}

/** JSON text as a value; `undefined` when it is not known yet or is no JSON. */
export function json(text: unknown): unknown {
    if (typeof text !== "string") return undefined;
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}

export interface Leaf {
    /** Keys from the input's name on. */
    readonly path: readonly string[];
    readonly value: unknown;
}

// Inputs never change, and several rules read every leaf of all of them.
const known = new WeakMap<object, readonly Leaf[]>();

/** Every value that is not itself a map or a list. Secrets are leaves: nobody looks into them by accident. */
export function leaves(value: unknown): readonly Leaf[] {
    const cached = isMap(value) ? known.get(value) : undefined;
    if (cached !== undefined) return cached;
    const found: Leaf[] = [];
    collect(value, [], found);
    if (isMap(value)) known.set(value, found);
    return found;
}

function collect(value: unknown, path: readonly string[], found: Leaf[]): void {
    if (Array.isArray(value)) for (const each of value as unknown[]) collect(each, path, found);
    else if (isMap(value)) for (const [key, each] of Object.entries(value)) collect(each, [...path, key], found);
    else found.push({ path, value });
}

/** Resources of a type whose property refers to this resource: its satellites, e.g. the policy of a bucket. */
export function satellites(
    graph: Graph,
    resource: RecordedResource,
    type: string,
    property: string,
): readonly RecordedResource[] {
    return graph.ofType(type).filter(({ inputs, propertyDependencies }) => {
        const refersTo = propertyDependencies[property] ?? [];
        const physicalName = resource.inputs[property];
        return (
            refersTo.includes(resource.urn) ||
            (physicalName !== undefined && !isUnknown(physicalName) && inputs[property] === physicalName)
        );
    });
}

/** For messages: a name, or what only AWS can say. */
export const textOf = (value: unknown): string =>
    typeof value === "string" || typeof value === "number"
        ? String(value)
        : value === undefined
          ? "nothing"
          : "(unknown)";
