import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { NamespaceHandle } from "./site";
import { refuse } from "./refuse";
import type { Ceiling } from "./registry";
import { largestOf, numbersOf, sumOf, times, type Numbers, type Resources } from "./resources";
import { sizeText, type Size } from "./quantities";

export interface NamespaceLimitsArgs {
    readonly namespace: NamespaceHandle;
    /** What comes and goes beside the declared workloads, for example the throw-away database of a backup. Default nothing. */
    readonly besides?: { readonly pods: number; readonly each: Resources; readonly claims?: readonly Size[] };
}

/** What a container gets that names nothing: enough for a shell, and for the odd debugging pod. */
const UNNAMED: Resources = {
    requests: { cpu: "50m", memory: "64Mi", scratch: "64Mi" },
    limits: { cpu: "200m", memory: "128Mi", scratch: "128Mi" },
};

/**
 * Volumes that take the place of others stand beside them until the pods have moved, and claims go last. Pods that take the place of
 * others are counted with their controllers (room.ts).
 */
const OLD_AND_NEW = 2;

/**
 * Quota and limit range of a namespace, computed from the ceilings of what was declared in it: make it after the workloads. A mistake in
 * one namespace then never takes the room of another. Satisfies KSV-0039, KSV-0040.
 */
export class NamespaceLimits extends pulumi.ComponentResource {
    readonly ceiling: Ceiling;

    constructor(name: string, args: NamespaceLimitsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:workload:NamespaceLimits", name, {}, opts);
        const { namespace } = args;
        this.ceiling = withBesides(namespace.site.registry.ceilingOf(namespace.namespaceName), args.besides);
        const inhabited = namespace.site.registry.members.some(
            (member) => member.namespace === namespace.namespaceName,
        );
        refuse(namespace.namespaceName, inhabited ? [] : ["limits nothing: declare its workloads first"]);

        this.createQuota(name, args);
        this.createLimitRange(name, args);
        namespace.site.registry.addLimits(namespace.namespaceName, this);
        this.registerOutputs({ pods: this.ceiling.pods });
    }

    private createQuota(name: string, { namespace }: NamespaceLimitsArgs): core.ResourceQuota {
        const { pods, resources, claims, storageMebibytes } = this.ceiling;
        return new core.ResourceQuota(
            `${name}-quota`,
            {
                metadata: this.metadata(namespace),
                spec: {
                    hard: {
                        pods: String(pods),
                        "requests.cpu": cpuText(resources.requests),
                        "requests.memory": memoryText(resources.requests.memoryMebibytes),
                        "requests.ephemeral-storage": memoryText(resources.requests.scratchMebibytes),
                        "limits.cpu": cpuText(resources.limits),
                        "limits.memory": memoryText(resources.limits.memoryMebibytes),
                        "limits.ephemeral-storage": memoryText(resources.limits.scratchMebibytes),
                        persistentvolumeclaims: String(claims * OLD_AND_NEW),
                        "requests.storage": memoryText(storageMebibytes * OLD_AND_NEW),
                        // Both would open the namespace to the outside past the one load balancer.
                        "services.loadbalancers": "0",
                        "services.nodeports": "0",
                    },
                },
            },
            { parent: this, dependsOn: [...namespace.ready] },
        );
    }

    private createLimitRange(name: string, { namespace }: NamespaceLimitsArgs): core.LimitRange {
        const { largestContainer, largestClaimMebibytes } = this.ceiling;
        const unnamed = numbersOf(UNNAMED);
        const max = largestOf([largestContainer, unnamed]).limits;
        return new core.LimitRange(
            `${name}-range`,
            {
                metadata: this.metadata(namespace),
                spec: {
                    limits: [
                        {
                            type: "Container",
                            default: amounts(unnamed.limits),
                            defaultRequest: amounts(unnamed.requests),
                            max: amounts(max),
                        },
                        ...(largestClaimMebibytes > 0
                            ? [{ type: "PersistentVolumeClaim", max: { storage: memoryText(largestClaimMebibytes) } }]
                            : []),
                    ],
                },
            },
            { parent: this, dependsOn: [...namespace.ready] },
        );
    }

    private metadata({ namespaceName, system }: NamespaceHandle) {
        return {
            name: "limits",
            namespace: namespaceName,
            labels: { "app.kubernetes.io/part-of": system, "app.kubernetes.io/managed-by": "mindcloud" },
        };
    }
}

function withBesides(ceiling: Ceiling, besides: NamespaceLimitsArgs["besides"]): Ceiling {
    if (besides === undefined) return ceiling;
    const { pods, each, claims = [] } = besides;
    const one = numbersOf(each);
    const sizes = claims.map(({ mebibytes }) => mebibytes);
    return {
        pods: ceiling.pods + pods,
        resources: sumOf([ceiling.resources, times(pods, one)]),
        largestContainer: largestOf([ceiling.largestContainer, one]),
        claims: ceiling.claims + sizes.length,
        storageMebibytes: sizes.reduce((sum, size) => sum + size, ceiling.storageMebibytes),
        largestClaimMebibytes: Math.max(ceiling.largestClaimMebibytes, ...sizes),
    };
}

const cpuText = ({ cpuMillicores }: Numbers): string => `${cpuMillicores}m`;
const memoryText = (mebibytes: number): string => (mebibytes === 0 ? "0" : sizeText({ unit: "size", mebibytes }));
const amounts = (numbers: Numbers) => ({
    cpu: cpuText(numbers),
    memory: memoryText(numbers.memoryMebibytes),
    "ephemeral-storage": memoryText(numbers.scratchMebibytes),
});
