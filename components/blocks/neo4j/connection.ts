import type * as pulumi from "@pulumi/pulumi";
import type { Neo4jAddress, StoredSecret } from "../../handles";
import { store, type Reach } from "../../workload";

/** A Neo4j as its clients see it: ours, or one that the user brought. */
export interface Neo4jConnection {
    /** Plain: known before anything is made. */
    readonly host: string;
    readonly boltPort: number;
    /** What drivers are given: `bolt://neo4j.memstack.svc:7687`. */
    readonly uri: string;
    /** JSON with `username` and `password`. */
    readonly credential: StoredSecret;
    /** For the `reaches` of each client. */
    readonly reach: Reach;
    /** For the `after` of clients that give up without it. */
    readonly ready: readonly pulumi.Resource[];
}

/** Handle of what exists; nothing is made, and its backups are its owner's. */
export function existingNeo4j(credential: StoredSecret, { host, port, scheme, cidrs }: Neo4jAddress): Neo4jConnection {
    return {
        ...{ host, boltPort: port, uri: `${scheme}://${host}:${String(port)}`, credential },
        reach: store("neo4j", port, cidrs),
        ready: [],
    };
}
