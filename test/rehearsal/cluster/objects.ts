/** Objects for a control plane: as little as says what is meant. */

export const RESTRICTED = { "pod-security.kubernetes.io/enforce": "restricted" } as const;

export const namespace = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
    ...{ apiVersion: "v1", kind: "Namespace" },
    metadata: { name, labels },
});

export interface PodOptions {
    readonly cpu?: string;
    readonly initContainers?: readonly unknown[];
    readonly claim?: string;
    readonly zone?: string;
    readonly [other: string]: unknown;
}

/** Passes the restricted standard. */
export function podSpec({ cpu = "10m", initContainers = [], claim, zone, ...others }: PodOptions = {}) {
    return {
        securityContext: { runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: "RuntimeDefault" } },
        ...(initContainers.length > 0 && { initContainers }),
        containers: [container("main", cpu)],
        ...(claim !== undefined && { volumes: [{ name: "data", persistentVolumeClaim: { claimName: claim } }] }),
        ...(zone !== undefined && { nodeSelector: { "topology.kubernetes.io/zone": zone } }),
        ...others,
    };
}

export const container = (name: string, cpu = "10m") => ({
    ...{ name, image: "example.com/any:1" },
    resources: { requests: { cpu, memory: "16Mi" } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
});

export const pod = (namespaceName: string, name: string, options: PodOptions = {}) => ({
    ...{ apiVersion: "v1", kind: "Pod" },
    metadata: { name, namespace: namespaceName },
    spec: podSpec(options),
});

export function deployment(namespaceName: string, name: string, replicas: number, options: PodOptions = {}) {
    const labels = { app: name };
    return {
        ...{ apiVersion: "apps/v1", kind: "Deployment" },
        metadata: { name, namespace: namespaceName },
        spec: {
            ...{ replicas, selector: { matchLabels: labels } },
            template: { metadata: { labels }, spec: podSpec(options) },
        },
    };
}

export const job = (options: PodOptions = {}) => ({
    template: { spec: { ...podSpec(options), restartPolicy: "Never" } },
});

export function claim(namespaceName: string, name: string, storageClassName: string, storage: string) {
    return {
        ...{ apiVersion: "v1", kind: "PersistentVolumeClaim" },
        metadata: { name, namespace: namespaceName },
        spec: { storageClassName, accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } },
    };
}
