/** What a change of a workload may touch: each field, tried on every workload there is. */
import type { Thing } from "./estate";

type Part = Record<string, unknown>;

export interface Change {
    readonly what: string;
    /** In a namespace where a shell is allowed, and elsewhere. */
    readonly allowed: "everywhere" | "with a shell" | "nowhere";
    /** Strategic merge patch for a workload with this container. */
    readonly patch: (container: string) => Part;
}

const IMAGE = `registry.example/other:9.9.9@sha256:${"cd".repeat(32)}`;
const inPod = (spec: Part) => ({ spec: { template: { spec } } });
const inContainer = (name: string, change: Part) => inPod({ containers: [{ name, ...change }] });
const onPod = (metadata: Part) => ({ spec: { template: { metadata } } });

export const CHANGES: readonly Change[] = [
    {
        what: "restart",
        allowed: "everywhere",
        patch: () => onPod({ annotations: { "kubectl.kubernetes.io/restartedAt": "2026-11-29T12:00:00Z" } }),
    },
    { what: "image", allowed: "with a shell", patch: (name) => inContainer(name, { image: IMAGE }) },
    { what: "command", allowed: "with a shell", patch: (name) => inContainer(name, { command: ["sh"] }) },
    { what: "args", allowed: "with a shell", patch: (name) => inContainer(name, { args: ["-c", "env"] }) },
    {
        what: "probe",
        allowed: "with a shell",
        patch: (name) =>
            inContainer(name, {
                startupProbe: { exec: { command: ["env"] }, httpGet: null, tcpSocket: null, grpc: null },
            }),
    },
    {
        what: "variable from a Secret",
        allowed: "nowhere",
        patch: (name) =>
            inContainer(name, { env: [{ name: "STOLEN", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }] }),
    },
    {
        what: "all of a Secret",
        allowed: "nowhere",
        patch: (name) => inContainer(name, { envFrom: [{ secretRef: { name: "s" } }] }),
    },
    {
        what: "volume of a Secret",
        allowed: "nowhere",
        patch: () => inPod({ volumes: [{ name: "stolen", secret: { secretName: "s" } }] }),
    },
    {
        what: "container of one's own",
        allowed: "nowhere",
        patch: () => inPod({ containers: [{ name: "mine", image: IMAGE }] }),
    },
    {
        what: "init container of one's own",
        allowed: "nowhere",
        patch: () => inPod({ initContainers: [{ name: "mine", image: IMAGE }] }),
    },
    { what: "account", allowed: "nowhere", patch: () => inPod({ serviceAccountName: "other" }) },
    { what: "node's processes", allowed: "nowhere", patch: () => inPod({ hostPID: true }) },
    { what: "node", allowed: "nowhere", patch: () => inPod({ nodeName: "general-0" }) },
    {
        what: "lifecycle hook",
        allowed: "nowhere",
        patch: (name) => inContainer(name, { lifecycle: { postStart: { exec: { command: ["env"] } } } }),
    },
    { what: "annotation of pods", allowed: "nowhere", patch: () => onPod({ annotations: { inject: "me" } }) },
    { what: "label of pods", allowed: "nowhere", patch: () => onPod({ labels: { "mindcloud.dev/of": "mine" } }) },
    { what: "label", allowed: "nowhere", patch: () => ({ metadata: { labels: { mine: "1" } } }) },
    {
        what: "owner",
        allowed: "nowhere",
        patch: () => ({ metadata: { ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "gone", uid: "1" }] } }),
    },
];

const PLURAL: Readonly<Record<string, string>> = {
    Deployment: "deployments",
    StatefulSet: "statefulsets",
    DaemonSet: "daemonsets",
};

export interface Workload {
    readonly namespace: string;
    readonly path: string;
    readonly container: string;
}

export const workloadsIn = (things: readonly Thing[]): readonly Workload[] =>
    things.flatMap(({ kind, metadata: { name, namespace = "default" }, spec }) => {
        const plural = PLURAL[kind];
        if (plural === undefined) return [];
        const { template } = spec as { template: { spec: { containers: readonly { name: string }[] } } };
        const path = `/apis/apps/v1/namespaces/${namespace}/${plural}/${name}`;
        return [{ namespace, path, container: template.spec.containers[0]?.name ?? "" }];
    });
