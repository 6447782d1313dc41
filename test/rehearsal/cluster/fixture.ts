import type { Shape, ShapedGroup } from "../../../rehearsal/cluster/shaped";

export const GENERAL: ShapedGroup = {
    ...{
        key: "general",
        name: "nodes-general",
        managedName: "toy-dev-general",
        capacityType: "ON_DEMAND",
        instanceType: "m7g.large",
        zones: ["eu-central-1a", "eu-central-1b"],
    },
    ...{ min: 2, max: 4, labels: { "mindcloud.dev/purpose": "general", "kubernetes.io/arch": "arm64" }, taints: [] },
    ...{ cpuMillicores: 1930, memoryMebibytes: 6900, scratchMebibytes: 40_000, pods: 110, volumes: 2 },
};

export const UNTRUSTED: ShapedGroup = {
    ...GENERAL,
    ...{ key: "untrusted", name: "nodes-untrusted", managedName: "toy-dev-untrusted", min: 1, max: 2 },
    labels: { "mindcloud.dev/purpose": "untrusted" },
    taints: [{ key: "mindcloud.dev/purpose", value: "untrusted", effect: "NoSchedule" }],
};

/** Small enough to be full with a few pods. */
export const SHAPE: Shape = {
    region: "eu-central-1",
    groups: [GENERAL, UNTRUSTED],
    counts: { general: 2, untrusted: 1 },
    releases: [],
    standIns: [
        {
            namespace: "kube-system",
            name: "toy-agent",
            replicas: "perNode",
            cpuMillicores: 100,
            memoryMebibytes: 64,
            nodeSelector: {},
        },
        {
            ...{
                namespace: "kube-system",
                name: "toy-controller",
                replicas: 2,
                cpuMillicores: 200,
                memoryMebibytes: 128,
            },
            nodeSelector: { "mindcloud.dev/purpose": "general" },
        },
    ],
};
