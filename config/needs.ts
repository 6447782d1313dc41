/** What the enabled systems need of the environment. What nobody needs is not created (docs/design.md, rule 11). */
import { SYSTEMS } from "../components/systems";
import type { PostgresNeed, RedisUse, SystemNeeds } from "../components/systems/definition";
import { monitoringNeeds } from "./monitoring-needs";
import type { Settings, Systems } from "./schema";

export type { PostgresNeed, RedisUse, SystemNeeds } from "../components/systems/definition";

export interface Needs {
    /** Enabled systems by key, in a fixed order. */
    readonly systems: Readonly<Record<string, SystemNeeds>>;
    readonly redis: Readonly<Record<RedisUse, readonly string[]>>;
    readonly postgres: readonly PostgresNeed[];
    readonly coldData: readonly { readonly bucket: string; readonly user: string }[];
    readonly backupArchive: readonly string[];
    readonly neo4j: readonly string[];
    readonly sharedFiles: readonly string[];
    readonly zonalVolumes: boolean;
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

/** Needs of every enabled system, by its key in the stack file. */
function systemNeeds(systems: Systems): Record<string, SystemNeeds> {
    return Object.fromEntries(
        Object.entries(SYSTEMS).flatMap(([key, { needs }]) => {
            const config = systems[key as keyof Systems];
            // Which system a key means is lost to the types in a loop over all of them.
            return config.enabled ? [[key, (needs as (config: unknown) => SystemNeeds)(config)]] : [];
        }),
    );
}

const unique = (values: readonly string[]) => [...new Set(values)].sort();

export function needsOf({
    systems,
    monitoring,
    clusterServices,
}: Pick<Settings, "systems" | "monitoring" | "clusterServices">): Needs {
    const bySystem = systemNeeds(systems);
    const all = Object.values(bySystem);
    const databases = all.flatMap((needs) => needs.postgres ?? []);
    // What others run is theirs to provide for.
    const watched = clusterServices.monitoring === "install" ? all.length : 0;
    const own = monitoringNeeds(monitoring, { systems: watched, postgres: databases.length });
    const users = (use: RedisUse) =>
        unique(
            all
                .flatMap((needs) => needs.redis ?? [])
                .filter((need) => need.use === use)
                .map((need) => need.user),
        );
    const sum = (pick: (pods: SystemNeeds["pods"]) => number) =>
        all.reduce((total, needs) => total + pick(needs.pods), 0);
    return {
        systems: bySystem,
        redis: { cache: users("cache"), queue: users("queue") },
        postgres: [...databases, ...own.postgres],
        coldData: all.flatMap((needs) => needs.coldData ?? []),
        backupArchive: unique(all.flatMap((needs) => needs.backupArchive ?? []).map((need) => need.user)),
        neo4j: unique(all.flatMap((needs) => needs.neo4j ?? []).map((need) => need.user)),
        sharedFiles: unique(all.flatMap((needs) => needs.sharedFiles ?? [])),
        zonalVolumes: all.some((needs) => needs.zonalVolumes === true),
        volumes: unique(all.flatMap((needs) => needs.volumes ?? [])),
        untrustedCode: all.some((needs) => needs.untrustedCode === true),
        ingress: all.some((needs) => needs.ingress === true),
        internalIngress: all.some((needs) => needs.internalIngress === true),
        queueScaling: all.some((needs) => needs.queueScaling === true),
        dnsRewrites: Object.assign({}, ...all.map((needs) => needs.dnsRewrites ?? {})) as Record<string, string>,
        passwords: unique([...all.flatMap((needs) => needs.passwords ?? []), ...own.passwords]),
        peopleSecrets: unique([...all.flatMap((needs) => needs.peopleSecrets ?? []), ...own.peopleSecrets]),
        pods: { floor: sum((pods) => pods.floor), ceiling: sum((pods) => pods.ceiling) },
    };
}
