/** Rules about one manifest, or one pod template, at a time. */
import type { Graph } from "../plan/graph";
import { manifestsOf, type Manifest, type Manifests, type PodTemplate } from "./kubernetes";
import { rule, type Complaint, type PolicyContext, type Rule } from "./rule";

/** What is wrong, in words that say what to change; nothing where nothing is. */
type Wrong = readonly string[];

export function ruleForKinds(
    kinds: readonly string[],
    id: string,
    title: string,
    source: string,
    check: (manifest: Manifest, manifests: Manifests, graph: Graph, context: PolicyContext) => Wrong,
): Rule {
    return rule(id, title, source, (graph, context) => {
        const manifests = manifestsOf(graph);
        return manifests
            .of(...kinds)
            .flatMap((manifest) =>
                check(manifest, manifests, graph, context).map((message): Complaint => [manifest.resource, message]),
            );
    });
}

export function ruleForPods(
    id: string,
    title: string,
    source: string,
    check: (pod: PodTemplate, manifests: Manifests, graph: Graph, context: PolicyContext) => Wrong,
): Rule {
    return rule(id, title, source, (graph, context) => {
        const manifests = manifestsOf(graph);
        return manifests.pods.flatMap((pod) =>
            check(pod, manifests, graph, context).map((message): Complaint => [pod.owner.resource, message]),
        );
    });
}
