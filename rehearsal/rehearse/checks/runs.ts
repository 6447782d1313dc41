import { mapIn, mapsIn } from "../../../plan/capacity/requests";
import type { Live } from "../../kubernetes/real/api";
import { ADDED_FOR } from "../../kubernetes/real/stand-ins/cluster-autoscaler";
import { conditionOf, GROUP, labelOf, nameOf, numberOf, type Sight } from "../drill/sight";
import type { Findings } from "../rehearsal";

/** Label of a node: its group as the stack file calls it. */
const KEY = "mindcloud.dev/node-group";
/** Their work is done, or given up by what made them; they need no node. */
const ENDED = new Set(["Succeeded", "Failed"]);

/**
 * Everything that does not run as it is asked for: pods, controllers without all of their pods, autoscalers below their least.
 * `without`: pods, as `namespace/name`, that may wait; what makes them then may lack as many.
 */
export function notRunning(sight: Sight, without: ReadonlySet<string> = new Set()): Findings {
    const excused = sight.pods.filter((pod) => without.has(nameOf(pod)));
    const gone = onGoneNodes(sight);
    const open = sight.pods.filter((pod) => !excused.includes(pod) && !gone.includes(pod) && !givesWay(pod));
    return [
        ...open.filter((pod) => !runs(pod)).map(state),
        ...gone
            .filter((pod) => !hasEnded(pod) && !isOfDaemonSet(pod))
            .map((pod) => `pod ${nameOf(pod)} is on ${nodeOf(pod)}, which is gone`),
        ...[...sight.deployments, ...sight.statefulSets].flatMap((controller) => {
            const ready = numberOf(mapIn(controller.status).readyReplicas);
            const wanted = numberOf(mapIn(controller.spec).replicas, 1);
            const waiting = sight.pods.filter((pod) => isOf(pod, controller) && !runs(pod));
            const allowed = waiting.filter((pod) => excused.includes(pod) || givesWay(pod)).length;
            return ready + allowed < wanted ? [lacks(controller, ready, wanted)] : [];
        }),
        ...sight.daemonSets.flatMap((controller) => {
            const { numberReady, desiredNumberScheduled } = mapIn(controller.status);
            const [ready, wanted] = [numberOf(numberReady), numberOf(desiredNumberScheduled)];
            return ready < wanted ? [lacks(controller, ready, wanted)] : [];
        }),
        ...sight.autoscalers.flatMap((autoscaler) => tooFew(autoscaler, sight)),
    ];
}

const onGoneNodes = ({ pods, nodes }: Sight): readonly Live[] => {
    const there = new Set(nodes.map(nameOf));
    return pods.filter((pod) => nodeOf(pod) !== "" && !there.has(nodeOf(pod)));
};

/** Nobody drains them, and they need not go elsewhere: they go after their node, up to a minute later. */
const isOfDaemonSet = ({ metadata }: Live): boolean =>
    mapsIn(metadata.ownerReferences).some(({ kind }) => kind === "DaemonSet");

/** What a drain has left behind or let in again: a pod that is on every node belongs there. */
export function leftOn({ pods }: Pick<Sight, "pods">, drained: readonly string[]): Findings {
    return pods
        .filter((pod) => drained.includes(nodeOf(pod)) && !hasEnded(pod) && !isOfDaemonSet(pod))
        .map((pod) => `pod ${nameOf(pod)} is on ${nodeOf(pod)}, which was drained`);
}

const nodeOf = ({ spec }: Live): string => {
    const { nodeName } = mapIn(spec);
    return typeof nodeName === "string" ? nodeName : "";
};

/** By labels: a Deployment's pods are a ReplicaSet's own. */
function isOf(pod: Live, { metadata, spec }: Live): boolean {
    const wanted = Object.entries(mapIn(mapIn(mapIn(spec).selector).matchLabels));
    return pod.metadata.namespace === metadata.namespace && wanted.every(([key, value]) => labelOf(pod, key) === value);
}

/** Ready, or done with its work. A pod that is being deleted is neither: another takes its place. */
export function runs(pod: Live): boolean {
    if (pod.metadata.deletionTimestamp !== undefined) return false;
    return hasEnded(pod) || conditionOf(pod, "Ready").status === "True";
}

export const hasEnded = ({ status }: Live): boolean => ENDED.has(String(mapIn(status).phase));

/** It keeps room free, and anybody who needs the room takes it (plan/capacity: `yields`). */
export const givesWay = ({ spec }: Live): boolean => numberOf(mapIn(spec).priority) < 0;

function state(pod: Live): string {
    const { message } = conditionOf(pod, "PodScheduled");
    const why = typeof message === "string" && message !== "" ? `: ${message}` : "";
    const deleted = pod.metadata.deletionTimestamp === undefined ? "" : " and being deleted";
    return `pod ${nameOf(pod)} is ${String(mapIn(pod.status).phase)}${deleted}${why}`;
}

const lacks = (controller: Live, ready: number, wanted: number): string =>
    `${nameOf(controller)}: ${String(ready)} of ${String(wanted)} pods are ready`;

function tooFew({ metadata, spec }: Live, { deployments, statefulSets }: Sight): Findings {
    const { scaleTargetRef, minReplicas } = mapIn(spec);
    const { kind, name } = mapIn(scaleTargetRef);
    const least = numberOf(minReplicas, 1);
    const target = (kind === "StatefulSet" ? statefulSets : deployments).find(
        (other) => other.metadata.namespace === metadata.namespace && other.metadata.name === name,
    );
    const replicas = numberOf(mapIn(target?.spec).replicas, 1);
    const called = `${String(metadata.namespace)}/${String(metadata.name)}`;
    if (target === undefined) return [`autoscaler ${called}: there is no ${String(kind)} ${String(name)}`];
    return replicas < least
        ? [`autoscaler ${called}: ${String(replicas)} replicas, and its least is ${String(least)}`]
        : [];
}

/** Pods on machines that are of no node group of the environment. */
export function strayPods({ pods, nodes }: Sight, groups: readonly { readonly managedName: string }[]): Findings {
    const declared = new Set(groups.map(({ managedName }) => managedName));
    const strays = new Set(nodes.filter((node) => !declared.has(labelOf(node, GROUP))).map(nameOf));
    return pods
        .filter((pod) => strays.has(nodeOf(pod)))
        .map((pod) => `pod ${nameOf(pod)} runs on ${nodeOf(pod)}, which is of no declared node group`);
}

/** `55 pods on 5 nodes (general 2, ...)`. Pods that are done with their work are left out. */
export function standing({ pods, nodes }: Pick<Sight, "pods" | "nodes">): string {
    const counts = new Map<string, number>();
    for (const node of nodes) {
        const group = labelOf(node, KEY) || labelOf(node, GROUP);
        counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    const groups = [...counts].map(([group, count]) => `${group} ${String(count)}`).sort();
    const known = new Set(nodes.map(nameOf));
    const there = pods.filter((pod) => !hasEnded(pod) && (nodeOf(pod) === "" || known.has(nodeOf(pod))));
    const waiting = there.filter((pod) => givesWay(pod) && !runs(pod)).length;
    const room = waiting === 0 ? "" : `, ${String(waiting)} that keep room free wait`;
    return `${String(there.length)} pods on ${String(nodes.length)} nodes (${groups.join(", ")})${room}`;
}

/** Nodes beyond what the plan says that the floor needs, and for which pod each came. */
export function addedBy({ nodes }: Pick<Sight, "nodes">): string {
    const added = nodes.flatMap((node) => {
        const addedFor = mapIn(node.metadata.annotations)[ADDED_FOR];
        return typeof addedFor === "string" ? [`${nameOf(node)} for ${addedFor}`] : [];
    });
    return added.length === 0 ? "as planned" : `more than planned: ${added.join(", ")}`;
}
