/** From what a stack says of a system's endpoint to what its PublicEndpoint is made with, and to the site that it stands on. */
import type { LoadBalancerLogin } from "../blocks/ingress-annotations";
import type { Site } from "../workload";
import type { SystemContext } from "./context";
import type { SystemNeeds } from "./definition";
import { loginSecret, publishedPaths, type EndpointFacts, type EndpointSettings, type PublishedPath } from "./endpoint";

export interface Door {
    readonly host: string;
    readonly published: readonly PublishedPath[];
    /** What was read of the code and is not published. */
    readonly closed: readonly string[];
    /** Asked without credentials by the probe from outside, where the application itself asks for them. */
    readonly refuses?: string;
    readonly login?: LoadBalancerLogin;
}

export function doorOf(facts: EndpointFacts, said: EndpointSettings, { peopleSecret }: SystemContext): Door {
    const published = publishedPaths(facts, said);
    const closed = facts.paths.map(({ path }) => path).filter((path) => published.every((one) => one.path !== path));
    return {
        ...{ host: facts.host, published, closed },
        ...(facts.refuses !== undefined && { refuses: facts.refuses }),
        ...(said.login &&
            published.length > 0 && { login: { ...said.login, secret: peopleSecret(loginSecret(facts.key)) } }),
    };
}

/** Where nothing of a system is published it stands as where there is no domain; what is internal has the load balancer for that. */
export function siteBehind(site: Site, { ingress, internalIngress }: Pick<SystemNeeds, "ingress" | "internalIngress">) {
    const { ingress: outside, internalIngress: inside, ...closed } = site;
    if (ingress !== true || outside === undefined) return closed;
    if (internalIngress !== true) return { ...closed, ingress: outside };
    if (inside === undefined) throw new Error("a system is internal, and there is no internal load balancer");
    return {
        ...{ ...closed, ingress: inside },
        network: { ...site.network, loadBalancerCidrs: site.network.privateCidrs },
    };
}
