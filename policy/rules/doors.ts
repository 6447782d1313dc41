/** Who gets in by a name of the environment: each path says who authenticates its callers, and nobody only where a stack file says so. */
import type { Graph, RecordedResource } from "../../plan/graph";
import { at, isMap, json } from "../inputs";
import { maps, one, type Manifest } from "../kubernetes";
import { ruleForKinds } from "../kubernetes-rule";
import type { PolicyContext, Rule } from "../rule";

const ALB = "alb.ingress.kubernetes.io/";

const annotation = ({ inputs }: Manifest, key: string): unknown =>
    maps(inputs, "metadata.annotations")[0]?.[`${ALB}${key}`];

const pathsOf = ({ inputs }: Manifest): readonly string[] =>
    at(inputs, "spec.rules[].http.paths[].path").map((path) => String(path));

/** Rows of the component that made the Ingress (components/blocks/ingress). */
function rowsOf({ resource }: Manifest, graph: Graph): readonly Readonly<Record<string, unknown>>[] {
    const parent: RecordedResource | undefined = resource.parent === undefined ? undefined : graph.get(resource.parent);
    return at(parent?.inputs, "doors.published[]").filter(isMap);
}

/** The stack file's own word: `systems.akosha.endpoint.paths./mcp`. */
function isChosen(optIn: unknown, { systems }: PolicyContext): boolean {
    const [, system, path] = /^systems\.(\w+)\.endpoint\.paths\.(\/.+)$/.exec(String(optIn)) ?? [];
    if (system === undefined || path === undefined) return false;
    return at(systems, `${system}.endpoint.paths`).some((paths) => isMap(paths) && paths[path] === "nobody");
}

/** Not even the load balancer's own annotations can be half there: a request without a session must be sent to the provider, or refused. */
function loginProblems(ingress: Manifest): readonly string[] {
    const provider = json(annotation(ingress, "auth-idp-oidc"));
    const named = ["issuer", "authorizationEndpoint", "tokenEndpoint", "userInfoEndpoint", "secretName"];
    return [
        ...(annotation(ingress, "auth-type") === "oidc"
            ? []
            : ["says that the load balancer logs in, and names no login"]),
        ...(["authenticate", "deny"].includes(String(annotation(ingress, "auth-on-unauthenticated-request")))
            ? []
            : ["lets in who has not logged in"]),
        ...named
            .filter((key) => !isMap(provider) || typeof provider[key] !== "string")
            .map((key) => `does not tell the load balancer the provider's ${key}`),
    ];
}

function pathProblems(path: string, ingress: Manifest, graph: Graph, context: PolicyContext): readonly string[] {
    const row = rowsOf(ingress, graph).find((each) => each.path === path);
    if (row === undefined) return [`publishes ${path}, and nothing says who authenticates its callers`];
    if (row.by === "loadBalancer") return loginProblems(ingress);
    if (row.by === "application")
        return typeof row.how === "string" && row.how !== "" ? [] : [`does not say how ${path} is guarded`];
    return row.by === "nobody" && isChosen(row.optIn, context)
        ? []
        : [`publishes ${path} for everybody, which no key of the stack file says by name`];
}

export const doorRules: readonly Rule[] = [
    ruleForKinds(
        ["Ingress"],
        "published-authenticated",
        "Every published path says who authenticates its callers; nobody only where the stack file says so by name",
        "docs/security.md",
        (ingress, _manifests, graph, context) => [
            ...new Set(pathsOf(ingress).flatMap((path) => pathProblems(path, ingress, graph, context))),
        ],
    ),
    ruleForKinds(
        ["Ingress"],
        "published-metrics",
        "No path that Prometheus reads is published",
        "docs/security.md",
        (ingress, manifests) => {
            const services = at(ingress.inputs, "spec.rules[].http.paths[].backend.service.name");
            const read = manifests
                .of("ServiceMonitor")
                .filter(({ namespace }) => namespace === ingress.namespace)
                .filter(({ inputs }) =>
                    services.some((name) => {
                        const service = manifests.find("Service", ingress.namespace, name);
                        const wanted = maps(inputs, "spec.selector.matchLabels")[0] ?? {};
                        const labels = one(service?.inputs, "spec.selector");
                        return isMap(labels) && Object.entries(labels).every(([key, value]) => wanted[key] === value);
                    }),
                )
                .flatMap(({ inputs }) => at(inputs, "spec.endpoints[].path").map(String));
            return pathsOf(ingress)
                .filter((path) =>
                    read.some((metrics) => path === "/" || metrics === path || metrics.startsWith(`${path}/`)),
                )
                .map((path) => `publishes ${path}, and with it what Prometheus reads`);
        },
    ),
];
