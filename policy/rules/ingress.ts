/** What an Ingress can get wrong in silence: the load balancer takes it, and nobody is answered, or everybody is in plain text. */
import type { Graph } from "../../plan/graph";
import { at, json } from "../inputs";
import { maps, matches, one, type Manifest, type Manifests } from "../kubernetes";
import { ruleForKinds } from "../kubernetes-rule";
import type { PolicyContext, Rule } from "../rule";

const ALB = "alb.ingress.kubernetes.io/";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const RECORD = "aws:route53/record:Record";

const annotation = ({ inputs }: Manifest, key: string): unknown => {
    const [annotations] = maps(inputs, "metadata.annotations");
    return annotations?.[`${ALB}${key}`];
};

/** A name and its wildcard cover the name and one label below it. */
const covers = (certified: unknown, host: string): boolean =>
    certified === host || certified === `*.${host.split(".").slice(1).join(".")}`;

const hostsOf = ({ inputs }: Manifest): readonly unknown[] => maps(inputs, "spec.rules").map((each) => each.host);

function hostProblems(
    host: string,
    own: Manifest,
    manifests: Manifests,
    graph: Graph,
    { domain }: PolicyContext,
): readonly string[] {
    const certificates = graph.ofType(CERTIFICATE).map(({ inputs }) => inputs);
    const certified = certificates.flatMap((each) => [each.domainName, ...at(each, "subjectAlternativeNames[]")]);
    const elsewhere = manifests
        .of("Ingress")
        .filter((other) => other.resource.urn !== own.resource.urn && hostsOf(other).includes(host));
    return [
        // A zone of another account is its owner's to write into; the plan lists the names (plan/notes.ts).
        ...((domain !== undefined && domain.zoneId === undefined) ||
        graph.ofType(RECORD).some(({ inputs }) => inputs.name === host)
            ? []
            : [`${host} has no DNS record`]),
        ...(certified.length > 0 && !certified.some((name) => covers(name, host))
            ? [`no certificate covers ${host}`]
            : []),
        ...elsewhere.map(({ name }) => `shares ${host} with ${name}: one load balancer sends it to one of them`),
    ];
}

/** Blocks of addresses are how load balancers are admitted; pods and namespaces are admitted by labels. */
function admits(policy: Manifest, port: unknown): boolean {
    return maps(policy.inputs, "spec.ingress").some(
        (way) => at(way, "ports[].port").includes(port) && at(way, "from[].ipBlock").length > 0,
    );
}

/** Of each pod behind a backend. A Service, port or policy that does not exist is what other rules are for. */
function backendProblems(backend: unknown, { namespace }: Manifest, manifests: Manifests): readonly string[] {
    const service = manifests.find("Service", namespace, one(backend, "name"));
    const offered = maps(service?.inputs, "spec.ports").find(({ name }) => name === one(backend, "port.name"));
    if (service === undefined || offered === undefined) return [];
    return manifests.selected(namespace, one(service.inputs, "spec.selector")).flatMap(({ labels, owner, running }) => {
        const ports = running.flatMap((container) => maps(container, "ports"));
        const port = ports.find(({ name }) => name === offered.targetPort)?.containerPort;
        const policies = manifests
            .of("NetworkPolicy")
            .filter((policy) => policy.namespace === namespace)
            .filter(({ inputs }) => maps(inputs, "spec.podSelector.matchLabels").some((each) => matches(labels, each)));
        return port === undefined || policies.length === 0 || policies.some((policy) => admits(policy, port))
            ? []
            : [`sends to ${owner.name}, which does not admit the load balancer on ${String(offered.name)}`];
    });
}

export const ingressRules: readonly Rule[] = [
    ruleForKinds(
        ["Ingress"],
        "ingress-tls",
        "Every Ingress listens with a certificate, and sends plain HTTP there",
        "ELB.1, ELB.8, CKV_AWS_2, CKV_AWS_103",
        (ingress) => {
            const ports = json(annotation(ingress, "listen-ports"));
            return [
                ...(at({ ports }, "ports[].HTTPS").includes(443) ? [] : ["does not listen on HTTPS 443"]),
                ...(annotation(ingress, "ssl-redirect") === "443" ? [] : ["does not redirect HTTP to 443"]),
                ...(annotation(ingress, "certificate-arn") === undefined ? ["names no certificate"] : []),
            ];
        },
    ),
    ruleForKinds(
        ["Ingress"],
        "ingress-host",
        "Every Ingress is for hosts that are its own, have a DNS record where the zone is here, and are covered by the certificate",
        "docs/decisions/0008-documents.md, Ingress",
        (ingress, manifests, graph, context) =>
            hostsOf(ingress).flatMap((host) =>
                typeof host === "string"
                    ? hostProblems(host, ingress, manifests, graph, context)
                    : ["has a rule without a host, which takes the requests of every system"],
            ),
    ),
    ruleForKinds(
        ["Ingress"],
        "ingress-admitted",
        "The pods behind every Ingress admit the load balancer",
        "docs/design.md, rule 9",
        (ingress, manifests) =>
            at(ingress.inputs, "spec.rules[].http.paths[].backend.service").flatMap((backend) =>
                backendProblems(backend, ingress, manifests),
            ),
    ),
];
