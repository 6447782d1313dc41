/** What things cost a month, for panels: list prices of config/prices.ts, so an estimate and no bill. */
import type { Environment } from "../../../config/environment";
import { ec2Hourly, HOURS, postgresHourly, PRICES, SPOT_SHARE, valkeyHourly } from "../../../config/prices";

/** A gp3 volume comes with these (Amazon EBS pricing). */
const INCLUDED = { iops: 3_000, throughputMebibytes: 125 } as const;
const GIBIBYTE = 2 ** 30;

export interface VolumePerformance {
    readonly iops: number;
    readonly throughputMebibytes: number;
}

/** USD a month of what a gp3 volume may do beyond what its size pays for. */
export const performanceMonthly = ({ iops, throughputMebibytes }: VolumePerformance): number =>
    Math.max(0, iops - INCLUDED.iops) * PRICES.volumeIops.usd +
    Math.max(0, throughputMebibytes - INCLUDED.throughputMebibytes) * PRICES.volumeThroughput.usd;

/** USD a month of a byte on a gp3 volume, and in S3 Standard: both sell GiB and call them GB. */
export const VOLUME_BYTE_MONTHLY = PRICES.volume.usd / GIBIBYTE;
export const OBJECT_BYTE_MONTHLY = PRICES.objects.usd / GIBIBYTE;

export type Capacity = Environment["nodeGroups"][string]["capacity"];

export interface NodeType {
    readonly instanceType: string;
    readonly capacity: Capacity;
}

/** USD a month of one node; undefined for a type without a price. */
export function nodeMonthly({ instanceType, capacity }: NodeType): number | undefined {
    const hourly = ec2Hourly(instanceType);
    return hourly === undefined ? undefined : hourly * HOURS * (capacity === "spot" ? SPOT_SHARE.usual : 1);
}

/** Every type that an environment's nodes may be of, each once. */
export function nodeTypes({ nodeGroups }: Pick<Environment, "nodeGroups">): readonly NodeType[] {
    const all = Object.values(nodeGroups).flatMap(({ instanceTypes, capacity }) =>
        instanceTypes.map((instanceType) => ({ instanceType, capacity })),
    );
    return [...new Map(all.map((each) => [`${each.instanceType} ${each.capacity}`, each])).values()];
}

/** USD a month of what is there whatever runs: control plane, NAT and endpoints, Valkey and PostgreSQL that this environment makes. */
export function fixedMonthly({ network, existing, needs, stores }: Environment): number {
    const gateways = existing.vpc === undefined ? { one: 1, perZone: network.zones, none: 0 }[network.nat] : 0;
    const endpoints = existing.vpc === undefined ? network.interfaceEndpoints.length * network.zones : 0;
    const redis = (["cache", "queue"] as const)
        .filter((use) => needs.redis[use].length > 0 && existing.redis?.[use] === undefined)
        .map((use) => (valkeyHourly(stores.redis[use].node) ?? 0) * (1 + stores.redis[use].replicas));
    const { instance, multiZone } = stores.postgres;
    const ownPostgres = needs.postgres.length > 0 && existing.postgres === undefined;
    const postgres = ownPostgres ? (postgresHourly(instance) ?? 0) * (multiZone ? 2 : 1) : 0;
    const hourly =
        PRICES.controlPlane.usd +
        gateways * (PRICES.natGateway.usd + PRICES.publicAddress.usd) +
        endpoints * PRICES.interfaceEndpoint.usd +
        redis.reduce((all, each) => all + each, postgres);
    return Math.round(hourly * HOURS);
}
