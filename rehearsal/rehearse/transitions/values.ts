/** What a key of a stack file may be changed to, by the schema that reads it. */
import { schemaAt, type JsonSchema } from "../../../config/json-schema";
import { isTree, type Tree } from "../../../config/tree";

export interface Leaf {
    readonly path: readonly string[];
    readonly value: unknown;
}

/** Texts that no schema can make up: by the last word of the key. Both of a pair are valid where the key is. */
const WORDS: Readonly<Record<string, readonly unknown[]>> = {
    instance: ["db.t4g.large", "db.m7g.large"],
    node: ["cache.t4g.medium", "cache.m7g.large"],
    instanceTypes: [["m7g.xlarge"], ["m7g.2xlarge"], ["r7g.2xlarge"]],
    cidr: ["10.60.0.0/16", "10.20.0.0/16"],
    maintenance: ["sun:05:00-sun:06:00", "tue:03:00-tue:04:00"],
    snapshotAt: ["05:00", "01:00"],
    backupAt: ["06:00", "02:00"],
    at: ["04:00", "01:00"],
    emails: [["other@example.com"]],
    publicCidrs: [["198.51.100.0/24"], ["203.0.113.0/24"]],
    account: ["210987654321"],
    companies: [{ initech: {} }],
    tags: [{ team: "other" }],
    variables: [{ LOG_LEVEL: "debug" }],
    model: ["deepseek:deepseek-chat"],
    restoreFrom: [
        [{ snapshot: "mindcloud-dev-restored" }],
        [{ pointInTime: "2026-11-29T11:55:00Z" }],
        [{ claim: "akosha/akosha-hot-store-data", snapshot: "snap-0123456789abcdef0" }],
        [{ directory: "aws-backup-restore_2026-11-29T11-55-00-000Z" }],
    ],
    interfaceEndpoints: [["ecr.api", "ecr.dkr"]],
};

/** Every setting that has a value, by its whole path. An empty map and a list are settings themselves. */
export function leavesOf(tree: Tree, path: readonly string[] = []): readonly Leaf[] {
    return Object.entries(tree).flatMap(([key, value]): readonly Leaf[] => {
        // Keys with dots (ARNs, labels) belong to people, not to the schema.
        if (key.includes(".")) return [];
        const here = [...path, key];
        return isTree(value) && Object.keys(value).length > 0 ? leavesOf(value, here) : [{ path: here, value }];
    });
}

/** Others that the schema lets it be; nearest first. Whether the whole file is valid with it, its loader says. */
export function othersOf({ path, value }: Leaf): readonly unknown[] {
    const words = WORDS[path.at(-1) ?? ""] ?? [];
    const all = [...fromSchema(schemaAt(path) ?? {}, value), ...words];
    return all.filter((other) => JSON.stringify(other) !== JSON.stringify(value));
}

function fromSchema(schema: JsonSchema, value: unknown): readonly unknown[] {
    if (schema.anyOf !== undefined) return schema.anyOf.flatMap((each) => fromSchema(each, value));
    if (schema.const !== undefined) return [schema.const];
    if (schema.enum !== undefined) return schema.enum;
    if (schema.type === "boolean") return [true, false];
    if ((schema.type === "integer" || schema.type === "number") && typeof value === "number")
        return numbers(value, schema);
    return [];
}

function numbers(value: number, { minimum, maximum }: JsonSchema): readonly number[] {
    const [least, most] = [Number(minimum ?? 0), Number(maximum ?? Number.MAX_SAFE_INTEGER)];
    return [value + 1, value * 2, value - 1, Math.floor(value / 2), value + 30].filter(
        (other) => other >= least && other <= most && Number.isInteger(other),
    );
}
