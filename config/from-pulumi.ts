/** Reads the stack's configuration from the engine that runs this program. Used by index.ts only. */
import * as pulumi from "@pulumi/pulumi";
import { engineValue } from "./engine-value";
import { load, type Loaded } from "./load";
import { NAMESPACE } from "./project";
import { Decrypted } from "./secrets";
import { isTree } from "./tree";

export function loadFromPulumi(): Loaded {
    const project = pulumi.getProject();
    const settings: Record<string, unknown> = {};
    for (const namespace of new Set([NAMESPACE, project]))
        for (const [key, text] of Object.entries(pulumi.runtime.allConfig()))
            if (key.startsWith(`${namespace}:`)) {
                const name = key.slice(namespace.length + 1);
                settings[name] = engineValue(text, name);
            }
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

/** The engine has decrypted `secure:` values already, so that each text below `secrets` is one. */
function decrypted(value: unknown): unknown {
    if (typeof value === "string") return new Decrypted(value);
    if (!isTree(value) || "secretName" in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decrypted(inner)]));
}
