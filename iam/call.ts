import { action, resourceType, type Action } from "./reference";

/** A call as actions/row.ts writes it, taken apart. */
export interface Call {
    readonly action: Action;
    readonly targets: readonly Target[];
    /** Argument that has to be set, or must not be, for the call to be made. */
    readonly only?: Only;
    readonly context: Readonly<Record<string, string>>;
}

export interface Only {
    readonly argument: string;
    readonly set: boolean;
    /** Only with this value. */
    readonly value?: string;
}

/** `self` is the object itself; else a type of resource and the parts of its ARN, still to be filled in. */
export type Target = "self" | Named;

export interface Named {
    readonly type: string;
    readonly parts: readonly string[];
    /** Carries the tags of the object itself. */
    readonly tagged: boolean;
}

const calls = new Map<string, Call>();

export function callOf(text: string): Call {
    let found = calls.get(text);
    if (found === undefined) calls.set(text, (found = parse(text)));
    return found;
}

function parse(text: string): Call {
    const [name = "", ...words] = text.split(" ");
    const called = action(name);
    const targets: Target[] = [];
    const context: Record<string, string> = {};
    let only: Call["only"];
    for (const word of words) {
        const at = word.indexOf("=");
        if (word === ".") targets.push("self");
        else if (word.startsWith("?")) only = onlyOf(word);
        else if (word.startsWith("@")) context[word.slice(1, at).toLowerCase()] = word.slice(at + 1);
        else targets.push(targetOf(word));
    }
    for (const target of targets) if (target !== "self") resourceType(name.split(":")[0] ?? "", target.type);
    return { action: called, targets, context, ...(only === undefined ? {} : { only }) };
}

function onlyOf(word: string): Only {
    const [argument = "", value] = word.replace(/^\?!?/, "").split("=");
    return { argument, set: !word.startsWith("?!"), ...(value === undefined ? {} : { value }) };
}

export function targetOf(word: string): Named {
    const [, mark, type, parts] = /^(~?)([^=]+)=(.*)$/.exec(word) ?? [];
    if (type === undefined || parts === undefined) throw new Error(`"${word}" is no target`);
    return { type, parts: parts.split("|"), tagged: mark === "~" };
}
