/** What was excused from looking like a secret: each must still be there and look like one, or the excuse outlives its reason. */
import { at, dotted, isTree, type Path } from "../tree";
import { isTakenForSecret } from "../words";
import type { Check } from "./check";

export const uselessExcuse: Check = {
    id: "secrets.uselessExcuse",
    reads: [],
    find: ({ environment: { notSecrets }, said }) => {
        const taken = [...texts(said, [])].filter(({ text, path, before }) => isTakenForSecret(text, path, before));
        const paths = taken.map(({ path }) => dotted(path));
        return notSecrets.flatMap((value, index) =>
            paths.includes(value)
                ? []
                : [
                      {
                          path: `notSecrets[${index}]`,
                          value,
                          rule:
                              at(said, value.split(".")) === undefined
                                  ? "is no key of this file"
                                  : "does not look like a secret",
                          fix: "remove it",
                      },
                  ],
        );
    },
};

interface Text {
    readonly text: string;
    readonly path: Path;
    readonly before?: unknown;
}

function* texts(value: unknown, path: Path, before?: unknown): Generator<Text> {
    if (typeof value === "string") yield { text: value, path, before };
    else if (Array.isArray(value))
        for (const [index, item] of (value as unknown[]).entries())
            yield* texts(item, [...path, index], (value as unknown[])[index - 1]);
    else if (isTree(value)) for (const [key, inner] of Object.entries(value)) yield* texts(inner, [...path, key]);
}
