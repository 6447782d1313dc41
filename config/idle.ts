/** Keys of a stack file that change nothing as it stands: right in themselves, and waiting for something that is not there. */
import { SYSTEMS } from "../components/systems";
import { purposeIsNeeded } from "./checks/check";
import type { Environment } from "./environment";
import type { Settings } from "./schema";
import { at, isTree, type Tree } from "./tree";

type Known = Omit<Environment, "idle">;

interface Idle {
    readonly keys: readonly string[];
    readonly isUsed: (environment: Known) => boolean;
    readonly why: string;
}

const ownRedis = ({ needs, existing }: Known, use: "cache" | "queue"): boolean =>
    needs.redis[use].length > 0 && existing.redis?.[use] === undefined;
const ownPostgres = ({ needs, existing }: Known): boolean =>
    needs.postgres.length > 0 && existing.postgres === undefined;
const volumes = ({ needs }: Known): boolean => needs.savedVolumes || needs.sharedFiles.length > 0;
const isWatched = ({ needs }: Known): boolean => Object.keys(needs.systems).length > 0;

/** What the whole environment has once. */
const SHARED: readonly Idle[] = [
    {
        keys: ["stores.postgres"],
        isUsed: ({ needs }) => needs.postgres.length > 0,
        why: "no enabled system needs PostgreSQL",
    },
    {
        keys: ["stores.redis.cache"],
        isUsed: ({ needs }) => needs.redis.cache.length > 0,
        why: "no enabled system needs a cache",
    },
    {
        keys: ["stores.redis.queue"],
        isUsed: ({ needs }) => needs.redis.queue.length > 0,
        why: "no enabled system needs a queue",
    },
    {
        keys: ["version", "maintenance", "snapshotAt"].map((key) => `stores.redis.${key}`),
        isUsed: (environment) => ownRedis(environment, "cache") || ownRedis(environment, "queue"),
        why: "no Redis is made here",
    },
    {
        keys: ["stores.applyImmediately"],
        isUsed: (environment) =>
            ownPostgres(environment) || ownRedis(environment, "cache") || ownRedis(environment, "queue"),
        why: "neither PostgreSQL nor Redis is made here",
    },
    {
        keys: ["stores.cold"],
        isUsed: ({ needs }) => needs.coldData,
        why: "no enabled system keeps cold data",
    },
    {
        keys: ["stores.sharedFiles"],
        isUsed: ({ needs }) => needs.sharedFiles.length > 0,
        why: "no enabled system shares files",
    },
    { keys: ["stores.volumes"], isUsed: ({ needs }) => needs.zonalVolumes, why: "no enabled system has volumes" },
    {
        keys: ["stores.keptFor"],
        isUsed: ({ needs }) => Object.keys(needs.kept).length > 0,
        why: "every system that it names is enabled",
    },
    { keys: ["backups"], isUsed: volumes, why: "no enabled system has volumes or shared files" },
    {
        keys: ["backups.at", "backups.keepDays"],
        isUsed: ({ backups }) => backups.enabled,
        why: "backups.enabled is false",
    },
    { keys: ["monitoring"], isUsed: isWatched, why: "no system is enabled, so there is nothing to watch" },
    {
        keys: ["monitoring.logs.days"],
        isUsed: ({ monitoring }) => monitoring.logs.enabled,
        why: "monitoring.logs.enabled is false",
    },
    { keys: ["domain"], isUsed: ({ needs }) => needs.ingress, why: "nothing is published under it" },
    { keys: ["rotation"], isUsed: isWatched, why: "no system is enabled, so no password is made here" },
    { keys: ["images"], isUsed: isWatched, why: "no system is enabled" },
    {
        keys: ["existing.vpc.publicSubnetIds", "existing.vpc.publicCidrs"],
        isUsed: ({ domain, needs }) => domain !== undefined && needs.ingress,
        why: "no load balancer stands in them",
    },
];

/** One note for each key, the outermost that is idle. `said`: the file's own words. */
export function idleKeys(environment: Known, said: Tree): string[] {
    const rows = [...SHARED, ...ofNodeGroups(environment), ...ofSystems(environment, said)];
    const idle = rows.flatMap(({ keys, isUsed, why }) =>
        isUsed(environment)
            ? []
            : keys.filter((key) => at(said, key.split(".")) !== undefined).map((key) => ({ key, why })),
    );
    const isInner = (key: string) => idle.some((other) => key.startsWith(`${other.key}.`));
    return idle.filter(({ key }) => !isInner(key)).map(({ key, why }) => `${key} changes nothing: ${why}`);
}

const ofNodeGroups = ({ nodeGroups }: Known): Idle[] =>
    Object.entries(nodeGroups).map(([name, { purpose }]) => ({
        keys: [`nodeGroups.${name}`],
        isUsed: (environment) => purposeIsNeeded(purpose, environment),
        why: `no enabled system has pods of purpose ${purpose}`,
    }));

function ofSystems({ domain, systems }: Known, said: Tree): Idle[] {
    return Object.keys(SYSTEMS).flatMap((key) => {
        const written = at(said, ["systems", key]);
        const { enabled } = systems[key as keyof Settings["systems"]];
        const keys = Object.keys(isTree(written) ? written : {}).filter((each) => each !== "enabled");
        const path = `systems.${key}`;
        if (!enabled)
            return [
                { keys: keys.map((each) => `${path}.${each}`), isUsed: () => false, why: `${path}.enabled is false` },
            ];
        return [
            {
                keys: [`${path}.endpoint.scheme`, `${path}.endpoint.login`],
                isUsed: () => domain !== undefined,
                why: "without a domain it is not published",
            },
            ...ofUnread(path, systems[key as keyof Settings["systems"]]),
            ...(key === "simpleCli" ? ofAgents(systems.simpleCli) : []),
        ];
    });
}

/** A port for Prometheus alone is closed where it does not read the part. */
const ofUnread = (path: string, config: Settings["systems"][keyof Settings["systems"]]): Idle[] =>
    !("scraped" in config)
        ? []
        : Object.keys(config.workloads)
              .filter((part) => !(config.scraped as readonly string[]).includes(part))
              .map((part) => ({
                  keys: [`${path}.workloads.${part}.ports.metrics`],
                  isUsed: () => false,
                  why: `${path}.scraped does not name ${part}`,
              }));

function ofAgents({ size, companies }: Settings["systems"]["simpleCli"]): Idle[] {
    const path = "systems.simpleCli";
    const suspended = Object.entries(companies).filter(([, { state }]) => state === "suspended");
    return [
        {
            keys: [`${path}.storage`],
            isUsed: () => size !== "production",
            why: "agents of size production keep their files on EFS, which has no size",
        },
        ...suspended.map(([id]) => ({
            keys: [`${path}.companies.${id}.agents`],
            isUsed: () => false,
            why: `${path}.companies.${id} is suspended`,
        })),
    ];
}
