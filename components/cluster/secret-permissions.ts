/** What External Secrets may read in Secrets Manager: what this stack marked for it, and by name what others wrote. */
import { dnsSuffixOf } from "../../config/zones";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type { Statement } from "../aws/iam";
import { SYNCED_TAG } from "../aws/stored-secret";
import type { KeyRing, PeopleSecretHandles, StoredSecret, SystemStores } from "../handles";
import { pathName } from "../names";
import type { Scope } from "../scope";

export interface SecretSources {
    readonly scope: Scope;
    readonly needs: Environment["needs"];
    readonly keys: Pick<KeyRing, "of">;
    readonly stores: SystemStores;
    readonly peopleSecret: PeopleSecretHandles;
    /** Credentials of registries. */
    readonly logins: readonly StoredSecret[];
    /** Customer keys of secrets that the user names. */
    readonly broughtKeys: readonly string[];
}

const READ = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];

/** Whether anything is to be copied: a secret of an enabled system, or a registry's. */
export function needsSecrets({ needs, images }: Pick<Environment, "needs" | "images">): boolean {
    const { redis, postgres, neo4j, passwords, peopleSecrets } = needs;
    const stored = [redis.cache, redis.queue, postgres, neo4j, passwords, peopleSecrets].some(
        (need) => need.length > 0,
    );
    return stored || Object.keys(images.logins).length > 0;
}

export function secretStatements(
    sources: SecretSources,
): readonly [pulumi.Input<Statement>, ...pulumi.Input<Statement>[]] {
    const brought = secretsOf(sources).filter(({ versionId }) => versionId === undefined);
    const { scope, needs, stores } = sources;
    const instanceArn = needs.postgres.length > 0 ? stores.postgres().instanceArn : undefined;
    const own = secretsKey(sources);
    const keys = [...(own === undefined ? [] : [own]), ...sources.broughtKeys];
    return [
        ownSecrets(scope),
        ...(instanceArn === undefined ? [] : [databaseAdmin(scope, instanceArn)]),
        ...(brought.length === 0 ? [] : [named(brought)]),
        ...(keys.length === 0 ? [] : [decrypt(scope, keys)]),
    ];
}

/** By prefix and tag, not by a list of names: a new secret needs no new policy, and what is not marked stays out of the cluster. */
function ownSecrets(scope: Scope): Statement {
    return {
        Sid: "ReadSecretsOfThisStack",
        Effect: "Allow",
        Action: READ,
        Resource: secretArn(scope, `${pathName(scope, "")}*`),
        Condition: { StringEquals: { [`aws:ResourceTag/${SYNCED_TAG}`]: "true" } },
    };
}

/** RDS names the secret of its admin by an id of its own; its tag says which instance it is for (RDS user guide, "Password management"). */
function databaseAdmin(scope: Scope, instanceArn: string): Statement {
    return {
        Sid: "ReadDatabaseAdmin",
        Effect: "Allow",
        Action: READ,
        Resource: secretArn(scope, "rds!db-*"),
        Condition: { StringEquals: { "aws:ResourceTag/aws:rds:primaryDBInstanceArn": instanceArn } },
    };
}

/** What the user named carries no tag of ours. */
function named(secrets: readonly StoredSecret[]): pulumi.Output<Statement> {
    return pulumi.all(secrets.map(({ arn }) => arn)).apply((arns) => ({
        Sid: "ReadNamedSecrets",
        Effect: "Allow" as const,
        Action: READ,
        Resource: [...new Set(arns)].sort(),
    }));
}

/** A key of others must admit the role in its own policy besides: docs/guides/existing.md. */
function decrypt(scope: Scope, keyArns: readonly pulumi.Input<string>[]): Statement {
    const [first, ...rest] = keyArns;
    return {
        Sid: "DecryptSecrets",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: rest.length === 0 && first !== undefined ? first : keyArns,
        Condition: {
            StringEquals: {
                "kms:ViaService": `secretsmanager.${scope.region}.${dnsSuffixOf(scope.partition)}`,
            },
        },
    };
}

/** Everything that some system may want in the cluster, ours or brought. RDS's own is left out: its ARN is known too late. */
function secretsOf({ needs, stores, peopleSecret, logins }: SecretSources): readonly StoredSecret[] {
    const redis = (["cache", "queue"] as const)
        .filter((use) => needs.redis[use].length > 0)
        .flatMap((use) => Object.values(stores.redis(use).users));
    const postgres = needs.postgres.length > 0 ? stores.postgres() : undefined;
    return [
        ...redis,
        ...Object.values(postgres?.databases ?? {}),
        ...(postgres !== undefined && postgres.instanceArn === undefined ? [postgres.admin] : []),
        ...needs.neo4j.map((user) => stores.neo4j(user).credential),
        ...needs.peopleSecrets.map((path) => peopleSecret(path)),
        ...logins,
    ];
}

/** The key exists when this stack stores a secret itself. */
function secretsKey(sources: SecretSources): pulumi.Output<string> | undefined {
    const own = secretsOf(sources).some(({ versionId }) => versionId !== undefined);
    return own || sources.needs.passwords.length > 0 ? sources.keys.of("secrets").arn : undefined;
}

const secretArn = ({ partition, region, account }: Scope, name: string): string =>
    `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}`;
