/** What may stand at a place of a stack file, as an example in YAML's short form: made from the schema, so that it cannot grow old. */
import { schemaAt, type JsonSchema } from "./json-schema";
import { written } from "./meant";
import { isTree, type Path } from "./tree";

/** By the key itself, or by the two last ones; a list where one item is not enough. */
const HINTS: Readonly<Record<string, unknown>> = {
    ...{ tags: "platform", labels: "platform", podLabels: "prometheus", monitorLabels: "prometheus", paths: "closed" },
    ...{ variables: "json", monthlyUsd: 1500, alertPercents: 80, port: 443, maxConnections: 400, cpuPercent: 70 },
    ...{ gibibytes: 50, storageGibibytes: 50, agentGibibytes: 2, infrequentAfterDays: 30, hotDays: 7 },
    ...{
        instanceTypes: "m7g.large",
        publicCidrs: "203.0.113.0/24",
        runnerCidrs: "10.60.0.0/16",
        clientId: "mindcloud",
    },
    ...{ "domain.name": "ai.example.com", "coldBucket.name": "example-cold-data", "cluster.name": "platform" },
    ...{ registry: "registry.example.com/team", mirrors: "registry.example.com/mirror", logins: "registries/docker" },
    ...{
        host: "store.example.com",
        passwordSecret: "store/password",
        adminSecret: "store/admin",
        namespace: "monitoring",
    },
    ...{ key: "dedicated", serviceUrl: "https://auth.example.com/verify", jwksUrl: "https://auth.example.com/keys" },
    ...{ adminGroup: "platform-admins", viewerGroups: "platform", dnsRewrites: "db.example.com", command: "server" },
    ...{ arguments: "--verbose", certificateAuthority: "LS0tLS1CRUdJTg==", general: "gp3", database: "gp3-xfs" },
    ...{ maxConcurrentIngests: 10, maxAgentsPerQuery: 5, restoreFrom: "mindcloud-prod-2026-11-29", to: "operators" },
    ...{ defaultTo: "operators", notSecrets: "systems.akosha.variables.X_TOKEN", claim: "memstack/neo4j-data" },
    ...{ zoneNames: ["us-east-1a", "us-east-1b"], privateSubnetIds: subnets(1), dataSubnetIds: subnets(3) },
    ...{
        publicSubnetIds: subnets(5),
        dataCidrs: ["10.20.4.0/24", "10.20.5.0/24"],
        directory: "aws-backup-restore_2026",
    },
    ...{
        "vpc.publicCidrs": ["10.20.6.0/24", "10.20.7.0/24"],
        "vpc.cidr": "10.20.0.0/16",
        grafana: "https://grafana.example.com",
    },
};

/** Maps of which one key alone says nothing. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
    domain: ["name", "zoneId"],
    agents: ["min", "max"],
    authentication: ["serviceUrl", "jwksUrl"],
    login: ["issuer", "clientId", "authUrl", "tokenUrl", "userUrl"],
};

/** Names of what a map holds. */
const KEYS: Readonly<Record<string, string>> = {
    ...{ tags: "team", labels: "team", podLabels: "app", monitorLabels: "release", variables: "LOG_FORMAT" },
    ...{ nodeGroups: "general", attachments: "office", receivers: "chat", dnsRewrites: "graph_db", neo4j: "memstack" },
    ...{ mcpServers: "search", paths: "/" },
};

function subnets(first: number): string[] {
    return [first, first + 1].map((last) => `subnet-0123456789abcde${last.toString(16).padStart(2, "0")}`);
}

/** Of the kinds that a stack file has: the first that a pattern takes stands for it. */
const WORDS = [
    ...["acme", "docker.io", "NAME", "arn:aws:iam::111122223333:role/deploy", "10.20.0.0/16", "us-east-1a"],
    ...["db.t4g.medium", "cache.t4g.small", "sun:05:00-sun:06:00", "03:30", "2026-11-29T11:55:00Z"],
    ...["snap-0123456789abcdef0", "sg-0123456789abcdef0", "vpc-0123456789abcdef0", "tgw-0123456789abcdef0"],
    ...["Z0123456789ABC", "https://login.example.com", "#alerts", "stand-in", "/", `sha256:${"0".repeat(64)}`],
    "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012",
];

type Names = readonly string[];

/** The more exact one first. */
const hintFor = (names: Names): unknown => HINTS[names.slice(-2).join(".")] ?? HINTS[names.at(-1) ?? ""];

const patternsOf = ({ pattern, allOf }: JsonSchema): string[] => [
    ...(typeof pattern === "string" ? [pattern] : []),
    ...(Array.isArray(allOf) ? (allOf as JsonSchema[]).flatMap(patternsOf) : []),
];

function wordFor(schema: JsonSchema, hint: unknown): string | undefined {
    if (schema.enum !== undefined) return String(schema.enum[0]);
    if (schema.format === "email") return "platform@example.com";
    const patterns = patternsOf(schema).map((pattern) => new RegExp(pattern, "u"));
    const words = typeof hint === "string" ? [hint, ...WORDS] : WORDS;
    return words.find((word) => patterns.every((pattern) => pattern.test(word)));
}

/** Undefined where nothing that is known would fit. */
function exampleOf(schema: JsonSchema, names: Names): unknown {
    const [first] = schema.anyOf ?? schema.oneOf ?? [];
    if (first !== undefined) return exampleOf(first, names);
    const hint = hintFor(names);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return schema.enum[0];
    switch (schema.type) {
        case "boolean":
            return true;
        case "integer":
        case "number":
            return typeof hint === "number" ? hint : (schema.minimum ?? 1);
        case "string":
            return wordFor(schema, hint);
        case "array":
            return Array.isArray(hint) ? hint : listOf(schema, names);
        default:
            return mapOf(schema, names);
    }
}

function listOf({ items = {}, minItems = 1 }: JsonSchema, names: Names): unknown {
    const item = exampleOf(items, names);
    return item === undefined || Number(minItems) > 1 ? undefined : [item];
}

/** What must stand there, or else the first of what may. */
function mapOf(
    { properties = {}, required = [], propertyNames, additionalProperties }: JsonSchema,
    names: Names,
): unknown {
    const some = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
    const keys = PARTS[names.at(-1) ?? ""] ?? some;
    if (keys.length > 0) return complete(keys.map((key) => [key, exampleOf(properties[key] ?? {}, [...names, key])]));
    if (!isTree(additionalProperties)) return {};
    const key = wordFor((propertyNames ?? {}) as JsonSchema, KEYS[names.at(-1) ?? ""]);
    return key === undefined ? undefined : complete([[key, exampleOf(additionalProperties, names)]]);
}

function complete(entries: readonly (readonly [string, unknown])[]): unknown {
    return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries);
}

/** In one line, with quotes only where YAML wants them. */
function flow(value: unknown): string {
    if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
    if (!isTree(value)) return written(value);
    const pairs = Object.entries(value).map(([key, inner]) => `${written(key)}: ${flow(inner)}`);
    return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/** For a key at which a map or a list must stand. `named`: what the map is to hold, where a list has it. */
export function exampleAt(path: Path, named: readonly string[] = []): string | undefined {
    const schema = schemaAt(path);
    const example = schema === undefined ? undefined : exampleOf(schema, path.map(String));
    const [one, ...others] = isTree(example) ? Object.values(example) : [];
    if (named.length > 0 && one !== undefined && others.length === 0)
        return flow(Object.fromEntries(named.map((name) => [name, one])));
    return typeof example === "object" ? flow(example) : undefined;
}

/** Names in a list that was to be a map, as lists have them: alone, or beside what belongs to them. */
export const namesIn = (list: unknown): readonly string[] =>
    Array.isArray(list)
        ? list.flatMap((item: unknown) => {
              const name = isTree(item) ? (item.name ?? item.id ?? item.key) : item;
              return typeof name === "string" ? [name] : [];
          })
        : [];
