/** The Site of this environment: what is plain about where workloads run, and what the cluster's services add. */
import type { Environment } from "../../config/environment";
import { serviceRange } from "../../config/service-range";
import { namedSecret } from "../aws/stored-secret";
import type { KubernetesCluster, Network, NodeSecurity, StoredSecret } from "../handles";
import { scopeOf } from "../scope";
import { Registry, type ImageRule, type Site } from "../workload";

/** Of every environment: dev runs what will be promoted, by digest too. */
export const IMAGE_RULE: ImageRule = "digest";

/** What only exists with the services that run in the cluster. */
export type Services = Pick<Site, "ready" | "storageClasses"> &
    Partial<Pick<Site, "prometheus" | "eventScaling" | "secretStore" | "ingress">>;

export function siteOf(
    environment: Environment,
    { network, security, cluster }: { network: Network; security: NodeSecurity; cluster: KubernetesCluster },
    services: Services,
): Site {
    return {
        scope: scopeOf(environment),
        cluster,
        kubernetes: environment.cluster.kubernetes,
        images: IMAGE_RULE,
        sources: environment.images,
        logins: loginsOf(environment),
        network: {
            cidr: network.cidr,
            cidrs: network.cidrs,
            loadBalancerCidrs: network.public.cidrs,
            privateCidrs: network.private.cidrs,
            dataCidrs: network.data.cidrs,
            serviceCidr: environment.existing.cluster?.serviceCidr ?? serviceRange(network.cidr),
            ...endpointsOf(environment),
        },
        ...(security.ways && { ways: security.ways }),
        registry: new Registry(),
        volumeRestores: environment.stores.volumes.restoreFrom,
        ...services,
    };
}

/** Others wrote them: by name. */
export const loginsOf = (environment: Environment): Readonly<Record<string, StoredSecret>> =>
    Object.fromEntries(
        Object.entries(environment.images.logins).map(([host, name]) => [
            host,
            namedSecret(scopeOf(environment), name),
        ]),
    );

/** Of a VPC that exists they are its owner's, and may be in another VPC. */
function endpointsOf({
    existing,
    network,
}: Environment): Pick<Site["network"], "interfaceEndpoints" | "endpointCidrs"> {
    const { vpc } = existing;
    if (vpc === undefined) return { interfaceEndpoints: network.interfaceEndpoints };
    return { interfaceEndpoints: vpc.interfaceEndpoints ?? [], endpointCidrs: vpc.endpointCidrs };
}
