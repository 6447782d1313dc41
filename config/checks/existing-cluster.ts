/** A cluster that others made: whether what the systems need of it is named, and nothing is that would not be used. */
import type { Environment } from "../environment";
import type { Problem } from "../problems";
import type { ClusterService } from "../schema/services";
import { isSaid, type Check } from "./check";

type Handle = "storageClasses" | "secretStore" | "ingressClass" | "monitoring";

/** What an environment must be told of a service that it does not install. */
const HANDLES: readonly {
    readonly service: ClusterService;
    readonly handle: Handle;
    readonly what: string;
    readonly isNeeded: (environment: Environment) => boolean;
}[] = [
    {
        ...{ service: "storageClasses", handle: "storageClasses", what: "which StorageClasses to use" },
        isNeeded: () => true,
    },
    {
        ...{ service: "externalSecrets", handle: "secretStore", what: "which ClusterSecretStore to use" },
        isNeeded: ({ needs }) =>
            [
                needs.redis.cache,
                needs.redis.queue,
                needs.postgres,
                needs.neo4j,
                needs.passwords,
                needs.peopleSecrets,
            ].some((need) => need.length > 0),
    },
    {
        ...{ service: "loadBalancerController", handle: "ingressClass", what: "which IngressClass to use" },
        isNeeded: ({ domain, needs }) => domain !== undefined && needs.ingress,
    },
    {
        ...{
            service: "monitoring",
            handle: "monitoring",
            what: "where Prometheus is, which counts what systems scale by",
        },
        isNeeded: ({ needs }) => needs.queueScaling,
    },
];

export const missingHandle: Check = {
    id: "services.missingHandle",
    reads: ["systems", "clusterServices", "existing.cluster", "domain"],
    find: ({ environment }) => {
        const { clusterServices, existing } = environment;
        return HANDLES.filter(
            ({ service, handle, isNeeded }) =>
                clusterServices[service] === "present" &&
                existing.cluster?.[handle] === undefined &&
                isNeeded(environment),
        ).map(({ service, handle, what }): Problem => {
            if (existing.cluster === undefined)
                return {
                    path: `clusterServices.${service}`,
                    value: "present",
                    rule: "cannot be: a cluster that is made here has nothing in it yet",
                    fix: "write install, or name the cluster that has it in existing.cluster",
                };
            const rule = `is missing: nothing says ${what}`;
            const fix = `name it, or write clusterServices.${service}: install`;
            return { path: `existing.cluster.${handle}`, rule, fix };
        });
    },
};

export const unusedHandle: Check = {
    id: "services.unusedHandle",
    reads: ["clusterServices", "existing.cluster"],
    find: ({ environment: { clusterServices }, said }) =>
        HANDLES.filter(
            ({ service, handle }) =>
                clusterServices[service] === "install" && isSaid(said, `existing.cluster.${handle}`),
        ).map(({ service, handle }) => ({
            path: `existing.cluster.${handle}`,
            rule: `is not used: clusterServices.${service} is install`,
            fix: `remove it, or write clusterServices.${service}: present`,
        })),
};

/** Stores, policies and Pod Identity are written for the network that the nodes are in. */
export const clusterNetwork: Check = {
    id: "existing.clusterNetwork",
    reads: ["existing.vpc"],
    find: ({ environment: { existing } }) =>
        existing.cluster === undefined || existing.vpc !== undefined
            ? []
            : [
                  {
                      path: "existing.vpc",
                      rule: `is missing: the stores must be where the nodes of ${existing.cluster.name} are`,
                      fix: "describe the VPC of that cluster",
                  },
              ],
};

/** CoreDNS is the owner's, and one Corefile for everybody. */
export const foreignNames: Check = {
    id: "existing.clusterNames",
    reads: ["systems"],
    find: ({ environment: { existing, needs } }) =>
        existing.cluster === undefined
            ? []
            : Object.entries(needs.systems).flatMap(([key, { dnsRewrites = {} }]): Problem[] => {
                  const [name] = Object.keys(dnsRewrites);
                  if (name === undefined) return [];
                  const rule = `calls ${name}, which only CoreDNS of a cluster of our own can be told to answer`;
                  return [{ path: `systems.${key}.enabled`, value: true, rule, fix: "run it on a cluster of its own" }];
              }),
};
