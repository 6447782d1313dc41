/** What is wrong with a stack file's words themselves, whatever the schema says: empty keys, dotted keys, values that must not stand there. */
import { exampleAt } from "./example";
import { schemaAt } from "./json-schema";
import type { Problem } from "./problems";
import { REQUIRED } from "./schema";
import { holdsPassword, looksRandom, looksSecret } from "./secret-looks";
import { isSecretByName, isSecretFlag } from "./secret-names";
import { dotted, isTree, without, type Path, type Tree } from "./tree";

/** The settings without such words, and what to say about each. */
export function plainWords(settings: Tree): { settings: Tree; problems: Problem[] } {
    const { notSecrets } = settings;
    const excused = Array.isArray(notSecrets) ? notSecrets.map(String) : [];
    const found = [...wrongWords(settings, [], excused)];
    const plain = found.reduce<Tree>((tree, { path }) => without(tree, path), settings);
    return { settings: plain, problems: found.flatMap(({ problem }) => (problem === undefined ? [] : [problem])) };
}

interface Found {
    readonly path: Path;
    /** Undefined where the schema will say it better. */
    readonly problem?: Problem;
}

/** Maps and lists in which people write what they like, and which end in plain text: ConfigMaps, pods, tags. */
const FREE = ["variables", "tags", "command", "arguments"];

const KEEP = "remove it, replace that credential, and keep the new one under mindcloud:secrets";

/** Why a text is taken for a secret. Names and randomness count where text is free: elsewhere the schema says what may stand there. */
function secretIn(text: string, path: Path): string | undefined {
    if (holdsPassword(text)) return "holds what looks like a password in plain text";
    const [parent, name] = path.slice(-2).map(String);
    if (parent === undefined || name === undefined || !FREE.includes(parent)) return undefined;
    if (isSecretByName(name, text)) return "is called like a secret, and would be plain text for everybody";
    return looksRandom(text, name) ? "is as random as a key, and would be plain text for everybody" : undefined;
}

/**
 * The user of Amazon SES' mail servers is the id of an access key, which only says whose password it is:
 * https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html#smtp-credentials-convert
 */
const isUserOfSes = (text: string, path: Path): boolean =>
    /^monitoring\.receivers\.[^.]+\.username$/.test(dotted(path)) && /^AKIA[0-9A-Z]{16}$/.test(text);

/** An argument that is the value of the one before it. */
const isGivenTo = (flag: unknown, item: unknown, path: Path): boolean =>
    ["command", "arguments"].includes(String(path.at(-1))) &&
    typeof flag === "string" &&
    typeof item === "string" &&
    isSecretFlag(flag) &&
    isSecretByName(flag, item) &&
    !item.startsWith("-");

function given(flag: string, place: Path): Found {
    const where = dotted(place);
    const rule = `is given to ${flag}, and would be plain text for everybody`;
    return {
        path: place,
        problem: { path: where, rule, fix: `${KEEP}; if it is none, add ${where} to mindcloud:notSecrets` },
    };
}

/** `before`: the item before it in a list. */
export const isTakenForSecret = (text: string, path: Path, before?: unknown): boolean =>
    secretIn(text, path) !== undefined || isGivenTo(before, text, path.slice(0, -1));

function* wrongWords(value: unknown, path: Path, excused: readonly string[]): Generator<Found> {
    const where = dotted(path);
    if (value === null) {
        const required = REQUIRED.some((key) => key === where || key.startsWith(`${where}.`));
        const form = exampleAt(path);
        const what = form === undefined ? "a value" : `for example ${form}`;
        const problem = { path: where, rule: "is empty", fix: `write ${what}, or remove the key` };
        yield required ? { path } : { path, problem };
    } else if (typeof value === "string") {
        if (looksSecret(value) && !isUserOfSes(value, path)) {
            yield {
                path,
                problem: { path: where, rule: "holds what looks like a credential in plain text", fix: KEEP },
            };
            return;
        }
        const rule = excused.includes(where) ? undefined : secretIn(value, path);
        const fix = `${KEEP}; if it is none, add ${where} to mindcloud:notSecrets`;
        if (rule !== undefined) yield { path, problem: { path: where, rule, fix } };
    } else if (Array.isArray(value)) {
        for (const [index, item] of (value as unknown[]).entries()) {
            const place = [...path, index];
            const flag = value[index - 1] as unknown;
            if (isGivenTo(flag, item, path) && !excused.includes(dotted(place))) yield given(String(flag), place);
            else yield* wrongWords(item, place, excused);
        }
    } else if (isTree(value)) {
        if (path.length > 0 && Object.keys(value).join() === "secure") {
            yield { path, problem: { path: where, ...encrypted(path) } };
            return;
        }
        for (const [key, inner] of Object.entries(value)) {
            if (looksSecret(key)) yield secretKey([...path, key], path);
            else if (path.length === 0 && /[.[]/.test(key)) yield dottedKey(key);
            else yield* wrongWords(inner, [...path, key], excused);
        }
    }
}

/** The name is not printed: it is the credential. */
const secretKey = (path: Path, parent: Path): Found => ({
    path,
    problem: { path: dotted(parent), rule: "has a key that looks like a credential in plain text", fix: KEEP },
});

/** Of another program's key nobody knows what it is: it may well be a secret, which must not be written down. */
const encrypted = (path: Path): Pick<Problem, "rule" | "fix"> =>
    schemaAt(path.map(String)) === undefined
        ? {
              rule: "is not a key that mindcloud knows",
              fix: "remove it; secrets that only people have stand under mindcloud:secrets",
          }
        : {
              rule: "is encrypted, so a plan cannot read it",
              fix: "write it in plain text; only keys under mindcloud:secrets are encrypted",
          };

/** `pulumi config set` without --path keeps the dots as part of one name. */
function dottedKey(key: string): Found {
    const fix = `set it with pulumi config set --path 'mindcloud:${key}', or nest the keys`;
    return { path: [key], problem: { path: `mindcloud:${key}`, rule: "is one name with dots in it, not a path", fix } };
}
