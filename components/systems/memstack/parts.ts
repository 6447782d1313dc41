/** What the files of this folder hand to each other. */
import type * as pulumi from "@pulumi/pulumi";
import type { Database } from "../../blocks/database";
import type { Neo4jConnection } from "../../blocks/neo4j";
import type { RedisProxy } from "../../blocks/redis-proxy";
import type { Configuration, Namespace, SyncedSecret } from "../../workload";
import type { SystemContext } from "../context";
import type { Memstack } from "./schema";

/** The namespace and what was chosen: the beginning of every part. */
export interface Making {
    readonly config: Memstack;
    readonly context: SystemContext;
    readonly namespace: Namespace;
    readonly opts: pulumi.ComponentResourceOptions;
}

/** Everything that a pod of MemStack is made with. */
export interface Parts extends Making {
    readonly neo4j: Neo4jConnection;
    readonly database: Database;
    readonly redis: RedisProxy;
    readonly configuration: Configuration;
    readonly secrets: SyncedSecret;
    /** The jobs that must have run before a pod serves. */
    readonly prepared: readonly pulumi.Resource[];
}

/** Repository of the one image, run with different commands (docs/upstream.md, MemStack). */
export const REPOSITORY = "memstack";
