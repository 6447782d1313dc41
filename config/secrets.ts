/** Secrets that only people have: what the stack file says of them under mindcloud:secrets. No value is ever printed. */
import type { PeopleSecret, PeopleSecrets } from "./environment";
import { nearest } from "./nearest";
import type { Problem } from "./problems";
import { SECRET_NAME } from "./schema/primitives";
import { isTree } from "./tree";

/** Every secret that a system can ask for, and what it is. */
export const KNOWN_SECRETS: Readonly<Record<string, string>> = {
    "endpoints.akosha": "Secret of Akosha's client at the OpenID Connect provider",
    "endpoints.memstack": "Secret of MemStack's client at the OpenID Connect provider",
    "endpoints.myriad": "Secret of Myriad's client at the OpenID Connect provider",
    "llm.anthropic": "API key of Anthropic",
    "llm.dashscope": "API key of Alibaba Cloud Model Studio (DashScope)",
    "llm.deepseek": "API key of DeepSeek",
    "llm.gemini": "API key of Google Gemini (MemStack)",
    "llm.google": "API key of Google AI (Simple-CLI)",
    "llm.moonshot": "API key of Moonshot AI",
    "llm.openai": "API key of OpenAI",
    "monitoring.deadMansSwitch": "URL that is called every minute while alerts can be sent",
    "monitoring.grafanaOidc": "Secret of Grafana's client at the OpenID Connect provider",
};

/** Besides, one for each of `monitoring.receivers`, by its name. */
export const RECEIVER_SECRETS = {
    group: "receivers",
    name: "^[a-z][a-z0-9-]{0,18}[a-z0-9]$",
    description: "URL of a Slack webhook, integration key of PagerDuty, or password of the mail server",
} as const;

const isKnown = (path: string): boolean => {
    const [group, name = ""] = path.split(".");
    return (
        Object.hasOwn(KNOWN_SECRETS, path) ||
        (group === RECEIVER_SECRETS.group && new RegExp(RECEIVER_SECRETS.name).test(name))
    );
};

/** The command that sets a secret. */
export const setSecretCommand = (path: string, stack: string): string =>
    `pulumi config set --secret --path 'mindcloud:secrets.${path}' --stack ${stack}`;

export function peopleSecrets(said: unknown, stack: string): { secrets: PeopleSecrets; problems: Problem[] } {
    const secrets: Record<string, PeopleSecret> = {};
    const problems: Problem[] = [];
    if (said === undefined) return { secrets, problems };
    const shape = { path: "secrets", rule: "is not a map", fix: "write llm: { <provider>: ... } below it" };
    if (!isTree(said)) return { secrets, problems: [shape] };
    if (Object.keys(said).join() === "secure") return { secrets, problems: [encryptedWhole(stack)] };
    for (const [path, value] of entries(said, "")) {
        const secret = isKnown(path) ? secretOf(path, value, stack) : unknown(path);
        if ("kind" in secret) secrets[path] = secret;
        else problems.push({ path: `secrets.${path}`, ...secret });
    }
    return { secrets, problems };
}

/** `pulumi config set --secret mindcloud:secrets '{...}'`: nobody can see which there are. */
const encryptedWhole = (stack: string): Problem => ({
    path: "secrets",
    rule: "is encrypted as a whole, so a plan cannot see which secrets there are",
    fix: `set each by its path: ${setSecretCommand("llm.<provider>", stack)}`,
});

/** Marks values that the engine has decrypted for this run; a stack file cannot hold this. */
export class Decrypted {
    constructor(readonly value: string) {}
}

function secretOf(path: string, value: unknown, stack: string): PeopleSecret | { rule: string; fix: string } {
    const command = setSecretCommand(path, stack);
    if (value instanceof Decrypted) return { kind: "given", value: value.value };
    if (value === null || value === "") return { rule: "is empty", fix: `remove it, or ${command}` };
    if (!isTree(value))
        return { rule: "holds a secret in plain text", fix: `replace that credential, then ${command}` };
    const { secure, secretName } = value;
    if (typeof secure === "string" && secure !== "") return { kind: "given", value: undefined };
    if (secretName === undefined)
        return { rule: "names no secret", fix: `write secretName: <name in Secrets Manager>, or ${command}` };
    if (typeof secretName === "string" && SECRET_NAME.test(secretName)) return { kind: "named", secretName };
    return { rule: "does not name a Secrets Manager secret", fix: "write secretName: <its name, not its ARN>" };
}

function unknown(path: string): { rule: string; fix: string } {
    const near = nearest(path, Object.keys(KNOWN_SECRETS));
    const fix =
        near === undefined ? `choose ${Object.keys(KNOWN_SECRETS).join(", ")}` : `did you mean secrets.${near}?`;
    return { rule: "is not a secret that mindcloud knows", fix };
}

/** Secrets lie two levels deep, `llm.<provider>`; what lies there is the secret, whatever its shape. */
const DEPTH = 2;

function entries(tree: Readonly<Record<string, unknown>>, prefix: string, depth = 1): [string, unknown][] {
    return Object.entries(tree).flatMap(([key, value]): [string, unknown][] => {
        const path = prefix === "" ? key : `${prefix}.${key}`;
        return depth < DEPTH && isTree(value) && !(value instanceof Decrypted)
            ? entries(value, path, depth + 1)
            : [[path, value]];
    });
}
