/** Zones: their names against their number and the region. */
import { LOAD_BALANCER_ZONES } from "../load-balancer-zones";
import { WITHOUT_EKS } from "../zones";
import { repeated, type Check } from "./check";

const path = "network.zoneNames";

export const zoneCount: Check = {
    id: "zones.count",
    reads: ["network.zones", path],
    find: ({ environment: { network, region, zoneNames: known, existing } }) => {
        const { zones, zoneNames } = network;
        if (zoneNames === undefined) {
            // The table has none of a region that it lacks, which is another problem, and a VPC that is there has its own.
            if (known.length === 0 || known.length >= zones || existing.vpc !== undefined) return [];
            const rule = `is more than ${region} has: ${known.join(" and ")}`;
            return [{ path: "network.zones", value: zones, rule, fix: `write network.zones: ${known.length}` }];
        }
        if (zoneNames.length === zones) return [];
        const rule = `names ${zoneNames.length} zones, and network.zones is ${zones}`;
        const fix = `name ${zones} zones, or write network.zones: ${zoneNames.length}`;
        return [{ path, value: zoneNames, rule, fix }];
    },
};

/** EKS fixes the zones of a control plane when it is made, so it takes two unless it is told otherwise. */
export const clusterZones: Check = {
    id: "zones.cluster",
    reads: ["cluster.controlPlaneZones", "network.zones"],
    find: ({ environment: { cluster, network } }) =>
        cluster.controlPlaneZones <= network.zones
            ? []
            : [
                  {
                      path: "cluster.controlPlaneZones",
                      value: cluster.controlPlaneZones,
                      rule: `is more than network.zones, ${network.zones}`,
                      fix: `write ${network.zones}, or network.zones: ${cluster.controlPlaneZones}`,
                  },
              ],
};

export const zoneRegion: Check = {
    id: "zones.region",
    reads: ["aws:region"],
    find: ({ environment: { network, region } }) =>
        (network.zoneNames ?? []).flatMap((value, index) =>
            value.slice(0, -1) === region
                ? []
                : [
                      {
                          path: `${path}[${index}]`,
                          value,
                          rule: `is not a zone of ${region}`,
                          fix: `write a zone of aws:region, for example ${region}${value.slice(-1)}`,
                      },
                  ],
        ),
};

export const zoneTwice: Check = {
    id: "zones.twice",
    reads: [],
    find: ({ environment: { network } }) =>
        repeated(network.zoneNames ?? []).map(({ index, value }) => ({
            path: `${path}[${index}]`,
            value,
            rule: "is listed twice: it would hold two copies that fail together",
            fix: "name another zone",
        })),
};

/** Nodes may be there; a control plane may not (eks CreateCluster, UnsupportedAvailabilityZoneException). */
export const controlPlane: Check = {
    id: "zones.controlPlane",
    reads: ["cluster.controlPlaneZones", "existing.cluster"],
    find: ({ environment: { cluster, network, existing } }) =>
        (network.zoneNames ?? []).slice(0, cluster.controlPlaneZones).flatMap((value, index) =>
            existing.cluster !== undefined || !WITHOUT_EKS.has(value)
                ? []
                : [
                      {
                          path: `${path}[${index}]`,
                          value,
                          rule: "has no capacity for control planes of EKS, which are in the first zones of the list",
                          fix: "name another zone",
                      },
                  ],
        ),
};

/** Names of published systems are aliases, and an alias names the hosted zone of the load balancer. */
export const loadBalancerZone: Check = {
    id: "zones.loadBalancer",
    reads: ["aws:region"],
    find: ({ environment: { domain, needs, region } }) =>
        domain?.zoneId === undefined || !needs.ingress || Object.hasOwn(LOAD_BALANCER_ZONES, region)
            ? []
            : [
                  {
                      path: "domain.name",
                      value: domain.name,
                      rule: `needs the hosted zone of load balancers in ${region}, which mindcloud does not know`,
                      fix: "leave domain out, or domain.zoneId (docs/guides/domain.md), or add the region's row of AWS's endpoint table to config/load-balancer-zones.ts",
                  },
              ],
};
