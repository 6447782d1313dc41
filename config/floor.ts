/**
 * What an environment costs a month before anything runs on it: a lower bound for the budget check, not the cost model (the plan has that).
 * On-demand prices of us-east-1, the cheapest region (config/prices.ts); what has no price there counts as nothing.
 */
import type { Environment } from "./environment";
import { ec2Hourly, HOURS, postgresHourly, PRICES, valkeyHourly } from "./prices";

/** Spot is rarely below a third of the on-demand price. */
const LEAST_SPOT_SHARE = 1 / 3;

function networkHourly({ network, existing }: Environment): number {
    if (existing.vpc !== undefined) return 0;
    const gateways = { one: 1, perZone: network.zones, none: 0 }[network.nat];
    const endpoints = network.interfaceEndpoints.length * network.zones;
    return gateways * (PRICES.natGateway.usd + PRICES.publicAddress.usd) + endpoints * PRICES.interfaceEndpoint.usd;
}

/** Nodes that exist even when no system does: the groups of cluster services. */
function nodesHourly({ nodeGroups }: Environment): number {
    return Object.values(nodeGroups).reduce((sum, { purpose, instanceTypes, capacity, min }) => {
        if (purpose !== "system") return sum;
        const cheapest = Math.min(...instanceTypes.map((type) => ec2Hourly(type) ?? 0));
        return sum + min * cheapest * (capacity === "spot" ? LEAST_SPOT_SHARE : 1);
    }, 0);
}

function storesHourly({ needs, stores, existing }: Environment): number {
    const redis = (["cache", "queue"] as const)
        .filter((use) => needs.redis[use].length > 0 && existing.redis?.[use] === undefined)
        .map((use) => (valkeyHourly(stores.redis[use].node) ?? 0) * (1 + stores.redis[use].replicas));
    const { instance, multiZone } = stores.postgres;
    const postgres =
        needs.postgres.length > 0 && existing.postgres === undefined
            ? (postgresHourly(instance) ?? 0) * (multiZone ? 2 : 1)
            : 0;
    return redis.reduce((sum, price) => sum + price, postgres);
}

export function floorUsd(environment: Environment): number {
    const controlPlane = environment.existing.cluster === undefined ? PRICES.controlPlane.usd : 0;
    const hourly = controlPlane + networkHourly(environment) + nodesHourly(environment) + storesHourly(environment);
    return Math.floor(hourly * HOURS);
}
