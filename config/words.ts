/** What is wrong with a stack file's words themselves, whatever the schema says: empty keys, dotted keys, values that must not stand there. */
import type { Problem } from "./problems";
import { REQUIRED } from "./schema";
import { looksSecret } from "./secret-looks";
import { dotted, isTree, without, type Path, type Tree } from "./tree";

/** The settings without such words, and what to say about each. */
export function plainWords(settings: Tree): { settings: Tree; problems: Problem[] } {
    const found = [...wrongWords(settings, [])];
    const plain = found.reduce<Tree>((tree, { path }) => without(tree, path), settings);
    return { settings: plain, problems: found.flatMap(({ problem }) => (problem === undefined ? [] : [problem])) };
}

interface Found {
    readonly path: Path;
    /** Undefined where the schema will say it better. */
    readonly problem?: Problem;
}

function* wrongWords(value: unknown, path: Path): Generator<Found> {
    const where = dotted(path);
    if (value === null) {
        const required = REQUIRED.some((key) => key === where || key.startsWith(`${where}.`));
        const problem = { path: where, rule: "is empty", fix: "write a value, or remove the key" };
        yield required ? { path } : { path, problem };
    } else if (typeof value === "string" && looksSecret(value)) {
        const fix = "remove it, replace that credential, and keep the new one under mindcloud:secrets";
        yield { path, problem: { path: where, rule: "holds what looks like a credential in plain text", fix } };
    } else if (Array.isArray(value)) {
        for (const [index, item] of value.entries()) yield* wrongWords(item, [...path, index]);
    } else if (isTree(value)) {
        if (path.length > 0 && Object.keys(value).join() === "secure") {
            const fix = "write it in plain text; only keys under mindcloud:secrets are encrypted";
            yield { path, problem: { path: where, rule: "is encrypted, so a plan cannot read it", fix } };
            return;
        }
        for (const [key, inner] of Object.entries(value)) {
            if (path.length === 0 && /[.[]/.test(key)) yield dottedKey(key);
            else yield* wrongWords(inner, [...path, key]);
        }
    }
}

/** `pulumi config set` without --path keeps the dots as part of one name. */
function dottedKey(key: string): Found {
    const fix = `set it with pulumi config set --path 'mindcloud:${key}', or nest the keys`;
    return { path: [key], problem: { path: `mindcloud:${key}`, rule: "is one name with dots in it, not a path", fix } };
}
