/** The optional Neo4j (MYR-75): behind the GraphDB manager, whose graph it keeps. */
import { connectNeo4j, TWO_GIBIBYTES, type Neo4jConnection, type Neo4jSize } from "../../blocks/neo4j";
import { files, from, gibibytes, SyncedSecret, type FilesVolume } from "../../workload";
import { MYRIAD_BACKUP } from "../settings";
import type { Part } from "./part";

const USER = "myriad";

/** No document sizes it. */
const SIZE: Neo4jSize = { ...TWO_GIBIBYTES, cpu: { request: "500m", limit: "2" } };

/** What its one client needs. */
export interface OptionalNeo4j {
    readonly connection: Neo4jConnection;
    /** Files `username` and `password`. */
    readonly credential: FilesVolume;
}

export function neo4j({ name, namespace, config, context, opts }: Part): OptionalNeo4j | undefined {
    const { enabled, gibibytes: storage, restoreFrom } = config.neo4j;
    if (!enabled) return undefined;
    const connection = connectNeo4j(
        `${name}-neo4j`,
        {
            ...{ namespace, store: context.stores.neo4j(USER), size: SIZE, storage: gibibytes(storage) },
            admits: [from("graphdb", "bolt")],
            backups: { to: context.stores.dumps(), prefix: "myriad/neo4j", fileName: MYRIAD_BACKUP, restoreFrom },
        },
        opts,
    );
    // Named as upstream's deployment guide names it; as files, since no code reads a variable yet.
    const secret = new SyncedSecret(
        `${name}-neo4j-credentials`,
        {
            ...{ namespace, metadataName: "neo4j-credentials" },
            keys: {
                username: { from: connection.credential, property: "username" },
                password: { from: connection.credential, property: "password" },
            },
        },
        opts,
    );
    return { connection, credential: files(secret) };
}
