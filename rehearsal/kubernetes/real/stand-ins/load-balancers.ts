import { dnsSuffixOf, partitionOf } from "../../../../config/zones";
import { createHash } from "node:crypto";
import { at, mapOf } from "../../inputs";
import type { Live } from "../api";
import type { Cluster } from "../cluster";
import type { Reaction } from "./stand-in";

const CONTROLLER = "ingress.k8s.aws/alb";

/**
 * AWS Load Balancer Controller: gives Ingresses of its classes the address of their group's load balancer, and holds them until it has
 * taken that away again. Who deletes the controller before its Ingresses waits for ever, here as on AWS.
 */
export const loadBalancers: Reaction = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    async react(live, object) {
        const group = await groupOf(live, object.cluster);
        if (group === undefined) return;
        const finalizer = `group.ingress.k8s.aws/${group}`;
        const held = finalizersOf(live);
        if (live.metadata.deletionTimestamp !== undefined) {
            if (held.includes(finalizer))
                await object.change({ metadata: { finalizers: held.filter((other) => other !== finalizer) } });
            return;
        }
        if (!held.includes(finalizer)) await object.change({ metadata: { finalizers: [...held, finalizer] } });
        else if (at(live.status, "loadBalancer.ingress") === undefined)
            await object.report({ loadBalancer: { ingress: [{ hostname: await addressOf(group, object.cluster) }] } });
    },
};

/** Undefined when the class is not its own, or not there yet. */
async function groupOf({ spec, metadata }: Live, { api }: Cluster): Promise<string | undefined> {
    const { ingressClassName } = mapOf(spec);
    if (typeof ingressClassName !== "string") return undefined;
    const found = await api.find(`/apis/networking.k8s.io/v1/ingressclasses/${ingressClassName}`);
    if (at(found, "spec.controller") !== CONTROLLER) return undefined;
    const params = at(found, "spec.parameters.name");
    const settings =
        typeof params === "string"
            ? await api.find(`/apis/elbv2.k8s.aws/v1beta1/ingressclassparams/${params}`)
            : undefined;
    const group = at(settings, "spec.group.name");
    return typeof group === "string" ? group : `${String(metadata.namespace)}.${String(metadata.name)}`;
}

/** The same for all of a group, since they share one load balancer. */
async function addressOf(group: string, { api }: Cluster): Promise<string> {
    const [node] = await api.list("/api/v1/nodes?limit=1");
    const region = mapOf(node?.metadata.labels)["topology.kubernetes.io/region"];
    const hash = createHash("sha256").update(group).digest("hex");
    const name = `k8s-${group.replaceAll(/[^a-z0-9]/g, "").slice(0, 12)}-${hash.slice(0, 10)}`;
    const where = typeof region === "string" ? region : "us-east-1";
    return `${name}-${String(parseInt(hash.slice(10, 18), 16))}.${where}.elb.${dnsSuffixOf(partitionOf(where))}`;
}

function finalizersOf({ metadata }: Live): readonly string[] {
    return Array.isArray(metadata.finalizers) ? metadata.finalizers.map(String) : [];
}
