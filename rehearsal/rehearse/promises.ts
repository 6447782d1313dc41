import * as fs from "node:fs";
import { parse } from "yaml";
import type { Patch } from "./stack-file";

/** What docs/changes.md says that a change does: an operation on every resource of a kind whose name fits. */
export interface Promised {
    /** `protected`: with `data: keep` the engine refuses to delete it; once its protection is taken away, it is deleted. */
    readonly operation: "create" | "update" | "replace" | "delete" | "protected";
    /** Last part of the type, such as `Deployment`; `*` is any. */
    readonly kind: string;
    /** Logical name, with `*` for any characters. */
    readonly name: string;
    /** Not in every environment, for instance only where the resource exists at all. */
    readonly optional: boolean;
}

export interface Change {
    readonly title: string;
    readonly patch: Patch;
    /** By the environment's `data:`; most changes are the same in both. */
    readonly promised: Readonly<Record<"keep" | "disposable", readonly Promised[]>>;
}

export interface Changes {
    /** The environment in which the changes begin, as far as it differs from the committed one. */
    readonly start: Patch;
    readonly changes: readonly Change[];
}

/** Reads the promises where people read them: the blocks `yaml`, `steps`, `steps keep` and `steps disposable` under each heading. */
export function readChanges(file: string): Changes {
    const [head = "", ...sections] = fs.readFileSync(file, "utf8").split(/^## /m);
    const start = blocksOf(head).find(({ kind }) => kind === "yaml");
    if (start === undefined)
        throw new Error(`${file}: no yaml block before the first heading: where do the changes begin?`);
    return { start: parse(start.text) as Patch, changes: sections.flatMap((section) => changeOf(file, section)) };
}

function changeOf(file: string, section: string): Change[] {
    const title = section.slice(0, section.indexOf("\n")).trim();
    const blocks = blocksOf(section);
    const patches = blocks.filter(({ kind }) => kind === "yaml");
    const steps = (kind: string): readonly Promised[] | undefined => {
        const text = blocks.find((block) => block.kind === kind)?.text;
        return text
            ?.trim()
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => promisedBy(file, title, line));
    };
    const [both, keep, disposable] = [steps("steps"), steps("steps keep"), steps("steps disposable")];
    const [patch, second] = patches;
    if (patch === undefined && both === undefined) return []; // prose only
    const promised = { keep: keep ?? both, disposable: disposable ?? both };
    if (patch === undefined || second !== undefined || promised.keep === undefined || promised.disposable === undefined)
        throw new Error(
            `${file}: "${title}" needs one yaml block and a steps block (or steps keep and steps disposable)`,
        );
    return [
        {
            title,
            patch: parse(patch.text) as Patch,
            promised: { keep: promised.keep, disposable: promised.disposable },
        },
    ];
}

function blocksOf(text: string): readonly { kind: string; text: string }[] {
    return [...text.matchAll(/^```([a-z ]+)\n(.*?)^```$/gms)].map(([, kind = "", body = ""]) => ({ kind, text: body }));
}

const OPERATIONS = ["create", "update", "replace", "delete", "protected"] as const;

function promisedBy(file: string, title: string, line: string): Promised {
    const [word, kind, name, mark] = line.trim().split(/\s+/);
    const operation = OPERATIONS.find((known) => known === word);
    if (operation === undefined || kind === undefined || name === undefined || (mark !== undefined && mark !== "?"))
        throw new Error(
            `${file}: "${title}": "${line}" is not <${OPERATIONS.join("|")}> <kind> <name>, with "?" after it when it may be missing`,
        );
    return { operation, kind, name, optional: mark === "?" };
}
