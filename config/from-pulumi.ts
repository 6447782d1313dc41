/** Reads the stack's configuration from the engine that runs this program. Used by index.ts only. */
import * as pulumi from "@pulumi/pulumi";
import { load, type Loaded } from "./load";
import { Decrypted } from "./secrets";
import { isTree } from "./tree";

export function loadFromPulumi(): Loaded {
    const project = pulumi.getProject();
    const settings: Record<string, unknown> = {};
    for (const [key, text] of Object.entries(pulumi.runtime.allConfig()))
        if (key.startsWith(`${project}:`)) settings[key.slice(project.length + 1)] = parse(text);
    const { secrets, ...rest } = settings;
    const stack = pulumi.getStack();
    return load({
        project,
        stack,
        file: `Pulumi.${stack}.yaml`,
        region: new pulumi.Config("aws").get("region"),
        settings: rest,
        secrets: decrypted(secrets),
    });
}

/** The engine hands every value over as text: JSON for maps and lists, bare text for the rest. */
function parse(text: string): unknown {
    if (text === "") return null; // a key with nothing after it
    if (/^\d{12}$/.test(text)) return text; // an account id is no number
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return text;
    }
}

/** The engine has decrypted `secure:` values already, so that each text below `secrets` is one. */
function decrypted(value: unknown): unknown {
    if (typeof value === "string") return new Decrypted(value);
    if (!isTree(value) || "secretName" in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decrypted(inner)]));
}
