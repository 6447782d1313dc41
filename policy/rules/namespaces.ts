/** Namespaces: closed, restricted and limited before a pod is in them (docs/design.md, rule 9). */
import type { Graph } from "../../plan/graph";
import { at, isMap, type Map } from "../inputs";
import { manifestsOf, matches, one, type Manifest } from "../kubernetes";
import { rule, type Complaint, type Rule } from "../rule";

function ruleForNamespaces(
    id: string,
    title: string,
    source: string,
    check: (home: Manifest, graph: Graph) => readonly string[],
): Rule {
    return rule(id, title, source, (graph) =>
        manifestsOf(graph)
            .of("Namespace")
            .flatMap((home) => check(home, graph).map((message): Complaint => [home.resource, message])),
    );
}

const inNamespace = (graph: Graph, kind: string, namespace: string): readonly Manifest[] =>
    manifestsOf(graph)
        .of(kind)
        .filter((manifest) => manifest.namespace === namespace);

/** It selects every pod, names both directions and opens nothing. */
const deniesEverything = ({ inputs }: Manifest): boolean => {
    const selector = one(inputs, "spec.podSelector");
    const types = at(inputs, "spec.policyTypes[]");
    return (
        isMap(selector) &&
        Object.keys(selector).length === 0 &&
        types.includes("Ingress") &&
        types.includes("Egress") &&
        at(inputs, "spec.ingress[]").length === 0 &&
        at(inputs, "spec.egress[]").length === 0
    );
};

export const namespaceRules: readonly Rule[] = [
    ruleForNamespaces(
        "namespace-closed",
        "Every namespace begins with default-deny",
        "docs/design.md, rule 9; CIS EKS 4.3.2",
        (home, graph) =>
            inNamespace(graph, "NetworkPolicy", home.name).some(deniesEverything) ? [] : ["has no default-deny policy"],
    ),
    ruleForNamespaces(
        "namespace-restricted",
        "Every namespace enforces restricted Pod Security, or says why not",
        "docs/design.md, rule 9; CIS EKS 4.2",
        ({ inputs }) => {
            const labels = one(inputs, "metadata.labels") as Map | undefined;
            const level = labels?.["pod-security.kubernetes.io/enforce"];
            if (level === "restricted") return [];
            const reason = one(inputs, "metadata.annotations") as Map | undefined;
            return reason?.["mindcloud.dev/pod-security-exception"] === undefined
                ? [`enforces ${typeof level === "string" ? level : "nothing"} without a reason`]
                : [];
        },
    ),
    ruleForNamespaces(
        "namespace-limited",
        "Every namespace that runs pods of ours has a quota and a limit range",
        "Kubernetes documentation, Resource Quotas and Limit Ranges",
        (home, graph) => {
            if (!manifestsOf(graph).pods.some(({ owner }) => owner.namespace === home.name)) return [];
            return ["ResourceQuota", "LimitRange"]
                .filter((kind) => inNamespace(graph, kind, home.name).length === 0)
                .map((kind) => `has no ${kind}`);
        },
    ),
    rule("pod-policy", "Every pod has a policy of its own, for both directions", "docs/design.md, rule 9", (graph) => {
        const manifests = manifestsOf(graph);
        return manifests.pods.flatMap((pod): Complaint[] => {
            const own = inNamespace(graph, "NetworkPolicy", pod.owner.namespace).some(({ inputs }) => {
                const labels = one(inputs, "spec.podSelector.matchLabels");
                const types = at(inputs, "spec.policyTypes[]");
                return (
                    isMap(labels) &&
                    matches(pod.labels, labels) &&
                    types.includes("Ingress") &&
                    types.includes("Egress")
                );
            });
            return own ? [] : [[pod.owner.resource, "has no NetworkPolicy of its own"]];
        });
    }),
];
