/** Objects as an API server would list them, with only what is looked at. */
import type { Live } from "../../../rehearsal/kubernetes/real/api";
import { GROUP, ZONE, type Sight } from "../../../rehearsal/rehearse/drill/sight";

const NOTHING_STANDS: Sight = {
    ...{ pods: [], nodes: [], claims: [], volumes: [], budgets: [] },
    ...{ deployments: [], statefulSets: [], daemonSets: [], autoscalers: [] },
};

export function placed(path: string): Live["metadata"] {
    const [namespace, name] = path.split("/");
    return { namespace, name };
}

export interface PodOptions {
    readonly node?: string;
    readonly phase?: string;
    readonly ready?: boolean;
    readonly deleted?: boolean;
    readonly claim?: string;
    readonly ownClaim?: string;
    readonly priority?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly owner?: string;
    /** What the scheduler says. */
    readonly unscheduled?: string;
}

export function pod(path: string, options: PodOptions = {}): Live {
    const { node, unscheduled, deleted = false, claim, ownClaim, priority, labels = {}, owner } = options;
    const { phase = unscheduled === undefined ? "Running" : "Pending", ready = phase === "Running" } = options;
    return {
        metadata: {
            ...{ ...placed(path), labels },
            ...(owner !== undefined && { ownerReferences: [{ kind: owner }] }),
            ...(deleted && { deletionTimestamp: "2026-01-01T00:00:00Z" }),
        },
        spec: {
            ...{ nodeName: node, priority },
            volumes: [
                ...(claim === undefined ? [] : [{ name: "data", persistentVolumeClaim: { claimName: claim } }]),
                ...(ownClaim === undefined ? [] : [{ name: ownClaim, ephemeral: {} }]),
            ],
            containers: [{ resources: { requests: { cpu: "100m", memory: "100Mi" } } }],
        },
        status: {
            phase,
            conditions: [
                { type: "Ready", status: ready ? "True" : "False" },
                ...(unscheduled === undefined
                    ? []
                    : [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: unscheduled }]),
            ],
        },
    };
}

export function node(name: string, group: string, zone = "a"): Live {
    return { metadata: { name, labels: { [GROUP]: group, [ZONE]: zone } }, spec: {} };
}

/** A claim and its volume. */
export function volume(path: string, zone: string | undefined, owner?: string): Pick<Sight, "claims" | "volumes"> {
    const name = `pvc-${path.replace("/", "-")}`;
    const terms = [{ matchExpressions: [{ key: ZONE, operator: "In", values: [zone] }] }];
    return {
        claims: [
            {
                metadata: { ...placed(path), ...(owner !== undefined && { ownerReferences: [{ kind: owner }] }) },
                spec: { volumeName: name },
            },
        ],
        volumes: [
            {
                metadata: { name },
                spec: zone === undefined ? {} : { nodeAffinity: { required: { nodeSelectorTerms: terms } } },
            },
        ],
    };
}

export function together(...parts: readonly Partial<Sight>[]): Sight {
    const names = Object.keys(NOTHING_STANDS) as (keyof Sight)[];
    const entries = names.map((name) => [name, parts.flatMap((part) => part[name] ?? [])]);
    return Object.fromEntries(entries) as Sight;
}
