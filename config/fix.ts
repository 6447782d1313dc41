/** What to write where the schema refuses something: its own words, or what it would take there, tried on the schema itself. */
import type { z } from "zod";
import { exampleAt, namesIn } from "./example";
import { keysAt } from "./json-schema";
import { meantBy, written } from "./meant";
import { nearest, sound } from "./nearest";
import { settings } from "./schema";
import { dotted, sorted, withAt, type Path, type Tree } from "./tree";

export type Issue = z.core.$ZodIssue;

export interface Advice {
    readonly rule: string;
    readonly fix: string;
    /** The one value that the fix names. */
    readonly advised?: unknown;
}

/** No key takes it: what the schema says to it says what would fit. */
const WRONG = "\u0001";

/** Rule and fix of what the schema refuses. `whole`: all layers, as they were parsed. */
export function adviceOn(issue: Issue, value: unknown, whole: Tree): Advice {
    const said = bounded(split(issue, value), issue);
    const meant = meantBy(value).find((each) => issuesWith(whole, issue.path, each).length === 0);
    if (meant !== undefined) return { ...said, fix: `write ${written(meant)}`, advised: meant };
    if (issue.code !== "invalid_type") return said;
    if (issue.expected === "string") return notText(issue.path, value, whole);
    if (issue.expected === "array") return { ...said, fix: listFor(issue.path, value, whole) };
    const named = namesIn(value);
    const form = exampleAt(issue.path, named);
    return named.length === 0 || form === undefined ? said : { ...said, fix: `write a map, for example ${form}` };
}

/** The bound itself, where the schema's words leave it to the rule. */
function bounded(advice: Advice, issue: Issue): Advice {
    if (issue.code !== "too_small" && issue.code !== "too_big") return advice;
    const isLow = issue.code === "too_small";
    const bound = Number(isLow ? issue.minimum : issue.maximum);
    const [word, words] = isLow ? ["raise it", "raise it to at least"] : ["lower it", "lower it to at most"];
    const known = { ...advice, ...(advice.fix === word && { fix: `${words} ${bound}` }) };
    return ["number", "int"].includes(String(issue.origin)) ? { ...known, advised: bound } : known;
}

/** For a key that is missing. */
export function wantedAt(path: Path, whole: Tree): string {
    const [issue] = issuesWith(whole, path, WRONG);
    if (issue === undefined) return "write text";
    return issue.code === "invalid_type" && issue.expected === "array"
        ? listFor(path, undefined, whole)
        : split(issue, WRONG).fix;
}

/** YAML reads bare digits as a number, and a number has no leading zeros. */
function notText(path: Path, value: unknown, whole: Tree): Advice {
    if (typeof value !== "number" && typeof value !== "boolean")
        return { rule: "is not text", fix: wantedAt(path, whole) };
    const rule = `is ${typeof value === "number" ? "a number" : "true or false"} to YAML, not text`;
    if (dotted(path) === "account") return { rule, fix: 'write all 12 digits in quotes, for example "012345678901"' };
    const text = String(value);
    const fits = issuesWith(whole, path, text).length === 0;
    return fits ? { rule, fix: `write it in quotes: "${text}"`, advised: text } : { rule, fix: wantedAt(path, whole) };
}

/** The value alone as a list where that fits; or else what one item must be. */
function listFor(path: Path, value: unknown, whole: Tree): string {
    const fits = (list: readonly unknown[]) => issuesWith(whole, path, list).length === 0;
    const items = typeof value === "string" ? value.split(/[,\s]+/).filter((item) => item !== "") : [value];
    if (["string", "number"].includes(typeof value) && fits(items)) return `write [${items.map(written).join(", ")}]`;
    const issue = issuesWith(whole, path, [WRONG]).find(({ path: place }) => place.length > path.length);
    if (issue === undefined) return `write a list, for example ${exampleAt(path) ?? "[a, b]"}`;
    const { fix } = split(issue, WRONG);
    const example = /for example ([^,;]+)$/.exec(fix)?.[1];
    if (example !== undefined && fits([example.replace(/^"(.*)"$/, "$1")]))
        return `write a list, for example [${example}]`;
    const form = exampleAt(path);
    return form === undefined ? `write a list; for each item, ${fix}` : `write a list, for example ${form}`;
}

/** What the schema says about one place once `value` stands there. */
export function issuesWith(whole: Tree, path: Path, value: unknown): readonly Issue[] {
    const { error } = settings.safeParse(sorted(withAt(whole, path, value) as Tree));
    const isBelow = (issue: Issue) => path.every((key, index) => issue.path[index] === key);
    return (error?.issues ?? []).filter(isBelow);
}

/** Messages of our own are "rule | fix"; for the rest the schema says what would fit. */
export function split(issue: Issue, value?: unknown): Advice {
    const message = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    const [rule, fix] = message.split(" | ");
    if (rule !== undefined && fix !== undefined) return { rule, fix };
    switch (issue.code) {
        case "invalid_value":
            return { rule: "is not a value that mindcloud knows", ...choice(value, issue.values.map(String)) };
        case "invalid_type":
            return { rule: `is not ${article(issue.expected)}`, fix: `write ${example(issue)}` };
        default:
            return { rule: message, fix: "see docs/configuration.md" };
    }
}

function choice(value: unknown, known: readonly string[]): Pick<Advice, "fix" | "advised"> {
    const near =
        typeof value === "string"
            ? (known.find((word) => sound(word) === sound(value)) ?? nearest(value, known))
            : undefined;
    return near === undefined ? { fix: `choose ${known.join(", ")}` } : { fix: `did you mean ${near}?`, advised: near };
}

const WORDS: Readonly<Record<string, string>> = {
    record: "a map",
    object: "a map",
    array: "a list",
    int: "a whole number",
    number: "a number",
    boolean: "true or false",
};
const article = (type: string): string => WORDS[type] ?? type;

/** More keys are no help: the reference has them. */
const MOST_KEYS = 8;

function example(issue: z.core.$ZodIssueInvalidType): string {
    const keys = keysAt(issue.path);
    const known = keys.length === 0 || keys.length > MOST_KEYS ? "" : ` with the keys ${keys.join(", ")}`;
    const form = article(issue.expected) === "a map" ? exampleAt(issue.path) : undefined;
    return `${article(issue.expected)}${known}${form === undefined ? "" : `, for example ${form}`}`;
}
