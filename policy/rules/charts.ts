/**
 * Order inside the cluster (docs/design.md, rule 6): kinds before objects of them, webhooks before what they intercept,
 * closed namespaces before charts.
 */
import type { Environment } from "../../config/environment";
import type { Graph, RecordedResource } from "../../plan/graph";
import { at, isMap, list, type Map } from "../inputs";
import { manifestsOf, maps, one, type Manifest } from "../kubernetes";
import { rule, ruleFor, type Complaint, type PolicyContext, type Rule } from "../rule";
import { TYPE } from "../types";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const LAWS = [
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
] as const;

interface Bringer {
    /** Of the release, or of the add-on. */
    readonly name: string;
    readonly addon?: true;
    /** Key of `clusterServices`: where it says `present`, the kinds are there before this program. */
    readonly service: keyof Environment["clusterServices"];
}

/** Who brings the kinds of an API group. */
const KINDS: Readonly<Record<string, Bringer>> = {
    "external-secrets.io": { name: "external-secrets-kinds", service: "externalSecrets" },
    "keda.sh": { name: "keda", service: "keda" },
    "elbv2.k8s.aws": { name: "aws-load-balancer-controller", service: "loadBalancerController" },
    "monitoring.coreos.com": { name: "prometheus-operator-crds", service: "monitoring" },
    "snapshot.storage.k8s.io": { name: "snapshot-controller", addon: true, service: "storageClasses" },
};

/** Groups that every API server knows. */
const BUILT_IN =
    /^(core|apps|batch|autoscaling|policy|helm\.sh|(networking|rbac\.authorization|scheduling|storage|admissionregistration|apiextensions|apiregistration|discovery|coordination)\.k8s\.io)$/;

/** Releases whose chart has kinds and nothing else: no pods, so no namespace of their own. */
const KINDS_ONLY = new Set(["external-secrets-kinds", "prometheus-operator-crds"]);

const releaseOf = (graph: Graph, name: string): RecordedResource | undefined =>
    graph.ofType(RELEASE).find(({ inputs }) => inputs.name === name);

const bringerIn = (graph: Graph, { name, addon }: Bringer): RecordedResource | undefined =>
    addon === true ? graph.ofType(TYPE.addon).find(({ inputs }) => inputs.addonName === name) : releaseOf(graph, name);

const isPresent = ({ clusterServices }: PolicyContext, service: Bringer["service"]): boolean =>
    clusterServices?.[service] === "present";

function kindProblem(
    graph: Graph,
    context: PolicyContext,
    resource: RecordedResource,
    group: string,
): string | undefined {
    const bringer = KINDS[group];
    if (bringer === undefined) return `is of the group ${group}, whose kinds nothing here brings`;
    const there = bringerIn(graph, bringer);
    if (there === undefined)
        return isPresent(context, bringer.service)
            ? undefined
            : `is of the group ${group}, and ${bringer.name} is missing`;
    return graph.dependsOn(resource, there) ? undefined : `does not wait for ${there.name}, which brings ${group}`;
}

/** Whether values turn on monitors anywhere: charts then make custom resources themselves. */
function makesMonitors(values: unknown): boolean {
    if (!isMap(values)) return false;
    return Object.entries(values).some(
        ([key, value]) =>
            (/^(serviceMonitor|podMonitor|prometheusRules?)$/.test(key) && isMap(value) && value.enabled === true) ||
            makesMonitors(value),
    );
}

/** What the load balancer controller's webhooks are asked about (helm/aws-load-balancer-controller/templates/webhook.yaml). */
function interceptedBy(graph: Graph): readonly Manifest[] {
    const manifests = manifestsOf(graph);
    const gated = new Set(
        manifests
            .of("Namespace")
            .filter(({ inputs }) => {
                const labels = one(inputs, "metadata.labels") as Map | undefined;
                return labels?.["elbv2.k8s.aws/pod-readiness-gate-inject"] === "enabled";
            })
            .map(({ name }) => name),
    );
    return [
        ...manifests.of("Ingress", "IngressClassParams", "TargetGroupBinding"),
        ...manifests.pods.map(({ owner }) => owner).filter(({ namespace }) => gated.has(namespace)),
    ];
}

const minutesOf = (timeout: string | undefined): number => Number(/^(\d+)m$/.exec(timeout ?? "")?.[1] ?? 0);

/** Selects every pod of its namespace and says both directions, of which it opens at least one way out. */
const opensForAll = ({ inputs }: Manifest): boolean => {
    const selector = one(inputs, "spec.podSelector");
    return isMap(selector) && Object.keys(selector).length === 0 && at(inputs, "spec.egress[].to").length > 0;
};

const REACHES_API = (policies: readonly Manifest[]): boolean =>
    policies.some(
        (policy) =>
            opensForAll(policy) && maps(policy.inputs, "spec.egress[].ports[]").some(({ port }) => port === 443),
    );

export const chartRules: readonly Rule[] = [
    rule(
        "kind-before-object",
        "No custom resource without what brings its kind, in its dependencies",
        "docs/design.md, rule 6; Kubernetes documentation, Custom resources",
        function* (graph, context) {
            for (const resource of graph.resources) {
                const [, group] = /^kubernetes:([^/]+)\//.exec(resource.type) ?? [];
                if (group === undefined || BUILT_IN.test(group)) continue;
                const problem = kindProblem(graph, context, resource, group);
                if (problem !== undefined) yield [resource, problem];
            }
            for (const release of graph.ofType(RELEASE)) {
                if (!makesMonitors(release.inputs.values)) continue;
                const problem = kindProblem(graph, context, release, "monitoring.coreos.com");
                if (problem !== undefined) yield [release, problem];
            }
        },
    ),
    rule(
        "webhook-before-object",
        "What a webhook is asked about waits for who answers",
        "docs/design.md, rule 6; AWS Load Balancer Controller, Pod readiness gate (given at creation, or never)",
        (graph) => {
            const controller = releaseOf(graph, "aws-load-balancer-controller");
            if (controller === undefined) return [];
            return interceptedBy(graph)
                .filter(({ resource }) => !graph.dependsOn(resource, controller))
                .map(({ resource }): Complaint => [resource, `does not wait for ${controller.name}`]);
        },
    ),
    rule(
        "laws-before-namespaces",
        "The laws are there before the first namespace that they judge",
        "Kubernetes documentation, Admission control (what was there earlier is never judged)",
        (graph) => {
            // Those of runs by hand know the CronJobs by name; nobody may run one before them (runs-wait-for-laws).
            const laws = graph.ofType(...LAWS).filter((law) => !isOfRuns(law));
            return manifestsOf(graph)
                .of("Namespace")
                .flatMap(({ resource }) =>
                    laws
                        .filter((law) => !graph.dependsOn(resource, law))
                        .map((law): Complaint => [resource, `does not wait for ${law.name}`]),
                );
        },
    ),
    rule(
        "runs-wait-for-laws",
        "Who may create a Job may do so only after the laws that compare it with its CronJob",
        "a Job of one's own reads every Secret of its namespace",
        (graph) => {
            const laws = graph.ofType(...LAWS).filter(isOfRuns);
            return manifestsOf(graph)
                .of("ClusterRole")
                .filter(({ name, inputs }) => name.startsWith("mindcloud-") && createsJobs(inputs))
                .flatMap(({ resource }): Complaint[] =>
                    laws.length === 0
                        ? [[resource, "creates Jobs, and no law compares them"]]
                        : laws
                              .filter((law) => !graph.dependsOn(resource, law))
                              .map((law) => [resource, `does not wait for ${law.name}`]),
                );
        },
    ),
    rule(
        "law-bound",
        "Every law is bound, and denies",
        "Kubernetes documentation, Validating Admission Policy (a policy without a binding judges nobody)",
        (graph) => {
            const bindings = manifestsOf(graph).of("ValidatingAdmissionPolicyBinding");
            return manifestsOf(graph)
                .of("ValidatingAdmissionPolicy")
                .filter(
                    ({ name }) =>
                        !bindings.some(
                            ({ inputs }) =>
                                one(inputs, "spec.policyName") === name &&
                                at(inputs, "spec.validationActions[]").includes("Deny"),
                        ),
                )
                .map(({ resource }): Complaint => [resource, "denies nothing: no binding"]);
        },
    ),
    ruleFor(
        [RELEASE],
        "chart-at-home",
        "A chart's namespace is its own, closed before its pods come, and open for what they need",
        "docs/design.md, rule 9",
        (release, _context, graph) => {
            if (KINDS_ONLY.has(String(release.inputs.name))) return [];
            const manifests = manifestsOf(graph);
            const namespace = String(release.inputs.namespace);
            const home = manifests.find("Namespace", "", namespace);
            if (home === undefined) return [`lies in the namespace ${namespace}, which is not its own`];
            const policies = manifests.of("NetworkPolicy").filter((policy) => policy.namespace === namespace);
            const excused = one(home.inputs, "metadata.annotations") as Map | undefined;
            return [
                ...[home, ...policies]
                    .filter(({ resource }) => !graph.dependsOn(release, resource))
                    .map(({ resource }) => `does not wait for ${resource.name}`),
                ...(REACHES_API(policies) ? [] : ["cannot reach the Kubernetes API: no policy lets its pods"]),
                ...(excused?.["mindcloud.dev/chart-exception"] === undefined
                    ? [`lies in ${namespace}, where the laws for pods of our own hold: use chartHome`]
                    : []),
            ];
        },
    ),
    ruleFor(
        [RELEASE],
        "chart-recoverable",
        "A release that fails leaves nothing, so that it can be repeated",
        "Helm documentation, helm upgrade --atomic (Helm refuses while another operation is in progress)",
        ({ inputs, customTimeouts }) => [
            ...(inputs.atomic === true && inputs.cleanupOnFail === true ? [] : ["stays where it failed: say atomic"]),
            ...(["create", "update"] as const)
                .filter((operation) => minutesOf(customTimeouts?.[operation]) * 60 <= Number(inputs.timeout))
                .map((operation) => `is given up by Pulumi before Helm can go back, in ${operation}`),
        ],
    ),
];

const isOfRuns = (law: RecordedResource): boolean =>
    String(one(law.inputs, "metadata.name")).startsWith("mindcloud-operators-runs");

const createsJobs = (inputs: Map): boolean =>
    at(inputs, "rules[]").some(
        (each) => isMap(each) && list(each.resources).includes("jobs") && list(each.verbs).includes("create"),
    );
