/** The objects of a chart, made again from the facts about them: for a control plane on which nothing runs. */
import type { BudgetFacts, ContainerFacts, PodFacts, ServiceFacts, Variant } from "./record";

export type Manifest = Readonly<Record<string, unknown>>;
type Makes = Pick<Variant, "serviceAccounts" | "services" | "budgets" | "pods">;

/** What pods are made of or stand behind, in the order in which they may be applied. What an operator makes of the chart's objects is among it. */
export function chartObjects(variant: Makes): readonly Manifest[] {
    return [
        ...variant.serviceAccounts.map(({ name, namespace }) => ({
            ...{ apiVersion: "v1", kind: "ServiceAccount" },
            metadata: { name, namespace },
        })),
        ...variant.services.map(serviceOf),
        ...variant.budgets.map(budgetOf),
        ...variant.pods.map(controllerOf),
    ];
}

function serviceOf({ name, namespace, headless, selector, ports }: ServiceFacts): Manifest {
    return {
        ...{ apiVersion: "v1", kind: "Service" },
        metadata: { name, namespace },
        spec: { ...(headless && { clusterIP: "None" }), ...(selector && { selector }), ports },
    };
}

function budgetOf({ name, namespace, selector, minAvailable, maxUnavailable }: BudgetFacts): Manifest {
    return {
        ...{ apiVersion: "policy/v1", kind: "PodDisruptionBudget" },
        metadata: { name, namespace },
        spec: {
            selector: { matchLabels: selector },
            ...(minAvailable !== undefined && { minAvailable }),
            ...(maxUnavailable !== undefined && { maxUnavailable }),
        },
    };
}

const BATCH = new Set(["Job", "CronJob"]);

export function controllerOf(pod: PodFacts): Manifest {
    const { kind, name, namespace, replicas, selector, claims, claimRetention, serviceName, podManagementPolicy } = pod;
    const template = { metadata: { labels: pod.labels }, spec: podSpecOf(pod) };
    return {
        ...{ apiVersion: BATCH.has(kind) ? "batch/v1" : "apps/v1", kind },
        metadata: { name, namespace, labels: pod.labels },
        spec: {
            ...(replicas !== undefined && { replicas }),
            selector: { matchLabels: selector },
            ...(kind === "StatefulSet" && {
                ...{ serviceName, podManagementPolicy },
                ...(claimRetention !== undefined && { persistentVolumeClaimRetentionPolicy: claimRetention }),
                volumeClaimTemplates: claims?.map((claim) => ({
                    metadata: { name: claim.name },
                    spec: {
                        ...{ storageClassName: claim.storageClassName, accessModes: claim.accessModes },
                        resources: { requests: { storage: claim.storage } },
                    },
                })),
            }),
            template,
        },
    };
}

export function podSpecOf(pod: Omit<PodFacts, "kind" | "name" | "namespace" | "selector" | "labels">): Manifest {
    const { serviceAccountName, priorityClassName, hostNetwork, nodeSelector, tolerations, affinity, spread } = pod;
    return {
        ...(serviceAccountName !== undefined && { serviceAccountName }),
        ...(priorityClassName !== undefined && { priorityClassName }),
        ...(hostNetwork && { hostNetwork }),
        ...(pod.securityContext !== undefined && { securityContext: pod.securityContext }),
        ...(nodeSelector && { nodeSelector }),
        ...(tolerations && { tolerations }),
        ...(affinity !== undefined && { affinity }),
        ...(spread && { topologySpreadConstraints: spread }),
        containers: pod.containers.map(containerOf),
        ...(pod.initContainers && { initContainers: pod.initContainers.map(containerOf) }),
    };
}

function containerOf({
    name,
    image,
    ports,
    requests,
    limits,
    securityContext,
    restartPolicy,
}: ContainerFacts): Manifest {
    return {
        ...{ name, image, resources: { requests, limits } },
        ...(ports && { ports }),
        ...(securityContext !== undefined && { securityContext }),
        ...(restartPolicy !== undefined && { restartPolicy }),
    };
}
