import type { Environment, PeopleSecrets } from "../../config/environment";
import { keepsLogs } from "../../config/monitoring-needs";
import type { KeyDomain } from "../handles";

/**
 * Domains of data that an environment has: a key that guards nothing costs a dollar a month and an auditor's question (docs/design.md,
 * rule 11).
 */
export function keyDomains(environment: Environment, secrets: PeopleSecrets): readonly KeyDomain[] {
    const { needs, existing, backups, clusterServices } = environment;
    const ownCluster = existing.cluster === undefined;
    const redis = (["cache", "queue"] as const).filter((use) => needs.redis[use].length > 0);
    const ownRedis = redis.some((use) => existing.redis?.[use] === undefined);
    const ownPostgres = needs.postgres.length > 0 && existing.postgres === undefined;
    const ownCold = needs.coldData && existing.coldBucket === undefined;
    const present: Readonly<Record<KeyDomain, boolean>> = {
        cluster: ownCluster,
        volumes: ownCluster || clusterServices.storageClasses === "install", // of the nodes at least
        logs: ownCluster || existing.vpc === undefined || ownRedis || ownPostgres,
        alarms: true,
        objects: ownCold || needs.backupArchive || keepsLogs(environment),
        database: ownPostgres,
        cache: ownRedis,
        files: needs.sharedFiles.length > 0,
        // What people keep under a name of their own, or have not given yet, is not stored by us.
        secrets:
            ownRedis ||
            needs.postgres.length > 0 ||
            needs.passwords.length > 0 ||
            needs.neo4j.some((user) => existing.neo4j?.[user] === undefined) ||
            needs.peopleSecrets.some((path) => secrets[path]?.kind === "given"),
        backups: backups.enabled && (savesVolumes(environment) || needs.sharedFiles.length > 0),
    };
    return (Object.keys(present) as KeyDomain[]).filter((domain) => present[domain]);
}

/** By a tag that the EBS CSI driver of every cluster sets: in a cluster of others, their volumes would be saved too. */
export const savesVolumes = ({ needs, existing }: Environment): boolean =>
    needs.savedVolumes && existing.cluster === undefined;
