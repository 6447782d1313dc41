/** JSON Schema of a whole stack file, for editors (`# yaml-language-server: $schema=...`) and for tests. */
import { grouped } from "./grouped";
import { defaultOf } from "./default-of";
import { jsonSchema, type JsonSchema } from "./json-schema";
import { SECRET_NAME } from "./schema/primitives";
import { KNOWN_SECRETS, RECEIVER_SECRETS } from "./secrets";
import { REGIONS } from "./regions";

export function stackSchema(): JsonSchema {
    const { properties: { cluster, ...others } = {}, required = [] } = jsonSchema();
    const { required: ofCluster = [], ...laxCluster } = cluster ?? {};
    const named = Object.entries({ ...others, cluster: laxCluster }).map(([key, value]) => [
        `mindcloud:${key}`,
        withDefaults(value, key),
    ]);
    return {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: "Stack file of mindcloud",
        type: "object",
        additionalProperties: false,
        required: ["config"],
        properties: {
            config: {
                type: "object",
                additionalProperties: false,
                required: [
                    "aws:region",
                    ...required.filter((key) => key !== "cluster").map((key) => `mindcloud:${key}`),
                ],
                anyOf: oneOfTheClusters(ofCluster),
                patternProperties: { "^pulumi:": {} },
                properties: {
                    "aws:region": { enum: REGIONS, description: "AWS region of the environment." },
                    ...(Object.fromEntries(named) as Record<string, JsonSchema>),
                    "mindcloud:secrets": secretsSchema(),
                },
            },
            secretsprovider: { type: "string", description: "Written by pulumi." },
            encryptedkey: { type: "string", description: "Written by pulumi." },
            encryptionsalt: { type: "string", description: "Written by pulumi." },
            environment: { description: "Pulumi ESC environments; a plan does not read them." },
        },
    };
}

/** Who reaches a cluster of our own must be said; of one that exists, its owner has said it. */
function oneOfTheClusters(ofCluster: readonly string[]): readonly JsonSchema[] {
    return [
        {
            required: ["mindcloud:cluster"],
            properties: { "mindcloud:cluster": { type: "object", required: ofCluster } },
        },
        {
            required: ["mindcloud:existing"],
            properties: { "mindcloud:existing": { type: "object", required: ["cluster"] } },
        },
    ];
}

function withDefaults(schema: JsonSchema, path: string): JsonSchema {
    const { properties } = schema;
    if (properties !== undefined) {
        const inner = Object.entries(properties).map(([key, value]) => [key, withDefaults(value, `${path}.${key}`)]);
        return { ...schema, properties: Object.fromEntries(inner) as Record<string, JsonSchema> };
    }
    const { economy, highlyAvailable } = defaultOf(path);
    if (economy === undefined) return schema;
    if (JSON.stringify(economy) === JSON.stringify(highlyAvailable)) return { ...schema, default: economy };
    const by = `Default ${JSON.stringify(economy)} (economy), ${JSON.stringify(highlyAvailable)} (highlyAvailable).`;
    return { ...schema, description: [schema.description, by].filter(Boolean).join(" ") };
}

function secretsSchema(): JsonSchema {
    const secret = (description: string): JsonSchema => ({
        description,
        anyOf: [
            {
                type: "object",
                additionalProperties: false,
                required: ["secure"],
                properties: { secure: { type: "string", description: "Written by pulumi config set --secret." } },
            },
            {
                type: "object",
                additionalProperties: false,
                required: ["secretName"],
                properties: {
                    secretName: {
                        type: "string",
                        pattern: SECRET_NAME.source,
                        description: "Name of a Secrets Manager secret.",
                    },
                },
            },
        ],
    });
    const groups = grouped(Object.entries(KNOWN_SECRETS), ([path]) => path.split(".")[0] ?? "");
    const group = (entries: readonly (readonly [string, string])[]): JsonSchema => ({
        type: "object",
        additionalProperties: false,
        properties: Object.fromEntries(
            entries.map(([path, description]) => [path.split(".")[1] ?? "", secret(description)]),
        ),
    });
    return {
        type: "object",
        description:
            "Secrets that only people have: set each with pulumi config set --secret, or name a Secrets Manager secret.",
        additionalProperties: false,
        properties: {
            ...Object.fromEntries([...groups].map(([name, entries]) => [name, group(entries)])),
            [RECEIVER_SECRETS.group]: {
                type: "object",
                description: "Secrets of monitoring.receivers, by the receiver's name.",
                additionalProperties: false,
                patternProperties: { [RECEIVER_SECRETS.name]: secret(RECEIVER_SECRETS.description) },
            },
        },
    };
}
