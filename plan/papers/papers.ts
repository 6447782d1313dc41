import * as fs from "node:fs";
import * as path from "node:path";

/**
 * AWS's own papers, as far as we use them. `arguments/` says, by hand, which property of CloudFormation and which member of a request each
 * argument is; `shapes/` says what these ask of it, and is generated from there (scripts/papers.sh). README.md beside this explains both.
 */

/** Where an argument goes: a property of CloudFormation's type, and members of requests; null where there is none. */
export type Target = readonly [cloudformation: string | null, api: string | readonly string[] | null];

export interface TypeArguments {
    readonly cloudformation?: string;
    /** Why CloudFormation has no such resource. */
    readonly notConverted?: string;
    /** `service:Operation` that creates it. */
    readonly api: string;
    /** CloudFormation keeps it in another resource: the one that this argument names. */
    readonly into?: { readonly argument: string; readonly type: string };
    /** Values that are always the same, and where they go. */
    readonly constants?: Readonly<Record<string, Target>>;
    readonly arguments: Readonly<Record<string, Target>>;
}

export interface Constraints {
    readonly required?: boolean;
    readonly type?: "boolean" | "integer" | "number";
    readonly enum?: readonly (string | number | boolean)[];
    /** The text matches each of them somewhere; those of API models are anchored at both ends. */
    readonly patterns?: readonly string[];
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly minItems?: number;
    readonly maxItems?: number;
}

export type TypeShapes = Readonly<Record<string, Constraints>>;

interface ShapesFile {
    readonly papers: Readonly<Record<string, string>>;
    readonly errors: Readonly<Record<string, readonly string[]>>;
    readonly types: Readonly<Record<string, TypeShapes>>;
}

const read = (folder: string, name: string): unknown =>
    JSON.parse(fs.readFileSync(path.join(__dirname, folder, `${name}.json`), "utf8"));

export const SERVICES: readonly string[] = fs
    .readdirSync(path.join(__dirname, "arguments"))
    .map((file) => path.basename(file, ".json"))
    .sort();

const argumentFiles = new Map<string, Readonly<Record<string, TypeArguments>>>();
const shapeFiles = new Map<string, ShapesFile>();

function remembered<T>(files: Map<string, T>, folder: string, service: string): T | undefined {
    if (!SERVICES.includes(service)) return undefined;
    const file = files.get(service) ?? (read(folder, service) as T);
    files.set(service, file);
    return file;
}

/** `aws:eks/cluster:Cluster` is in the file eks. */
const serviceOf = (type: string): string => /^aws:([a-z0-9]+)\//.exec(type)?.[1] ?? "";

export function argumentsOf(type: string): TypeArguments | undefined {
    return remembered(argumentFiles, "arguments", serviceOf(type))?.[type];
}

export function shapesOf(type: string): TypeShapes | undefined {
    return remembered(shapeFiles, "shapes", serviceOf(type))?.types[type];
}

export function typesOf(service: string): readonly string[] {
    return Object.keys(remembered(argumentFiles, "arguments", service) ?? {});
}

/** Codes that an API's model names, by the name that botocore has for the service. */
export function errorsOf(service: string): readonly string[] {
    for (const file of SERVICES) {
        const codes = remembered(shapeFiles, "shapes", file)?.errors[service];
        if (codes !== undefined) return codes;
    }
    return [];
}
