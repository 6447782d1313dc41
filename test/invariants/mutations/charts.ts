/** What a person could do to the charts and to what runs around them. On the services of the complete environment, with one application. */
import { add, cut, edit, mutation, remove, set, type Mutation, type Which } from "../mutation";
import { completeGraph } from "../../components/cluster/fixture";

export const chartGraph = completeGraph;

const RELEASE = "kubernetes:helm.sh/v3:Release";
const KEDA: Which = [RELEASE, "services-keda"];
const KINDS: Which = [RELEASE, "services-secrets-kinds"];
const SECRETS: Which = [RELEASE, "services-secrets-release"];
const BALANCER: Which = [RELEASE, "services-load-balancer"];
const STORE: Which = "kubernetes:external-secrets.io/v1:ClusterSecretStore";
const PARAMS: Which = "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const BINDING: Which = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding";
const LAW = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy";
const INGRESS: Which = "kubernetes:networking.k8s.io/v1:Ingress";
const POD: Which = ["kubernetes:apps/v1:Deployment", "app-api"];

export const chartMutations: readonly Mutation[] = [
    mutation("ask for secrets before their kind", cut(STORE, RELEASE), "kind-before-object"),
    mutation("forget the kinds of a chart", remove(KINDS), "kind-before-object"),
    mutation(
        "scrape a chart before monitors exist",
        edit(KEDA, { dependencies: [] }),
        "kind-before-object",
        "chart-at-home",
    ),
    mutation(
        "bring an object of a kind that nobody brings",
        add(STORE, { name: "issuer", type: "kubernetes:cert-manager.io/v1:ClusterIssuer" }),
        "kind-before-object",
    ),
    mutation(
        "make a class of snapshots on a cluster without them",
        (graph) => remove(["aws:eks/addon:Addon", "snapshot-controller"])(graph),
        "kind-before-object",
    ),
    mutation(
        "describe the load balancer before its controller",
        cut(PARAMS, RELEASE),
        "kind-before-object",
        "webhook-before-object",
    ),
    mutation("start a pod before its readiness gate", cut(POD, RELEASE), "webhook-before-object"),
    mutation("send an Ingress before its controller", edit(INGRESS, { dependencies: [] }), "webhook-before-object"),
    mutation("make a namespace before the laws", cut([NAMESPACE, "app-namespace"], LAW), "laws-before-namespaces"),
    mutation(
        "let somebody make any Job",
        add("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", {
            name: "mine",
            inputs: {
                metadata: { name: "mindcloud-mine" },
                rules: [{ apiGroups: ["batch"], resources: ["jobs"], verbs: ["create"] }],
            },
        }),
        "runs-wait-for-laws",
    ),
    mutation("bind a law to a warning", set(BINDING, "spec.validationActions", ["Warn"]), "law-bound"),
    mutation("drop a binding", remove(BINDING), "law-bound"),
    mutation("release into kube-system", set(KEDA, "namespace", "kube-system"), "chart-at-home"),
    mutation(
        "start a chart before its namespace is closed",
        edit(SECRETS, ({ dependencies }, graph) => ({
            dependencies: dependencies.filter((urn) => graph.get(urn).type !== POLICY),
        })),
        "chart-at-home",
    ),
    mutation(
        "close a chart off from the Kubernetes API",
        set([POLICY, "services-keda-traffic"], "spec.egress", []),
        "chart-at-home",
    ),
    mutation(
        "hold a chart to the laws for our own pods",
        set([NAMESPACE, "services-keda"], "metadata.annotations", undefined),
        "chart-at-home",
    ),
    mutation("let a failed release lie", set(BALANCER, "atomic", false), "chart-recoverable"),
    mutation("give up before Helm does", set(BALANCER, "timeout", 1200), "chart-recoverable"),
];
