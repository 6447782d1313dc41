/**
 * How many connections a PostgreSQL instance takes, and what part of them each pod may open. Pure: the checks of a stack file and the
 * component that writes pool sizes use the same numbers.
 */
import type { PostgresNeed } from "./needs";

/** Memory of the size `large` in GiB; every other size is a multiple (RDS user guide, "Hardware specifications for DB instance classes"). */
const LARGE_GIBIBYTES: Readonly<Record<string, number>> = {
    ...families(8, "t3 t4g m5 m5d m6g m6gd m6i m6id m6idn m6in m7g m7gd m7i m8a m8g m8gd m9g"),
    ...families(16, "r5 r5b r5d r6g r6gd r6i r6id r6idn r6in r7g r7gd r7i r8a r8g r8gd"),
    ...families(32, "x2g"),
    ...families(64, "x2iedn"),
};

function families(gibibytes: number, names: string): Record<string, number> {
    return Object.fromEntries(names.split(" ").map((name) => [name, gibibytes]));
}

const FRACTION_OF_LARGE: Readonly<Record<string, number>> = { micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1 };

/**
 * DBInstanceClassMemory is what the operating system and RDS leave: about 90 % (db.t4g.medium takes 405 connections, not the 450 of its
 * 4 GiB), less on the smallest, where the fixed part weighs more (db.t4g.micro: 81 of 112 seen). Low on purpose: too few is slow, too many fails.
 */
const USABLE: Readonly<Record<string, number>> = { micro: 0.7, small: 0.8 };
const USABLE_OTHERWISE = 0.9;

/** RDS for PostgreSQL: max_connections = LEAST(DBInstanceClassMemory / 9531392, 5000). */
const BYTES_PER_CONNECTION = 9_531_392;
const MOST_CONNECTIONS = 5000;
const GIBIBYTE = 1024 ** 3;

/** Share of max_connections that systems may fill; the rest is for RDS itself, db-init, a rollout's surge and a person with psql. */
export const USABLE_CONNECTIONS = 0.8;

/** Memory of an RDS instance class in GiB; undefined for a class that mindcloud does not know. */
export function instanceGibibytes(instance: string): number | undefined {
    const [, family = "", size = ""] = instance.split(".");
    const large = LARGE_GIBIBYTES[family];
    if (large === undefined) return undefined;
    const multiple = /^(\d*)xlarge$/.exec(size);
    const factor = multiple === null ? FRACTION_OF_LARGE[size] : 2 * Number(multiple[1] || 1);
    // Only burstable classes have sizes below large.
    return factor === undefined || (factor < 1 && !family.startsWith("t")) ? undefined : large * factor;
}

/** max_connections that RDS gives an instance class by default; undefined for a class that mindcloud does not know. */
export function maxConnectionsOf(instance: string): number | undefined {
    const gibibytes = instanceGibibytes(instance);
    if (gibibytes === undefined) return undefined;
    const usable = USABLE[instance.split(".")[2] ?? ""] ?? USABLE_OTHERWISE;
    return Math.min(Math.floor((gibibytes * GIBIBYTE * usable) / BYTES_PER_CONNECTION), MOST_CONNECTIONS);
}

/** How many connections one pod may open, beside what its document says. */
export interface PoolShare {
    readonly perPod: number;
    readonly documented: number;
}

export type Pools =
    /** By database. */
    | { readonly fits: true; readonly shares: Readonly<Record<string, PoolShare>> }
    /** Even the fewest connections per pod are more than the instance can give. */
    | { readonly fits: false; readonly needed: number; readonly available: number };

/**
 * The documents' numbers when all of them fit under 80 % of max_connections. Otherwise every pod gets the same part of its documented
 * number, rounded down, but never fewer than it can work with.
 */
export function shareOf(needs: readonly PostgresNeed[], maxConnections: number): Pools {
    const available = Math.floor(maxConnections * USABLE_CONNECTIONS);
    const needed = total(needs, (need) => need.fewestConnectionsPerPod);
    if (needed > available) return { fits: false, needed, available };

    const pinned = new Set<PostgresNeed>();
    for (;;) {
        const scaled = needs.filter((need) => !pinned.has(need));
        const left = available - total([...pinned], (need) => need.fewestConnectionsPerPod);
        const wanted = total(scaled, (need) => need.connectionsPerPod);
        // Exact in integers: a factor such as 0.1 * 3 would round below the whole number that it stands for.
        const part = (need: PostgresNeed) =>
            wanted <= left ? need.connectionsPerPod : Math.floor((need.connectionsPerPod * left) / wanted);
        const short = scaled.filter((need) => part(need) < need.fewestConnectionsPerPod);
        if (short.length === 0) {
            const perPod = (need: PostgresNeed) => (pinned.has(need) ? need.fewestConnectionsPerPod : part(need));
            return {
                fits: true,
                shares: Object.fromEntries(
                    needs.map((need) => [need.database, { perPod: perPod(need), documented: need.connectionsPerPod }]),
                ),
            };
        }
        for (const need of short) pinned.add(need);
    }
}

function total(needs: readonly PostgresNeed[], perPod: (need: PostgresNeed) => number): number {
    return needs.reduce((sum, need) => sum + need.pods * perPod(need), 0);
}
