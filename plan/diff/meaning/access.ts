/** Who may do what, as a set of lines; the difference of two sets is who gains and who loses. */
import { statements, type PolicyStatement } from "../../../policy/iam";
import { accessOf } from "../../access";
import type { Graph, RecordedResource } from "../../graph";
import { metadataOf } from "../../owners";
import { isMap } from "../../values";
import { said } from "../said";
import type { Pairs } from "../graph/match";

export interface Grant {
    /** `IAM`, `network`, `Kubernetes`, `published`, `API`. */
    readonly kind: string;
    readonly who: string;
    readonly may: string;
}

export interface AccessChange {
    readonly gained: readonly Grant[];
    readonly lost: readonly Grant[];
}

export function accessChange(olds: Graph, news: Graph, { before }: Pairs): AccessChange {
    const renamed = new Map(
        [...before].flatMap(([urn, old]) => (old.urn === urn ? [] : [[old.urn, news.get(urn).name] as const])),
    );
    const [then, now] = [
        grantsOf(olds, ({ urn, name }) => renamed.get(urn) ?? name),
        grantsOf(news, ({ name }) => name),
    ];
    return { gained: without(now, then), lost: without(then, now) };
}

type NameOf = (resource: RecordedResource) => string;

function without(all: ReadonlyMap<string, Grant>, others: ReadonlyMap<string, Grant>): readonly Grant[] {
    return [...all]
        .filter(([key]) => !others.has(key))
        .map(([, grant]) => grant)
        .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

export function grantsOf(graph: Graph, nameOf: NameOf): ReadonlyMap<string, Grant> {
    const grants = [
        ...statements(graph, "identity", "trust", "resource").flatMap((statement) =>
            ofStatement(statement, graph, nameOf),
        ),
        ...attachments(graph, nameOf),
        ...securityGroupRules(graph, nameOf),
        ...networkPolicies(graph),
        ...published(graph),
        ...roles(graph),
        ...clusterApi(graph),
    ];
    return new Map(grants.map((grant) => [JSON.stringify(grant), grant]));
}

/** One line for each action on each resource: a longer list of either is a few lines more. */
function ofStatement(statement: PolicyStatement, graph: Graph, nameOf: NameOf): readonly Grant[] {
    const { resource, kind, allows, actions, resources, principals, conditions } = statement;
    const where = Object.entries(conditions).map(([key, values]) => `${key} ${values.join(" or ")}`);
    const only = where.length === 0 ? "" : `, if ${where.sort().join(" and ")}`;
    const verb = allows ? "" : "not ";
    const on = kind === "identity" ? resources : [""];
    const whose = nameOf(resource);
    const who =
        kind === "identity"
            ? [roleOf(resource, graph, nameOf)]
            : Object.entries(principals).flatMap(([type, each]) =>
                  each.map((principal) => `${type === "AWS" ? "" : `${type} `}${principal}`),
              );
    return who.flatMap((principal) =>
        actions.flatMap((action) =>
            on.map((target) => ({
                kind: "IAM",
                who: principal,
                may:
                    kind === "trust"
                        ? `${verb}become ${whose}${only}`
                        : `${verb}${action} on ${target === "" ? whose : target}${only}`,
            })),
        ),
    );
}

function roleOf(policy: RecordedResource, graph: Graph, nameOf: NameOf): string {
    const { role } = policy.inputs;
    const owner = (policy.propertyDependencies.role ?? [])
        .map((urn) => graph.find(urn))
        .find((each) => each !== undefined);
    if (owner !== undefined) return nameOf(owner);
    return typeof role === "string" ? role : nameOf(policy);
}

function attachments(graph: Graph, nameOf: NameOf): readonly Grant[] {
    return graph.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment").map((resource) => ({
        kind: "IAM",
        who: roleOf(resource, graph, nameOf),
        may: `what ${String(resource.inputs.policyArn)} allows`,
    }));
}

/** Groups by what the program calls them; their ids are nobody's business. */
function securityGroupRules(graph: Graph, nameOf: NameOf): readonly Grant[] {
    const named = (resource: RecordedResource, property: string): string | undefined =>
        (resource.propertyDependencies[property] ?? [])
            .map((urn) => graph.find(urn))
            .filter((each) => each !== undefined)
            .map(nameOf)[0];
    return ["Ingress", "Egress"].flatMap((direction) =>
        graph.ofType(`aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`).map((rule): Grant => {
            const {
                cidrIpv4,
                cidrIpv6,
                prefixListId,
                referencedSecurityGroupId,
                ipProtocol,
                fromPort,
                toPort,
                securityGroupId,
            } = rule.inputs;
            const peer =
                [cidrIpv4, cidrIpv6, prefixListId].find((each) => typeof each === "string") ??
                named(rule, "referencedSecurityGroupId") ??
                referencedSecurityGroupId;
            const group = named(rule, "securityGroupId") ?? securityGroupId;
            const [from, to] = direction === "Ingress" ? [peer, group] : [group, peer];
            return {
                kind: "network",
                who: String(from),
                may: `reach ${String(to)} on ${portsOf(ipProtocol, fromPort, toPort)}`,
            };
        }),
    );
}

function portsOf(protocol: unknown, from: unknown, to: unknown): string {
    if (protocol === "-1") return "every port";
    return `${String(protocol)} ${from === to || to === undefined ? String(from) : `${said(from)}-${said(to)}`}`;
}

function networkPolicies(graph: Graph): readonly Grant[] {
    return graph.ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy").flatMap((policy) => {
        const spec = isMap(policy.inputs.spec) ? policy.inputs.spec : {};
        const { namespace = "" } = metadataOf(policy);
        const pods = labelsOf(spec.podSelector);
        const self = `${namespace}/${pods === "" ? "every pod" : pods}`;
        return [
            ...rulesOf(spec.ingress, "from", namespace).map(({ peer, port }) => ({
                kind: "network",
                who: peer,
                may: `reach ${self} on ${port}`,
            })),
            ...rulesOf(spec.egress, "to", namespace).map(({ peer, port }) => ({
                kind: "network",
                who: self,
                may: `reach ${peer} on ${port}`,
            })),
        ];
    });
}

function rulesOf(rules: unknown, end: "from" | "to", namespace: string): readonly { peer: string; port: string }[] {
    if (!Array.isArray(rules)) return [];
    return rules.filter(isMap).flatMap((rule) => {
        const peers = Array.isArray(rule[end])
            ? rule[end].map((peer: unknown) => peerOf(peer, namespace))
            : ["everybody"];
        const ports = Array.isArray(rule.ports)
            ? rule.ports
                  .filter(isMap)
                  .map(({ port, endPort, protocol }) =>
                      portsOf(said(protocol, "TCP").toLowerCase(), port ?? "every", endPort ?? port),
                  )
            : ["every port"];
        return peers.flatMap((peer: string) => ports.map((port) => ({ peer, port })));
    });
}

function peerOf(peer: unknown, namespace: string): string {
    if (!isMap(peer)) return "everybody";
    if (isMap(peer.ipBlock)) {
        const except = Array.isArray(peer.ipBlock.except) ? peer.ipBlock.except.length : 0;
        return `${String(peer.ipBlock.cidr)}${except > 0 ? ` (but ${String(except)} blocks)` : ""}`;
    }
    const where =
        peer.namespaceSelector === undefined ? namespace : labelsOf(peer.namespaceSelector) || "every namespace";
    return `${where}/${labelsOf(peer.podSelector) || "every pod"}`;
}

function labelsOf(selector: unknown): string {
    if (!isMap(selector)) return "";
    const labels = isMap(selector.matchLabels) ? Object.entries(selector.matchLabels) : [];
    const expressions = Array.isArray(selector.matchExpressions) ? selector.matchExpressions.filter(isMap) : [];
    const named = labels.map(([key, value]) =>
        /\/(name|metadata\.name)$/.test(key) ? String(value) : `${key.split("/").at(-1) ?? key}=${String(value)}`,
    );
    return [
        ...named,
        ...expressions.map(({ key, operator, values }) =>
            `${String(key)} ${String(operator)} ${Array.isArray(values) ? values.join(",") : ""}`.trim(),
        ),
    ].join(" ");
}

function published(graph: Graph): readonly Grant[] {
    return graph.ofType("kubernetes:networking.k8s.io/v1:Ingress").flatMap((ingress) => {
        const spec = isMap(ingress.inputs.spec) ? ingress.inputs.spec : {};
        const metadata =
            isMap(ingress.inputs.metadata) && isMap(ingress.inputs.metadata.annotations)
                ? ingress.inputs.metadata.annotations
                : {};
        const from = said(
            metadata["alb.ingress.kubernetes.io/inbound-cidrs"],
            metadata["alb.ingress.kubernetes.io/scheme"] === "internal" ? "the VPC" : "the internet",
        );
        return (Array.isArray(spec.rules) ? spec.rules : []).filter(isMap).flatMap((rule) => {
            const paths = isMap(rule.http) && Array.isArray(rule.http.paths) ? rule.http.paths.filter(isMap) : [];
            return paths.map(({ path }) => ({
                kind: "published",
                who: from,
                may: `call ${said(rule.host, "*")}${said(path, "/")}`,
            }));
        });
    });
}

function roles(graph: Graph): readonly Grant[] {
    const group = "kubernetes:rbac.authorization.k8s.io/v1:";
    const rules = graph.ofType(`${group}ClusterRole`, `${group}Role`).flatMap((role) =>
        (Array.isArray(role.inputs.rules) ? role.inputs.rules : []).filter(isMap).flatMap((rule) =>
            list(rule.verbs).flatMap((verb) =>
                list(rule.resources ?? rule.nonResourceURLs).map((what) => ({
                    kind: "Kubernetes",
                    who: `role ${metadataOf(role).name}`,
                    may: `${verb} ${what}`,
                })),
            ),
        ),
    );
    const bindings = graph.ofType(`${group}ClusterRoleBinding`, `${group}RoleBinding`).flatMap(({ inputs }) =>
        (Array.isArray(inputs.subjects) ? inputs.subjects : []).filter(isMap).map((subject) => ({
            kind: "Kubernetes",
            who: `${String(subject.kind)} ${subject.namespace === undefined ? "" : `${said(subject.namespace)}/`}${String(subject.name)}`,
            may: `what role ${isMap(inputs.roleRef) ? String(inputs.roleRef.name) : ""} may`,
        })),
    );
    return [...rules, ...bindings];
}

function clusterApi(graph: Graph): readonly Grant[] {
    const access = accessOf(graph);
    if (access === undefined) return [];
    return [
        ...access.publicCidrs.map((cidr) => ({ kind: "API", who: cidr, may: "reach the Kubernetes API" })),
        ...access.principals.flatMap(({ arn, rights }) =>
            rights.map((right) => ({ kind: "API", who: arn, may: right })),
        ),
    ];
}

const list = (value: unknown): readonly string[] =>
    Array.isArray(value) ? value.map(String) : value === undefined ? [] : [said(value)];
