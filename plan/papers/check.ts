import { argumentsOf, shapesOf, type Constraints, type TypeShapes } from "./papers";
import { valuesAt } from "./values";

export interface ShapeProblem {
    /** The argument, as a person writes it. */
    readonly at: string;
    /** What is wrong with it; the value itself is not in here, because it may be a secret. */
    readonly problem: string;
}

type Inputs = Readonly<Record<string, unknown>>;

/**
 * What AWS's papers say against these arguments. `made` names what Pulumi's provider makes up when the program is silent: the physical
 * name, and with it its prefix.
 */
export function shapeProblems(type: string, inputs: Inputs, made?: string): readonly ShapeProblem[] {
    const shapes = shapesOf(type);
    if (shapes === undefined) return [];
    return Object.entries(shapes).flatMap(([path, constraints]) => [
        ...(constraints.required === true && path !== made && !path.endsWith("[]") ? missing(path, inputs) : []),
        ...valuesAt(inputs, path).flatMap(({ at, value }) =>
            wrong(constraints, value).map((problem) => ({ at, problem })),
        ),
    ]);
}

function missing(path: string, inputs: Inputs): readonly ShapeProblem[] {
    const parts = path.split(".");
    const key = parts.pop() ?? "";
    return valuesAt(inputs, parts.join("."))
        .filter(({ value }) => (value as Inputs)[key] === undefined)
        .map(({ at }) => ({ at: at === "" ? key : `${at}.${key}`, problem: "is missing: AWS asks for it" }));
}

function wrong(constraints: Constraints, value: unknown): readonly string[] {
    if (Array.isArray(value)) return ofSize(constraints, value.length, "entries");
    if (typeof value === "object" && value !== null) return ofSize(constraints, Object.keys(value).length, "entries");
    if (constraints.type === "boolean") return /^(true|false)$/.test(String(value)) ? [] : ["is not true or false"];
    const number = Number(value);
    if (constraints.type !== undefined && (value === "" || !Number.isFinite(number))) return ["is not a number"];
    return [
        ...outOfRange(constraints, number),
        ...(typeof value === "string" ? badText(constraints, value) : []),
    ].concat(notListed(constraints, value));
}

function notListed(constraints: Constraints, value: unknown): readonly string[] {
    const allowed = constraints.enum;
    if (allowed === undefined || allowed.map(String).includes(String(value))) return [];
    const some = allowed.slice(0, 12).join(", ");
    return [`is not one of ${some}${allowed.length > 12 ? ` and ${allowed.length - 12} more` : ""}`];
}

function outOfRange({ type, minimum, maximum }: Constraints, value: number): readonly string[] {
    if (type === undefined && minimum === undefined && maximum === undefined) return [];
    if (type === "integer" && !Number.isInteger(value)) return ["is not a whole number"];
    if (minimum !== undefined && value < minimum) return [`is below ${minimum}`];
    return maximum !== undefined && value > maximum ? [`is above ${maximum}`] : [];
}

function badText(
    { patterns = [], minLength = 0, maxLength = Infinity }: Constraints,
    value: string,
): readonly string[] {
    const length = Array.from(value).length; // code points, as AWS counts
    if (length < minLength) return [`has ${length} characters: AWS asks for ${minLength} or more`];
    if (length > maxLength) return [`has ${length} characters: AWS takes at most ${maxLength}`];
    return patterns
        .filter((pattern) => !patternOf(pattern).test(value))
        .slice(0, 1)
        .map((pattern) => `does not match ${pattern}`);
}

function ofSize({ minItems = 0, maxItems = Infinity }: Constraints, size: number, what: string): readonly string[] {
    if (size === 0) return []; // an empty list or map is not sent
    if (size < minItems) return [`has ${size} ${what}: AWS asks for ${minItems} or more`];
    return size > maxItems ? [`has ${size} ${what}: AWS takes at most ${maxItems}`] : [];
}

const compiled = new Map<string, RegExp>();

/** The papers' patterns are Java's and Python's: pairs of surrogates want the flag u, and two words mean nothing to JavaScript. */
export function patternOf(pattern: string): RegExp {
    const ours = pattern.replaceAll("(?i)", "").replaceAll("\\Z", "$");
    const known = compiled.get(pattern) ?? new RegExp(ours, /\\[pP]\{|\\uD800\\uDC00/.test(ours) ? "su" : "s");
    compiled.set(pattern, known);
    return known;
}

/** Where an argument's row comes from, for messages and for who wants to look. */
export function sourceOf(type: string): string {
    const row = argumentsOf(type);
    return [row?.api, row?.cloudformation].filter((each) => each !== undefined).join(", ");
}

export type { TypeShapes };
