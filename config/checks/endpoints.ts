/** Names of systems in the domain. */
import type { Check } from "./check";

/** A class of others' controller is one of a load balancer that others chose: which of two it would be is not known here. */
export const internalController: Check = {
    id: "endpoints.internalController",
    reads: ["systems", "clusterServices", "domain"],
    find: ({ environment: { domain, needs, clusterServices } }) =>
        domain === undefined || clusterServices.loadBalancerController === "install"
            ? []
            : Object.entries(needs.systems)
                  .filter(([, { internalIngress }]) => internalIngress === true)
                  .map(([system]) => ({
                      path: `systems.${system}.endpoint.scheme`,
                      value: "internal",
                      rule: "needs a load balancer of its own, which only a controller of ours makes",
                      fix: "leave it out and name an internal existing.cluster.ingressClass, or write clusterServices.loadBalancerController: install",
                  })),
};
