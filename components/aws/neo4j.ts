/** Credentials of Neo4j, one for each system that has one: the account's side of components/blocks/neo4j. */
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import { DATA_PROTECTION } from "../data-policy";
import type { KmsKey, Neo4jStore } from "../handles";
import type { Scope } from "../scope";
import { generatedPassword, namedSecret, Secret } from "./stored-secret";

/** Community Edition starts with this user and no other. */
const USERNAME = "neo4j";

export interface Neo4jCredentialArgs {
    readonly scope: Scope;
    /** The system whose Neo4j it is. */
    readonly user: string;
    /** Key of the domain `secrets`. */
    readonly key: KmsKey;
}

/**
 * Nothing makes a new password by itself: the server takes it on an empty volume only (docs/guides/restore-neo4j.md says how to change it).
 * So it cannot be made again, and `data: keep` protects it like the volume.
 */
export function createNeo4j(
    parent: pulumi.Resource,
    name: string,
    { scope, user, key }: Neo4jCredentialArgs,
): Neo4jStore {
    const { protect } = DATA_PROTECTION[scope.data];
    const password = generatedPassword(`${name}-password`, { parent, protect });
    const auth = pulumi.interpolate`${USERNAME}/${password}`;
    const credential = new Secret(
        name,
        {
            ...{ scope, key, path: `neo4j/${user}`, irreplaceable: true },
            description: `Neo4j of ${user}: JSON with username, password and auth (both, as its image reads them)`,
            value: pulumi.jsonStringify({ username: USERNAME, password, auth }),
        },
        { parent },
    );
    return { credential };
}

export function existingNeo4j(
    scope: Scope,
    { passwordSecret, ...existing }: NonNullable<Environment["existing"]["neo4j"]>[string],
): Neo4jStore {
    return { credential: namedSecret(scope, passwordSecret), existing };
}
