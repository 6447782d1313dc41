/**
 * What an environment costs a month before anything runs on it: a lower bound for the budget check, not the cost model (the plan has that).
 * On-demand prices of us-east-1, the cheapest region, 2026-10 (versions-and-baselines section 7); what has no price here counts as nothing.
 */
import type { Environment } from "./environment";

const HOURS = 730;

/** USD an hour. */
const HOURLY = {
    controlPlane: 0.1,
    natGateway: 0.045,
    publicAddress: 0.005,
    interfaceEndpoint: 0.01, // per zone
} as const;

/** Price of the size `large`; the sizes above double it. */
const EC2_LARGE: Readonly<Record<string, number>> = {
    t4g: 0.0672,
    t3: 0.0832,
    m7g: 0.0816,
    m8g: 0.08976,
    m7i: 0.1008,
    c7g: 0.0725,
    c8g: 0.07976,
    r7g: 0.1071,
    r8g: 0.11782,
};
const VALKEY: Readonly<Record<string, number>> = {
    "cache.t4g.micro": 0.0128,
    "cache.t4g.small": 0.0256,
    "cache.t4g.medium": 0.052,
    "cache.m7g.large": 0.1264,
    "cache.m7g.xlarge": 0.252,
    "cache.r7g.large": 0.1752,
    "cache.r7g.xlarge": 0.3496,
};
const POSTGRES: Readonly<Record<string, number>> = {
    "db.t4g.micro": 0.016,
    "db.t4g.small": 0.032,
    "db.t4g.medium": 0.065,
    "db.t4g.large": 0.129,
    "db.m7g.large": 0.168,
    "db.m7g.xlarge": 0.336,
};

/** Spot is rarely below a third of the on-demand price. */
const SPOT = 1 / 3;

function ec2Hourly(type: string): number {
    const [family = "", size = ""] = type.split(".");
    const multiple = /^(\d*)xlarge$/.exec(size);
    const factor =
        size === "medium" ? 0.5 : size === "large" ? 1 : multiple === null ? 0 : 2 * Number(multiple[1] || 1);
    return (EC2_LARGE[family] ?? 0) * factor;
}

function networkHourly({ network, existing }: Environment): number {
    if (existing.vpc !== undefined) return 0;
    const gateways = { one: 1, perZone: network.zones, none: 0 }[network.nat];
    const endpoints = network.interfaceEndpoints.length * network.zones;
    return gateways * (HOURLY.natGateway + HOURLY.publicAddress) + endpoints * HOURLY.interfaceEndpoint;
}

/** Nodes that exist even when no system does: the groups of cluster services. */
function nodesHourly({ nodeGroups }: Environment): number {
    return Object.values(nodeGroups).reduce((sum, { purpose, instanceTypes, capacity, min }) => {
        if (purpose !== "system") return sum;
        return sum + min * Math.min(...instanceTypes.map(ec2Hourly)) * (capacity === "spot" ? SPOT : 1);
    }, 0);
}

function storesHourly({ needs, stores, existing }: Environment): number {
    const redis = (["cache", "queue"] as const)
        .filter((use) => needs.redis[use].length > 0 && existing.redis?.[use] === undefined)
        .map((use) => (VALKEY[stores.redis[use].node] ?? 0) * (1 + stores.redis[use].replicas));
    const { instance, multiZone } = stores.postgres;
    const postgres =
        needs.postgres.length > 0 && existing.postgres === undefined
            ? (POSTGRES[instance] ?? 0) * (multiZone ? 2 : 1)
            : 0;
    return redis.reduce((sum, price) => sum + price, postgres);
}

export function floorUsd(environment: Environment): number {
    const hourly =
        HOURLY.controlPlane + networkHourly(environment) + nodesHourly(environment) + storesHourly(environment);
    return Math.floor(hourly * HOURS);
}
