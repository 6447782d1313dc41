/** From which size on a store of Akosha is too full. */

/** AKO-59 and AKO-61: 50 GB and 100 GB, of the pilot's hot store of 100 GB, which Kubernetes gives as 100 GiB. */
const DOCUMENTED = { warning: 50e9, critical: 100e9, volume: 100 * 2 ** 30 } as const;
/** Beyond it DuckDB has no room left to rewrite what it holds, and no volume is grown in time. */
const MOST = 0.8;

export interface StoreLimits {
    /** Bytes. */
    readonly warning: number;
    readonly critical: number;
}

/** The documented bytes in proportion to the volume, never above 80 % of it (AKO-59): 100 GB is 1 % of phase3's. */
export function storeLimits(gibibytes: number): StoreLimits {
    const volume = gibibytes * 2 ** 30;
    const share = (bytes: number) => Math.round(volume * Math.min(bytes / DOCUMENTED.volume, MOST));
    return { warning: share(DOCUMENTED.warning), critical: share(DOCUMENTED.critical) };
}
