/** Credentials of Neo4j, one for each system that has one: the account's side of components/blocks/neo4j. */
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type { KmsKey, Neo4jStore } from "../handles";
import type { Scope } from "../scope";
import { rotatingPassword } from "./rotation";
import { namedSecret, Secret } from "./stored-secret";

/** Community Edition starts with the first and no other; of a user it takes one password, so rotations take turns between two. */
const USERNAMES = ["neo4j", "neo4j_other"] as const;

export interface Neo4jCredentialArgs {
    readonly scope: Scope;
    /** The system whose Neo4j it is. */
    readonly user: string;
    /** Key of the domain `secrets`. */
    readonly key: KmsKey;
}

/**
 * `auth` is what an empty volume begins with. From then on the server knows users, and a job makes the one of a rotation
 * (components/blocks/neo4j), as the user before, whose credential stands beside the new one. Lost, they lock everybody out of the graph:
 * `data: keep` protects the secret like the volume.
 */
export function createNeo4j(
    parent: pulumi.Resource,
    name: string,
    { scope, user, key }: Neo4jCredentialArgs,
): Neo4jStore {
    const { slot, current, previous, first } = rotatingPassword(`${name}-password`, { parent, scope });
    const auth = pulumi.interpolate`${USERNAMES[0]}/${first}`;
    const [username, previousUsername] = slot === 0 ? USERNAMES : USERNAMES.toReversed();
    const before = previous === undefined ? {} : { previousUsername, previousPassword: previous };
    const credential = new Secret(
        name,
        {
            ...{ scope, key, path: `neo4j/${user}`, irreplaceable: true },
            description: `Neo4j of ${user}: JSON with username, password and auth (what an empty volume begins with)`,
            value: pulumi.jsonStringify({ username, password: current, auth, ...before }),
        },
        { parent },
    );
    return { credential, rotated: previous !== undefined };
}

export function existingNeo4j(
    scope: Scope,
    { passwordSecret, ...existing }: NonNullable<Environment["existing"]["neo4j"]>[string],
): Neo4jStore {
    return { credential: namedSecret(scope, passwordSecret), existing };
}
