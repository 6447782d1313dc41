/** Networks of others: what EC2 would refuse as a route, and a deployment that finds no way to the API. */
import { contains, overlaps } from "../subnets";
import { isPrivate } from "./network";
import type { Environment } from "../environment";
import type { Check } from "./check";

/** Routes of a table before its quota is raised: 50 (VPC quotas). The way to the internet and the VPC's own are among them. */
const MOST_ROUTES = 50;
const OWN_ROUTES = 3;

interface Block {
    readonly path: string;
    readonly value: string;
}

const blocksOf = ({ network }: Environment): readonly Block[] =>
    Object.entries(network.attachments).flatMap(([name, { cidrs }]) =>
        cidrs.map((value, index) => ({ path: `network.attachments.${name}.cidrs[${String(index)}]`, value })),
    );

export const overlapsVpc: Check = {
    id: "attachments.overlapsVpc",
    reads: ["network.cidr", "network.attachments", "existing.vpc"],
    find: ({ environment }) => {
        const { cidr } = environment.network;
        if (environment.existing.vpc !== undefined) return [];
        return blocksOf(environment)
            .filter(({ value }) => overlaps(cidr, value))
            .map((block) => ({
                ...block,
                rule: `overlaps the VPC ${cidr}: nothing could be routed between them`,
                fix: "write the blocks behind it that lie outside the VPC, or choose another network.cidr",
            }));
    },
};

export const routedTwice: Check = {
    id: "attachments.routedTwice",
    reads: ["network.attachments"],
    find: ({ environment }) => {
        const blocks = blocksOf(environment);
        return blocks.flatMap((block, index) => {
            const first = blocks.slice(0, index).find(({ value }) => value === block.value);
            return first === undefined
                ? []
                : [{ ...block, rule: `has a route already: ${first.path}`, fix: "keep one of the two" }];
        });
    },
};

export const tooManyRoutes: Check = {
    id: "attachments.tooManyRoutes",
    reads: ["network.attachments"],
    find: ({ environment }) => {
        const routes = blocksOf(environment).length;
        const room = MOST_ROUTES - OWN_ROUTES;
        if (routes <= room) return [];
        return [
            {
                path: "network.attachments",
                value: `${String(routes)} blocks`,
                rule: `needs more routes than a table takes: ${String(MOST_ROUTES)}, of which ${String(room)} are free`,
                fix: "join neighbouring blocks",
            },
        ];
    },
};

/** A private API in a VPC that this deployment makes: whoever comes from elsewhere needs a way that the deployment makes, too. */
export const noWay: Check = {
    id: "attachments.noWay",
    reads: [
        "deployment.runner",
        "deployment.runnerCidrs",
        "network.attachments",
        "cluster.endpoint.publicCidrs",
        "existing.vpc",
        "existing.cluster",
    ],
    find: ({ environment }) => {
        const { deployment, cluster, existing } = environment;
        const elsewhere = existing.vpc !== undefined || existing.cluster !== undefined;
        if (elsewhere || deployment.runner !== "vpn" || cluster.endpoint.publicCidrs.length > 0) return [];
        const ways = blocksOf(environment).map(({ value }) => value);
        return deployment.runnerCidrs.flatMap((value, index) =>
            ways.some((way) => contains(way, value))
                ? []
                : [
                      {
                          path: `deployment.runnerCidrs[${String(index)}]`,
                          value,
                          rule: "has no way into the VPC that this deployment makes, and the API is private only",
                          fix: "name the gateway that leads there in network.attachments, or let cluster.endpoint.publicCidrs admit the runner",
                      },
                  ],
        );
    },
};

/** Stores that the user brings, by the blocks in which they have their addresses. */
function storeBlocks({ existing }: Environment): readonly Block[] {
    const list = (path: string, cidrs: readonly string[] = []) =>
        cidrs.map((value, index) => ({ path: `existing.${path}.cidrs[${String(index)}]`, value }));
    return [
        ...list("redis.cache", existing.redis?.cache?.cidrs),
        ...list("redis.queue", existing.redis?.queue?.cidrs),
        ...list("postgres", existing.postgres?.cidrs),
        ...Object.entries(existing.neo4j ?? {}).flatMap(([user, { cidrs }]) => list(`neo4j.${user}`, cidrs)),
    ];
}

/** A NAT gateway sends on to the internet, where nobody routes private ranges. */
export const noWayToStore: Check = {
    id: "attachments.noWayToStore",
    reads: ["network.cidr", "network.nat", "network.attachments", "existing"],
    find: ({ environment }) => {
        const { network, existing } = environment;
        if (existing.vpc !== undefined) return [];
        const ways = [network.cidr, ...blocksOf(environment).map(({ value }) => value)];
        return storeBlocks(environment).flatMap((block) => {
            if (ways.some((way) => contains(way, block.value))) return [];
            if (!isPrivate(block.value) && network.nat !== "none") return [];
            const rule = "has no way from the VPC that this deployment makes: no route leads to it";
            const fix = "name the gateway that leads there in network.attachments, with blocks that hold it";
            return [{ ...block, rule, fix }];
        });
    },
};
