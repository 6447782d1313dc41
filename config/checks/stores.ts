/** Data stores: what RDS, ElastiCache and S3 refuse, some of it only hours into a deployment. */
import { instanceGibibytes, maxConnectionsOf, shareOf } from "../pools";
import { nearest } from "../nearest";
import { offered, offeredIn, type Offer } from "../offers";
import type { Problem } from "../problems";
import { minutesOf, windowsOverlap } from "./windows";
import { thousands } from "../thousands";
import { type Check } from "./check";

export const postgresClass: Check = {
    id: "stores.postgresClass",
    reads: ["aws:region"],
    find: ({ environment: { stores, region } }) => {
        const value = stores.postgres.instance;
        const offer = offered("databases", value, region);
        if (offer !== "no" && offer !== "nowhere" && instanceGibibytes(value) !== undefined) return [];
        const path = "stores.postgres.instance";
        if (offer === "no")
            return [
                {
                    path,
                    value,
                    rule: `is not offered in ${region}`,
                    fix: instead(value, COMMON_CLASSES, "databases", region),
                },
            ];
        const near = nearest(value, COMMON_CLASSES);
        const rule = "is not an RDS instance class that mindcloud knows";
        const fix = near === undefined ? "write for example db.t4g.medium" : `did you mean ${near}?`;
        return [{ path, value, rule, fix }];
    },
};

const COMMON_CLASSES = [
    "t4g.micro",
    "t4g.small",
    "t4g.medium",
    "t4g.large",
    "m7g.large",
    "m7g.xlarge",
    "r7g.large",
    "r7g.xlarge",
].map((size) => `db.${size}`);
const COMMON_CACHE_NODES = [
    "t4g.micro",
    "t4g.small",
    "t4g.medium",
    "m7g.large",
    "m7g.xlarge",
    "r7g.large",
    "r7g.xlarge",
].map((node) => `cache.${node}`);

/** Valkey runs on the current generations; r6gd needs data tiering, which mindcloud does not use. */
const NOT_FOR_VALKEY = /^cache\.(r6gd|t1|t2|m1|m2|m3|m4|c1|r3|r4)\./;

export const cacheNode: Check = {
    id: "stores.cacheNode",
    reads: ["aws:region"],
    find: ({ environment: { stores, region } }) =>
        (["cache", "queue"] as const).flatMap((use): Problem[] => {
            const value = stores.redis[use].node;
            const path = `stores.redis.${use}.node`;
            const offer = NOT_FOR_VALKEY.test(value) ? "nowhere" : offered("cacheNodes", value, region);
            if (offer === "yes" || offer === "unknown") return [];
            if (offer === "no")
                return [
                    {
                        path,
                        value,
                        rule: `is not offered in ${region}`,
                        fix: instead(value, COMMON_CACHE_NODES, "cacheNodes", region),
                    },
                ];
            const near = nearest(value, COMMON_CACHE_NODES);
            const fix = near === undefined ? "write for example cache.t4g.small" : `did you mean ${near}?`;
            return [{ path, value, rule: "is not an ElastiCache node type that mindcloud knows", fix }];
        }),
};

/** One of the same kind and size, of the latest generation that is there and of the same processor if it can be; else what is common. */
function instead(value: string, common: readonly string[], kind: Offer, region: string): string {
    const { letter, processor, size } = partsOf(value);
    const there = offeredIn(kind, region);
    const [alike] = there
        .filter((name) => kind !== "databases" || instanceGibibytes(name) !== undefined)
        .map((name) => ({ name, ...partsOf(name) }))
        .filter((each) => each.letter === letter && each.size === size)
        .sort(
            (one, other) =>
                Number(other.processor === processor) - Number(one.processor === processor) ||
                other.generation - one.generation ||
                one.name.localeCompare(other.name),
        );
    const example = alike?.name ?? common.find((name) => there.includes(name)) ?? there[0];
    return example === undefined ? "choose another region" : `write for example ${example}`;
}

/** `db.m7g.large`: m, 7, g, large. */
function partsOf(name: string): { letter: string; generation: number; processor: string; size: string } {
    const [, letter = "", generation = "", processor = "", size = ""] =
        /^(?:db|cache)\.([a-z]+)(\d+)([a-z]*)\.(.+)$/.exec(name) ?? [];
    return { letter, generation: Number(generation), processor, size };
}

/** RDS: the maximum must be at least 10 % above the storage, or autoscaling cannot begin. GiB. */
export const leastMaximumOf = (storageGibibytes: number): number => Math.ceil((storageGibibytes * 11) / 10);

export const storageRoom: Check = {
    id: "stores.storageRoom",
    reads: ["stores.postgres.storageGibibytes"],
    find: ({ environment: { stores } }) => {
        const { storageGibibytes: now, maxStorageGibibytes: value } = stores.postgres;
        const least = leastMaximumOf(now);
        if (value >= least) return [];
        const rule = `leaves no room to grow from ${now} GiB: RDS asks for 10 % more`;
        const fix = `write ${least} or more, or lower storageGibibytes`;
        return [{ path: "stores.postgres.maxStorageGibibytes", value, rule, fix }];
    },
};

export const connections: Check = {
    id: "stores.connections",
    reads: ["systems", "stores.postgres.instance", "existing.postgres"],
    find: ({ environment: { stores, existing, needs, systems } }) => {
        const limit = existing.postgres?.maxConnections ?? maxConnectionsOf(stores.postgres.instance);
        if (limit === undefined || needs.postgres.length === 0) return [];
        const pools = shareOf(needs.postgres, limit);
        if (pools.fits) return [];
        const takes = existing.postgres === undefined ? stores.postgres.instance : "existing.postgres";
        const { api, worker } = systems.memstack;
        const rule = `opens at least ${thousands(pools.needed)} database connections; ${takes} takes ${thousands(limit)}, ${thousands(pools.available)} of them for systems`;
        const fix =
            existing.postgres === undefined
                ? "lower the maxima of api and worker, or choose a larger stores.postgres.instance"
                : "lower the maxima of api and worker, or raise max_connections there";
        return [{ path: "systems.memstack", note: `max ${api.max + worker.max}`, rule, fix }];
    },
};

export const coldAges: Check = {
    id: "stores.coldAges",
    reads: ["stores.cold.infrequentAfterDays"],
    find: ({ environment: { stores } }) => {
        const { infrequentAfterDays, archiveAfterDays: value } = stores.cold;
        const least = infrequentAfterDays + 30;
        if (value >= least) return [];
        const rule = `is less than 30 days after infrequentAfterDays, ${infrequentAfterDays}: S3 refuses it`;
        return [{ path: "stores.cold.archiveAfterDays", value, rule, fix: `write ${least} or more` }];
    },
};

/** Shortest windows that RDS and ElastiCache take, in minutes. */
const SHORTEST = { redis: 60, postgres: 30 } as const;

export const windowLength: Check = {
    id: "stores.windowLength",
    reads: [],
    find: ({ environment: { stores } }) =>
        (["redis", "postgres"] as const).flatMap((store) => {
            const value = stores[store].maintenance;
            const minutes = minutesOf(value);
            if (minutes >= SHORTEST[store] && minutes <= 24 * 60) return [];
            const rule = `lasts ${thousands(minutes)} minutes: AWS takes ${SHORTEST[store]} minutes to 24 hours`;
            return [{ path: `stores.${store}.maintenance`, value, rule, fix: "write for example sun:05:00-sun:06:00" }];
        }),
};

export const windowOverlap: Check = {
    id: "stores.windowOverlap",
    reads: [],
    find: ({ environment: { stores } }) => {
        const pairs = [
            { path: "stores.redis.snapshotAt", at: stores.redis.snapshotAt, maintenance: stores.redis.maintenance },
            {
                path: "stores.postgres.backupAt",
                at: stores.postgres.backupAt,
                maintenance: stores.postgres.maintenance,
            },
        ];
        return pairs
            .filter(({ at, maintenance }) => windowsOverlap(at, maintenance))
            .map(({ path, at, maintenance }) => ({
                path,
                value: at,
                rule: `begins an hour that overlaps the maintenance window ${maintenance}: AWS refuses it`,
                fix: "move one of the two",
            }));
    },
};
