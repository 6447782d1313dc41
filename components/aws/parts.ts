/** Parts of an environment that are made or brought, or made only when something needs them: one function each, called by program.ts. */
import * as pulumi from "@pulumi/pulumi";
import type { PeopleSecrets } from "../../config/environment";
import type { AlarmTopic, Network, NodeSecurity, PeopleSecretHandles, StoredSecret, SystemStores } from "../handles";
import { VolumeBackups } from "./backups";
import { DomainCertificate } from "./certificate";
import { DataStores, needsStores } from "./data-stores";
import { ExistingNetwork } from "./existing-network";
import type { Foundation } from "./foundation";
import { GeneratedPasswords } from "./generated-passwords";
import { savesVolumes } from "./key-domains";
import { VpcNetwork } from "./network";
import { peopleSecretName, PeopleSecretsStore } from "./secrets";
import { namedSecret } from "./stored-secret";

export { clusterIn } from "./cluster-in";
export { foundationOf } from "./foundation";

export function networkOf({ environment, scope, clusterName, keys, opts }: Foundation): Network {
    const { existing, network, zoneNames } = environment;
    if (existing.vpc !== undefined) return new ExistingNetwork("network", { vpc: existing.vpc, zoneNames }, opts);
    return new VpcNetwork("network", { scope, ...network, zoneNames, clusterName, logsKey: keys.of("logs") }, opts);
}

/** Beside the cluster, never behind it: a database takes longer than a control plane. */
export function storesOf(
    foundation: Foundation,
    network: Network,
    security: NodeSecurity,
    alarms: AlarmTopic,
): DataStores | undefined {
    if (!needsStores(foundation.environment)) return undefined;
    return new DataStores("stores", { ...foundation, network, security, alarms }, foundation.opts);
}

/** A store that no enabled system announced was not made, and nobody may ask for it. */
export function storesForSystems(stores: DataStores | undefined): SystemStores {
    const made = <T>(store: T | undefined, what: string): T => {
        if (store === undefined) throw new Error(`no enabled system says that it needs ${what}`);
        return store;
    };
    return {
        redis: (use) => made(stores?.redis[use], `redis ${use}`),
        postgres: () => made(stores?.postgres, "postgres"),
        cold: () => made(stores?.cold, "the cold bucket"),
        dumps: () => made(stores?.dumps, "the bucket for dumps"),
        files: () => made(stores?.files, "shared files"),
        neo4j: (user) => made(stores?.neo4j[user], `a Neo4j of ${user}`),
    };
}

/**
 * What the stack file gives is stored; what it names is in Secrets Manager already. What is missing has a name all the same: plans show
 * who reads it, and `CLOUD=aws` refuses to start.
 */
export function peopleSecretsOf(
    { environment, scope, keys, opts }: Foundation,
    secrets: PeopleSecrets,
): PeopleSecretHandles {
    const { peopleSecrets } = environment.needs;
    const needed = peopleSecrets.filter((path) => secrets[path]?.kind === "given");
    const store =
        needed.length > 0
            ? new PeopleSecretsStore("secrets", { scope, key: keys.of("secrets"), needed, secrets }, opts)
            : undefined;
    return (path) => {
        if (!peopleSecrets.includes(path)) throw new Error(`no enabled system says that it needs secrets.${path}`);
        if (store?.has(path) === true) return store.of(path);
        const secret = secrets[path];
        return namedSecret(scope, secret?.kind === "named" ? secret.secretName : peopleSecretName(scope, path));
    };
}

export function passwordsOf({ environment, scope, keys, opts }: Foundation): (account: string) => StoredSecret {
    const needed = environment.needs.passwords;
    const passwords =
        needed.length > 0
            ? new GeneratedPasswords("passwords", { scope, key: keys.of("secrets"), needed }, opts)
            : undefined;
    return (account) => {
        if (passwords === undefined) throw new Error(`no enabled system says that it needs a password for ${account}`);
        return passwords.of(account);
    };
}

export function backUpVolumes(
    { environment, scope, keys, opts }: Foundation,
    stores: DataStores | undefined,
    alarms: AlarmTopic,
): void {
    const { backups, needs } = environment;
    const volumes = savesVolumes(environment);
    if (!backups.enabled || !(volumes || needs.sharedFiles.length > 0)) return;
    new VolumeBackups(
        "backups",
        {
            scope,
            ...backups,
            volumes,
            key: keys.of("backups"),
            fileSystemArn: stores?.files?.arn,
            alarms,
        },
        opts,
    );
}

/** Only listeners wait for it: a zone that is not delegated yet must not hold up the rest. */
export function certificateOf({
    environment: { domain, needs },
    scope,
    opts,
}: Foundation): Pick<DomainCertificate, "certificateArn"> | undefined {
    if (domain === undefined || !needs.ingress) return undefined;
    const { name, zoneId, certificateArn } = domain;
    if (certificateArn !== undefined) return { certificateArn: pulumi.output(certificateArn) };
    if (zoneId === undefined) throw new Error("a domain has a hosted zone or a certificate (config/checks/domain.ts)");
    return new DomainCertificate("certificate", { scope, name, zoneId }, opts);
}
