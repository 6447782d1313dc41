/** A value for every key of the schema: near its bounds more often than not, because that is where rules disagree. */
import fc from "fast-check";
import { knownInstanceTypes } from "../../../config/instance-types";
import { jsonSchema, type JsonSchema } from "../../../config/json-schema";
import type { Tree } from "../../../config/tree";

/** What a pattern alone would make, AWS has never heard of. The first expression that the key's path matches decides. */
const WORDS: readonly (readonly [path: RegExp, values: readonly string[]])[] = [
    [/memstack\.neo4j\.restoreFrom$/, ["memstack_backup_20260801_020000.tar.gz"]],
    [/neo4j\.restoreFrom$/, ["myriad_backup_20260801_020000.tar.gz"]],
    [/^account$/, ["111122223333"]],
    [/^network\.cidr$/, ["10.20.0.0/16", "10.64.0.0/18", "172.20.0.0/16", "192.168.0.0/20", "10.0.0.0/17"]],
    [/publicCidrs/, ["203.0.113.0/24", "198.51.100.7/32", "192.0.2.128/25"]],
    [/[cC]idrs?(\[\])?$/, ["172.16.0.0/20", "192.168.8.0/22", "10.128.0.0/16", "10.20.4.0/24"]],
    [/instanceTypes/, knownInstanceTypes()],
    [/redis\.\w+\.node$/, ["cache.t4g.micro", "cache.t4g.medium", "cache.m7g.large", "cache.r7g.xlarge"]],
    [/postgres\.instance$/, ["db.t4g.micro", "db.t4g.medium", "db.m7g.large", "db.r7g.xlarge"]],
    [/zoneNames/, ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"]],
    [/emails|\.to\[\]$|\.from$/, ["platform@example.com", "on-call@example.org"]],
    [/maintenance$/, ["mon:04:00-mon:05:00", "sat:22:30-sun:00:30", "wed:09:00-wed:10:00"]],
    [/(At|\.at)$/, ["00:30", "04:00", "23:30"]],
    [/\.name$/, ["ai.example.com", "agents.example.org"]],
    [/\.image$|standIn$/, [`sha256:${"5f".repeat(32)}`]],
    [/registry$/, ["ghcr.io/example", "registry.example.com:5000/team"]],
    [/[uU]rl$|issuer$/, ["https://login.example.com/authorize", "https://auth.example.com/verify"]],
    [/urls\./, ["https://grafana.example.com", "http://localhost:3000"]],
    [/healthPath$/, ["/health", "/ready/now"]],
    [/variables/, ["debug", "1", "https://example.com", ""]],
    [/(command|arguments)\[\]$/, ["node", "--verbose", "server.js"]],
    [/notSecrets/, ["tags.build"]],
    [/certificateArn$/, ["arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"]],
    [/permissionsBoundary$/, ["arn:aws:iam::111122223333:policy/boundary"]],
];

/** Keys of free maps; what has a choice of its own is a shape (shapes.ts). */
const NAMES: readonly (readonly [path: RegExp, names: readonly string[]])[] = [
    [/^tags$/, ["team", "cost-center", "Owner"]],
    [/^nodeGroups$/, ["system", "general", "zonal", "untrusted", "batch"]],
    [/labels$/, ["team", "example.com/tier"]],
    [/variables$/, ["LOG_STYLE", "TZ"]],
    [/dnsRewrites$/, ["old.example.com"]],
    [/companies$/, ["acme", "globex", "no", "a1"]],
];

const SHAPED =
    /^(existing|account|cluster\.access|domain|network\.attachments|monitoring\.(receivers|routes|defaultTo|grafana)|systems\.\w+\.(enabled|size|neo4j\.enabled|endpoint))/;

export type Overlay = fc.Arbitrary<Tree>;

const wordsFor = (path: string): readonly string[] | undefined => WORDS.find(([key]) => key.test(path))?.[1];

function word(schema: JsonSchema, path: string): fc.Arbitrary<unknown> | undefined {
    const known = wordsFor(path);
    if (known !== undefined) return fc.constantFrom(...known);
    const { pattern } = schema;
    if (typeof pattern !== "string") return undefined;
    // fast-check makes no text for what an expression looks ahead at.
    return pattern.includes("(?") ? undefined : fc.stringMatching(new RegExp(pattern), { maxLength: 24 });
}

function whole({ minimum, maximum }: JsonSchema): fc.Arbitrary<unknown> {
    const min = typeof minimum === "number" ? minimum : 0;
    const max = typeof maximum === "number" ? maximum : 1000;
    const near = Math.min(max, min + 4);
    return fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min, max: near }) },
        { weight: 1, arbitrary: fc.integer({ min, max }) },
        { weight: 1, arbitrary: fc.constant(max) },
    );
}

/** Undefined for what is made whole elsewhere, or cannot be made at all. */
function valueOf(schema: JsonSchema, path: string): fc.Arbitrary<unknown> | undefined {
    const { enum: choices, const: only, anyOf, type, items } = schema;
    if (only !== undefined) return fc.constant(only);
    if (choices !== undefined) return fc.constantFrom(...choices);
    if (anyOf !== undefined) {
        const all = anyOf.flatMap((each) => valueOf(each, path) ?? []);
        return all.length === 0 ? undefined : fc.oneof(...all);
    }
    switch (type) {
        case "boolean":
            return fc.boolean();
        case "integer":
        case "number":
            return whole(schema);
        case "string":
            return word(schema, path);
        case "array": {
            const item = items === undefined ? undefined : valueOf(items, `${path}[]`);
            return item && fc.uniqueArray(item, { minLength: Number(schema.minItems ?? 0), maxLength: 3 });
        }
        default:
            return undefined;
    }
}

const nested = (path: readonly string[], value: unknown): Tree =>
    path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Tree;

function* leaves(schema: JsonSchema, path: readonly string[]): Generator<Overlay> {
    const key = path.join(".");
    if (SHAPED.test(key)) return;
    for (const [name, inner] of Object.entries(schema.properties ?? {})) yield* leaves(inner, [...path, name]);
    const { additionalProperties: free } = schema;
    if (typeof free === "object")
        for (const name of NAMES.find(([at]) => at.test(key))?.[1] ?? []) yield* leaves(free, [...path, name]);
    if (schema.properties !== undefined || typeof free === "object") return;
    const value = valueOf(schema, key);
    if (value !== undefined) yield value.map((each) => nested(path, each));
}

/** One for each key that can be made by itself, by its first part: a hundred variables of workloads are not to drown the network. */
export function keysOfTheSchema(): ReadonlyMap<string, readonly Overlay[]> {
    const parts = Object.entries(jsonSchema().properties ?? {}).map(
        ([part, schema]) => [part, [...leaves(schema, [part])]] as const,
    );
    return new Map(parts.filter(([, overlays]) => overlays.length > 0));
}
