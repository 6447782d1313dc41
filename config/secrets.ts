/** Secrets that only people have: what the stack file says of them under mindcloud:secrets. No value is ever printed. */
import type { PeopleSecret, PeopleSecrets } from "./environment";
import { nearest } from "./nearest";
import type { Problem } from "./problems";
import { isTree } from "./tree";

/** Every secret that a system can ask for, and what it is. */
export const KNOWN_SECRETS: Readonly<Record<string, string>> = {
    "llm.anthropic": "API key of Anthropic",
    "llm.dashscope": "API key of Alibaba Cloud Model Studio (DashScope)",
    "llm.deepseek": "API key of DeepSeek",
    "llm.gemini": "API key of Google Gemini (MemStack)",
    "llm.google": "API key of Google AI (Simple-CLI)",
    "llm.moonshot": "API key of Moonshot AI",
    "llm.openai": "API key of OpenAI",
};

/** The command that sets a secret. */
export const setSecretCommand = (path: string, stack: string): string => `pulumi config set --secret --path 'mindcloud:secrets.${path}' --stack ${stack}`;

export function peopleSecrets(said: unknown): { secrets: PeopleSecrets; problems: Problem[] } {
    const secrets: Record<string, PeopleSecret> = {};
    const problems: Problem[] = [];
    if (said === undefined) return { secrets, problems };
    if (!isTree(said)) return { secrets, problems: [{ path: "secrets", rule: "is not a map", fix: "write llm: { <provider>: ... } below it" }] };
    for (const [path, value] of entries(said, "")) {
        const secret = secretOf(value);
        if (!(path in KNOWN_SECRETS)) {
            const near = nearest(path, Object.keys(KNOWN_SECRETS));
            problems.push({ path: `secrets.${path}`, rule: "is not a secret that mindcloud knows", fix: near === undefined ? `choose ${Object.keys(KNOWN_SECRETS).join(", ")}` : `did you mean secrets.${near}?` });
        } else if (secret === undefined) {
            problems.push({ path: `secrets.${path}`, rule: "holds a secret in plain text", fix: `remove it, then ${setSecretCommand(path, "<stack>")}` });
        } else secrets[path] = secret;
    }
    return { secrets, problems };
}

/** Marks values that the engine has decrypted for this run; a stack file cannot hold this. */
export class Decrypted {
    constructor(readonly value: string) {}
}

function secretOf(value: unknown): PeopleSecret | undefined {
    if (value instanceof Decrypted) return { kind: "given", value: value.value };
    if (!isTree(value)) return undefined;
    if (typeof value["secure"] === "string") return { kind: "given", value: undefined };
    if (typeof value["secretName"] === "string") return { kind: "named", secretName: value["secretName"] };
    return undefined;
}

function entries(tree: Readonly<Record<string, unknown>>, prefix: string): [string, unknown][] {
    return Object.entries(tree).flatMap(([key, value]): [string, unknown][] => {
        const path = prefix === "" ? key : `${prefix}.${key}`;
        const leaf = !isTree(value) || value instanceof Decrypted || "secure" in value || "secretName" in value;
        return leaf ? [[path, value]] : entries(value, path);
    });
}
