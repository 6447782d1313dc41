/**
 * What the profile promises. highlyAvailable survives the loss of a node and of a zone: its defaults may be changed, but not so
 * that the promise breaks. Whoever wants that says `profile: economy` and overrides upwards.
 */
import type { Environment } from "../environment";
import type { Problem } from "../problems";
import { nodeGroups, type Check } from "./check";

const OR_ECONOMY = "or write profile: economy";

const promise = (
    id: string,
    reads: readonly string[],
    find: (environment: Environment) => readonly Problem[],
): Check => ({
    id: `profile.${id}`,
    reads: ["profile", ...reads],
    find: ({ environment }) => (environment.profile === "highlyAvailable" ? find(environment) : []),
});

export const nat = promise("nat", ["existing.vpc"], ({ network, existing }) =>
    network.nat === "one" && existing.vpc === undefined
        ? [
              {
                  path: "network.nat",
                  value: network.nat,
                  rule: "puts the only way out into one zone, and the profile is highlyAvailable",
                  fix: `write perZone, ${OR_ECONOMY}`,
              },
          ]
        : [],
);

export const redisReplicas = promise("redisReplicas", ["systems", "existing.redis"], ({ stores, needs, existing }) =>
    (["cache", "queue"] as const).flatMap((use) =>
        stores.redis[use].replicas === 0 && needs.redis[use].length > 0 && existing.redis?.[use] === undefined
            ? [
                  {
                      path: `stores.redis.${use}.replicas`,
                      value: 0,
                      rule: "leaves automatic failover nothing to fail over to, and the profile is highlyAvailable",
                      fix: `write 1 or more, ${OR_ECONOMY}`,
                  },
              ]
            : [],
    ),
);

export const postgresStandby = promise(
    "postgresStandby",
    ["systems", "existing.postgres"],
    ({ stores, needs, existing }) =>
        !stores.postgres.multiZone && needs.postgres.length > 0 && existing.postgres === undefined
            ? [
                  {
                      path: "stores.postgres.multiZone",
                      value: false,
                      rule: "leaves the database in one zone, and the profile is highlyAvailable",
                      fix: `write true, ${OR_ECONOMY}`,
                  },
              ]
            : [],
);

export const systemSpot = promise("systemSpot", [], (environment) =>
    nodeGroups(environment).flatMap(([name, { purpose, capacity }]) =>
        purpose === "system" && capacity === "spot"
            ? [
                  {
                      path: `nodeGroups.${name}.capacity`,
                      value: capacity,
                      rule: "lets AWS take the cluster services' nodes back, and the profile is highlyAvailable",
                      fix: `write onDemand, ${OR_ECONOMY}`,
                  },
              ]
            : [],
    ),
);

/** A group of fewer nodes than zones is absent from one of them. */
export const systemSpread = promise("systemSpread", ["nodeGroups", "network.zones"], (environment) => {
    const { zones } = environment.network;
    const groups = nodeGroups(environment).filter(([, { purpose }]) => purpose === "system");
    const least = groups.reduce((sum, [, { min }]) => sum + min, 0);
    const [first] = groups;
    if (first === undefined || least >= Math.min(zones, 2)) return [];
    const rule = "puts the cluster services into one zone, and the profile is highlyAvailable";
    return [{ path: `nodeGroups.${first[0]}.min`, value: first[1].min, rule, fix: `write 2 or more, ${OR_ECONOMY}` }];
});

export const memstackReplicas = promise("memstackReplicas", [], ({ systems: { memstack } }) =>
    memstack.enabled && memstack.api.min < 2
        ? [
              {
                  path: "systems.memstack.api.min",
                  value: memstack.api.min,
                  rule: "leaves the API on one node, and the profile is highlyAvailable",
                  fix: `write 2 or more, ${OR_ECONOMY}`,
              },
          ]
        : [],
);
