/** A credential and a pool for each system's own database; the db-init Job makes role and database from the same secret. */
import * as pulumi from "@pulumi/pulumi";
import type { PostgresNeed } from "../../config/needs";
import { shareOf } from "../../config/pools";
import type { KmsKey, PostgresConnection } from "../handles";
import type { Scope } from "../scope";
import { rotatingPassword } from "./rotation";
import { Secret } from "./stored-secret";

export interface PostgresDatabasesArgs {
    readonly scope: Scope;
    readonly databases: readonly PostgresNeed[];
    /** max_connections of the server. */
    readonly maxConnections: number;
    /** Key of the domain `secrets`. */
    readonly secretsKey: KmsKey;
}

export function createDatabaseCredentials(
    parent: pulumi.Resource,
    name: string,
    args: PostgresDatabasesArgs,
): PostgresConnection["databases"] {
    const pools = shareOf(args.databases, args.maxConnections);
    // The checks of the stack file refuse this with the fix; here it can only be a program that skipped them.
    if (!pools.fits)
        throw new Error(
            `${name}: ${String(pools.needed)} connections are needed and ${String(pools.available)} are to be had`,
        );

    const entries = args.databases.map(({ database, connectionsPerPod }) => {
        const secret = createCredential(parent, `${name}-database-${database}`, args, database);
        const pool = pools.shares[database] ?? { perPod: connectionsPerPod, documented: connectionsPerPod };
        const { secretName, arn, versionId } = secret;
        return [database, { secretName, arn, versionId, pool }] as const;
    });
    return Object.fromEntries(entries);
}

function createCredential(
    parent: pulumi.Resource,
    name: string,
    { scope, secretsKey }: PostgresDatabasesArgs,
    database: string,
): Secret {
    const { slot, current } = rotatingPassword(`${name}-password`, { parent, scope });
    // A role has one password. The second logs in as a member of the first, which owns everything (database.sql).
    const username = slot === 0 ? database : `${database}_other`;
    return new Secret(
        name,
        {
            scope,
            path: `postgres/${database}`,
            description: `PostgreSQL role and database ${database}: JSON with username, password and database`,
            key: secretsKey,
            value: pulumi.jsonStringify({ username, password: current, database }),
        },
        { parent },
    );
}
