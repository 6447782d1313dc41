/** One owner of the number of replicas, and budgets that let nodes go (docs/design.md, rules 5 and 9). */
import type { Graph } from "../../plan/graph";
import { type Map } from "../inputs";
import { manifestsOf, matches, one, scalersOf, type Manifest, type PodTemplate } from "../kubernetes";
import { ruleForKinds } from "../kubernetes-rule";
import { rule, type Complaint, type Rule } from "../rule";

const targetOf = ({ inputs }: Manifest) =>
    [String(one(inputs, "spec.scaleTargetRef.kind")), String(one(inputs, "spec.scaleTargetRef.name"))] as const;

/** Fewest replicas that are meant to run. */
function floorOf(pod: PodTemplate, graph: Graph): number {
    const { owner } = pod;
    const scaler = scalersOf(graph, owner.namespace, owner.kind, owner.name)[0];
    const floor = scaler && (one(scaler.inputs, "spec.minReplicas") ?? one(scaler.inputs, "spec.minReplicaCount"));
    return Number(floor ?? one(owner.inputs, "spec.replicas") ?? 1);
}

const percentOf = (value: unknown, of: number): number =>
    typeof value === "string" && value.endsWith("%")
        ? Math.ceil((Number.parseInt(value, 10) * of) / 100)
        : Number(value);

export const replicaRules: readonly Rule[] = [
    ruleForKinds(
        ["HorizontalPodAutoscaler", "ScaledObject"],
        "scaler-target",
        "Every autoscaler scales something that exists, between two different numbers",
        "docs/design.md, rule 5",
        (scaler, manifests) => {
            const [kind, name] = targetOf(scaler);
            const floor = Number(one(scaler.inputs, "spec.minReplicas") ?? one(scaler.inputs, "spec.minReplicaCount"));
            const ceiling = Number(
                one(scaler.inputs, "spec.maxReplicas") ?? one(scaler.inputs, "spec.maxReplicaCount"),
            );
            return [
                ...(manifests.find(kind, scaler.namespace, name) === undefined
                    ? [`scales ${kind} ${name}, which does not exist`]
                    : []),
                ...(floor >= 1 && ceiling > floor ? [] : [`scales from ${floor} to ${ceiling}`]),
            ];
        },
    ),
    ruleForKinds(
        ["Deployment", "StatefulSet"],
        "replicas-one-owner",
        "One owner of the number of replicas: the manifest, or one autoscaler",
        "docs/design.md, rule 5",
        ({ kind, namespace, name, inputs }, _manifests, graph) => {
            const scalers = scalersOf(graph, namespace, kind, name);
            if (scalers.length > 1) return [`is scaled by ${scalers.length} autoscalers`];
            const said = one(inputs, "spec.replicas");
            if (scalers.length === 1 && said !== undefined) return ["has replicas, which its autoscaler owns"];
            return scalers.length === 0 && said === undefined ? ["says no number of replicas"] : [];
        },
    ),
    ruleForKinds(
        ["PodDisruptionBudget"],
        "budget-evicts",
        "Every disruption budget belongs to one workload and lets one of its pods go",
        "docs/design.md, rule 9: a budget that allows nothing blocks every node",
        ({ inputs, namespace }, manifests, graph) => {
            const pods = manifests.selected(namespace, one(inputs, "spec.selector.matchLabels"));
            const [pod] = pods;
            if (pod === undefined || pods.length > 1) return [`covers ${pods.length} workloads`];
            const floor = floorOf(pod, graph);
            const available = one(inputs, "spec.minAvailable");
            const unavailable = one(inputs, "spec.maxUnavailable");
            const evictable =
                available === undefined ? percentOf(unavailable, floor) : floor - percentOf(available, floor);
            return evictable >= 1 ? [] : [`lets none of ${floor} pods go`];
        },
    ),
    rule(
        "budget-exists",
        "What has replicas has a disruption budget",
        "docs/design.md, rule 9; kube-score pod-disruption-budget",
        (graph) => {
            const manifests = manifestsOf(graph);
            const budgets = manifests.of("PodDisruptionBudget");
            return manifests.pods
                .filter((pod) => pod.serves && pod.owner.kind !== "DaemonSet" && floorOf(pod, graph) > 1)
                .filter(
                    (pod) =>
                        !budgets.some(
                            ({ namespace, inputs }) =>
                                namespace === pod.owner.namespace &&
                                matches(pod.labels, one(inputs, "spec.selector.matchLabels") as Map),
                        ),
                )
                .map((pod): Complaint => [pod.owner.resource, "has replicas and no disruption budget"]);
        },
    ),
];
