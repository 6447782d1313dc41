import { dnsSuffixOf } from "../../config/zones";
import { createHash } from "node:crypto";

/** Where AWS resources are created. */
export interface Place {
    readonly account: string;
    readonly region: string;
    /** `aws`, `aws-cn` or `aws-us-gov`: the second part of every ARN. */
    readonly partition: string;
}

/**
 * A value with holes:
 * `{id}` `{name}` `{account}` `{region}` `{partition}` `{domain}`, `{input:key}` or `{input:key|otherwise}`, `{uuid}`,
 * and random-looking text of a length, the same on every run: `{hex:17}` `{HEX:32}` `{letters:6}` `{digits:10}`.
 * A word behind the length (`{hex:17:default-group}`) keeps two holes of one resource apart.
 */
export type Template =
    | string
    | number
    | boolean
    | readonly Template[]
    | { readonly [key: string]: Template }
    | ((context: Context) => unknown);

export interface Shape {
    /** The input that holds the physical name; when the program leaves it out, Pulumi's provider makes one from the logical name. */
    readonly name?: string;
    readonly id: Template;
    /** Written over the inputs; where both are objects, the keys are merged. */
    readonly outputs?: Readonly<Record<string, Template>>;
    /** Only where the program says nothing. */
    readonly defaults?: Readonly<Record<string, Template>>;
}

export interface Context {
    readonly logicalName: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly place: Place;
    readonly name: string;
    readonly id: string;
    /** Deterministic text of `length` characters out of `alphabet`. */
    random(alphabet: string, length: number, salt?: string): string;
    fill(template: string): string;
}

const HEX = "0123456789abcdef";
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const ALPHABETS: Readonly<Record<string, string>> = {
    hex: HEX,
    HEX: HEX.toUpperCase(),
    letters: LETTERS,
    digits: DIGITS,
    alnum: LETTERS + DIGITS,
};

export function contextOf(
    seed: string,
    logicalName: string,
    inputs: Readonly<Record<string, unknown>>,
    place: Place,
    shape: Shape,
): Context {
    const random = (alphabet: string, length: number, salt = ""): string => pick(`${seed}\n${salt}`, alphabet, length);
    const name = nameOf(shape, logicalName, inputs, random);
    const context: Context = {
        logicalName,
        inputs,
        place,
        name,
        id: "",
        random,
        fill(template) {
            return template.replace(/\{([^{}]+)\}/g, (_, hole: string) => fillHole(hole, this));
        },
    };
    return { ...context, id: String(render(shape.id, context)) };
}

export function render(template: Template, context: Context): unknown {
    if (typeof template === "string") return context.fill(template);
    if (typeof template === "function") return template(context);
    if (Array.isArray(template)) return template.map((item: Template) => render(item, context));
    if (typeof template === "object")
        return Object.fromEntries(
            Object.entries(template).map(([key, item]: [string, Template]) => [key, render(item, context)]),
        );
    return template;
}

function nameOf(
    shape: Shape,
    logicalName: string,
    inputs: Readonly<Record<string, unknown>>,
    random: Context["random"],
): string {
    const given = shape.name === undefined ? undefined : inputs[shape.name];
    if (typeof given === "string") return given;
    const prefix = shape.name === undefined ? undefined : inputs[`${shape.name}Prefix`];
    return typeof prefix === "string" ? `${prefix}${random(DIGITS, 26)}` : `${logicalName}-${random(HEX, 7)}`;
}

function fillHole(hole: string, context: Context): string {
    const [kind = "", argument = "", salt = ""] = hole.split(":");
    if (kind === "input") {
        const [key = "", otherwise = ""] = hole.slice("input:".length).split("|");
        const value = context.inputs[key];
        return typeof value === "string" || typeof value === "number" ? String(value) : otherwise;
    }
    const alphabet = ALPHABETS[kind];
    if (alphabet !== undefined) return context.random(alphabet, Number(argument), salt);
    switch (kind) {
        case "id":
            return context.id;
        case "name":
            return context.name;
        case "uuid":
            return uuid(context.random(HEX, 32, argument));
        case "domain":
            return dnsSuffixOf(context.place.partition);
        case "account":
        case "region":
        case "partition":
            return context.place[kind];
        default:
            throw new Error(`no such hole in a shape: {${hole}}`);
    }
}

export function uuid(hex: string): string {
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function pick(seed: string, alphabet: string, length: number): string {
    let text = "";
    for (let round = 0; text.length < length; round++)
        for (const byte of createHash("sha256")
            .update(`${seed}\n${String(round)}`)
            .digest())
            text += alphabet[byte % alphabet.length] ?? "";
    return text.slice(0, length);
}
