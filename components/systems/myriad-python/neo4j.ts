/** Neo4j with its nightly backups (INF-46 to INF-55), and what its clients log in with. */
import { connectNeo4j, type Neo4jConnection } from "../../blocks/neo4j";
import { from, gibibytes, SyncedSecret } from "../../workload";
import type { EnvironmentValue } from "../../workload/environment";
import { MYRIAD_BACKUP } from "../settings";
import { SERVICES, type Part } from "./part";

const USER = "myriad-python";
export const SCHEMA_JOB = "load-schema";

export interface Neo4j {
    readonly connection: Neo4jConnection;
    /**
     * As graphdb_manager and the schema script read it: from variables and nowhere else
     * (docs/upstream.md, Myriad (Python)).
     */
    readonly environment: Readonly<Record<string, EnvironmentValue>>;
}

export function neo4j({ name, namespace, config, size, context, opts }: Part): Neo4j {
    const connection = connectNeo4j(
        `${name}-neo4j`,
        {
            ...{ namespace, store: context.stores.neo4j(USER), size: size.neo4j },
            storage: gibibytes(config.neo4j.gibibytes),
            admits: [from(SERVICES.graphdbManager.metadataName, "bolt"), from(SCHEMA_JOB, "bolt")],
            // Seven kept, at 02:00, myriad_backup_YYYYMMDD_HHMMSS.tar.gz: the block's defaults are the document's.
            backups: {
                to: context.stores.dumps(),
                ...{ prefix: `${USER}/neo4j`, fileName: MYRIAD_BACKUP, restoreFrom: config.neo4j.restoreFrom },
            },
        },
        opts,
    );
    const secret = new SyncedSecret(
        `${name}-neo4j-login`,
        {
            ...{ namespace, metadataName: "neo4j-login" },
            keys: {
                username: { from: connection.credential, property: "username" },
                password: { from: connection.credential, property: "password" },
            },
        },
        opts,
    );
    return {
        connection,
        environment: {
            NEO4J_URI: connection.uri,
            NEO4J_USER: { secret, key: "username" },
            NEO4J_PASSWORD: { secret, key: "password" },
        },
    };
}
