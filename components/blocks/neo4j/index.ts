/** Neo4j for a system: its own, or the one that the user brought. */
import type * as pulumi from "@pulumi/pulumi";
import type { Neo4jStore } from "../../handles";
import { existingNeo4j, type Neo4jConnection } from "./connection";
import { Neo4j, type Neo4jArgs } from "./server";

export type { Neo4jBackups } from "./archive";
export { existingNeo4j, type Neo4jConnection } from "./connection";
export { Neo4j, type Neo4jArgs, type Neo4jPort } from "./server";
export type { Neo4jSettings } from "./settings";
export { podMemory, TWO_GIBIBYTES, type Neo4jSize } from "./size";

/** What `existing.neo4j` says, or else a Neo4j of the system's own. Clients do not know the difference. */
export function connectNeo4j(
    name: string,
    { store, ...args }: Omit<Neo4jArgs, "credential" | "rotated"> & { readonly store: Neo4jStore },
    opts?: pulumi.ComponentResourceOptions,
): Neo4jConnection {
    const { credential, existing, rotated = false } = store;
    if (existing === undefined) return new Neo4j(name, { ...args, credential, rotated }, opts);
    if (args.backups?.restoreFrom !== undefined)
        throw new Error(
            `${name}: restores from ${args.backups.restoreFrom}, but uses the Neo4j at ${existing.host}, whose data is not ours to replace`,
        );
    return existingNeo4j(credential, existing);
}
