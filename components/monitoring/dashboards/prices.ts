/** What things cost a month, for panels: list prices of config/prices.ts, so an estimate and no bill. */
import { ec2Hourly, HOURS, postgresHourly, PRICES, SPOT_SHARE, valkeyHourly } from "../../../config/prices";

/** A gp3 volume comes with these (Amazon EBS pricing). */
const INCLUDED = { iops: 3_000, throughputMebibytes: 125 } as const;

export interface VolumePrice {
    readonly gibibytes: number;
    readonly iops: number;
    readonly throughputMebibytes: number;
}

/** USD a month of what a gp3 volume may do beyond what its size pays for. */
export const performanceMonthly = ({ iops, throughputMebibytes }: Omit<VolumePrice, "gibibytes">): number =>
    Math.max(0, iops - INCLUDED.iops) * PRICES.volumeIops.usd +
    Math.max(0, throughputMebibytes - INCLUDED.throughputMebibytes) * PRICES.volumeThroughput.usd;

/** USD a month of a byte on a gp3 volume: EBS sells GiB and calls them GB. */
export const VOLUME_BYTE_MONTHLY = PRICES.volume.usd / 2 ** 30;
/** USD a month of a byte in S3 Standard. S3 too counts in GiB. */
export const OBJECT_BYTE_MONTHLY = PRICES.objects.usd / 2 ** 30;

export interface NodePrice {
    readonly instanceType: string;
    readonly capacity: "onDemand" | "spot";
}

/** USD a month of one node; undefined for a type without a price. */
export function nodeMonthly({ instanceType, capacity }: NodePrice): number | undefined {
    const hourly = ec2Hourly(instanceType);
    return hourly === undefined ? undefined : hourly * HOURS * (capacity === "spot" ? SPOT_SHARE.usual : 1);
}

export { HOURS, postgresHourly, valkeyHourly };
