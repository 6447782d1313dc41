/** What the enabled systems need of the environment. What nobody needs is not created (docs/design.md, rule 11). */
import { SYSTEMS, type SystemKey } from "../components/systems";
import type { PostgresNeed, RedisUse, SystemNeeds } from "../components/systems/definition";
import { monitoringNeeds } from "./monitoring-needs";
import type { Settings, Systems } from "./schema";

export type { PostgresNeed, RedisUse, SystemNeeds } from "../components/systems/definition";

export interface Needs {
    /** Enabled systems by key, in a fixed order. */
    readonly systems: Readonly<Record<string, SystemNeeds>>;
    /** Those that are off and whose stores stay (`stores.keptFor`), alike. They have no pods. */
    readonly kept: Readonly<Record<string, SystemNeeds>>;
    readonly redis: Readonly<Record<RedisUse, readonly string[]>>;
    readonly postgres: readonly PostgresNeed[];
    readonly coldData: boolean;
    readonly backupArchive: boolean;
    readonly neo4j: readonly string[];
    readonly sharedFiles: readonly string[];
    readonly zonalVolumes: boolean;
    /** Or were: the disks of a system whose stores stay are saved as before. */
    readonly savedVolumes: boolean;
    /** Claims on EBS, as `<namespace>/<claim>`. */
    readonly volumes: readonly string[];
    readonly untrustedCode: boolean;
    readonly ingress: boolean;
    readonly internalIngress: boolean;
    readonly queueScaling: boolean;
    readonly dnsRewrites: Readonly<Record<string, string>>;
    readonly passwords: readonly string[];
    readonly peopleSecrets: readonly string[];
    readonly pods: { readonly floor: number; readonly ceiling: number };
}

/** Needs of some systems, by their key in the stack file. */
function systemNeeds(
    systems: Systems,
    isMeant: (key: SystemKey, enabled: boolean) => boolean,
): Record<string, SystemNeeds> {
    return Object.fromEntries(
        (Object.keys(SYSTEMS) as SystemKey[]).flatMap((key) => {
            const config = systems[key];
            // Which system a key means is lost to the types in a loop over all of them.
            const needs = SYSTEMS[key].needs as (config: unknown) => SystemNeeds;
            return isMeant(key, config.enabled) ? [[key, needs(config)]] : [];
        }),
    );
}

const unique = (values: readonly string[]) => [...new Set(values)].sort();

export function needsOf({
    systems,
    monitoring,
    clusterServices,
    stores: { keptFor },
}: Pick<Settings, "systems" | "monitoring" | "clusterServices" | "stores">): Needs {
    const bySystem = systemNeeds(systems, (_, enabled) => enabled);
    const kept = systemNeeds(systems, (key, enabled) => !enabled && keptFor.includes(key));
    const all = Object.values(bySystem);
    const stored = [...all, ...Object.values(kept)];
    const databases = stored.flatMap((needs) => needs.postgres ?? []);
    // What others run is theirs to provide for.
    const watched = clusterServices.monitoring === "install" ? all.length : 0;
    const own = monitoringNeeds(monitoring, { systems: watched, postgres: databases.length });
    const users = (use: RedisUse) =>
        unique(
            stored
                .flatMap((needs) => needs.redis ?? [])
                .filter((need) => need.use === use)
                .map((need) => need.user),
        );
    const sum = (pick: (pods: SystemNeeds["pods"]) => number) =>
        all.reduce((total, needs) => total + pick(needs.pods), 0);
    return {
        systems: bySystem,
        kept,
        redis: { cache: users("cache"), queue: users("queue") },
        postgres: [...databases, ...own.postgres],
        coldData: stored.some((needs) => needs.coldData === true),
        backupArchive: stored.some((needs) => needs.backupArchive === true),
        neo4j: unique(stored.flatMap((needs) => needs.neo4j ?? []).map((need) => need.user)),
        sharedFiles: unique(stored.flatMap((needs) => needs.sharedFiles ?? [])),
        zonalVolumes: all.some((needs) => needs.zonalVolumes === true),
        savedVolumes: stored.some((needs) => needs.zonalVolumes === true),
        volumes: unique(all.flatMap((needs) => needs.volumes ?? [])),
        untrustedCode: all.some((needs) => needs.untrustedCode === true),
        ingress: all.some((needs) => needs.ingress === true),
        internalIngress: all.some((needs) => needs.internalIngress === true),
        queueScaling: all.some((needs) => needs.queueScaling === true),
        dnsRewrites: Object.assign({}, ...all.map((needs) => needs.dnsRewrites ?? {})) as Record<string, string>,
        passwords: unique([...stored.flatMap((needs) => needs.passwords ?? []), ...own.passwords]),
        peopleSecrets: unique([...stored.flatMap((needs) => needs.peopleSecrets ?? []), ...own.peopleSecrets]),
        pods: { floor: sum((pods) => pods.floor), ceiling: sum((pods) => pods.ceiling) },
    };
}
