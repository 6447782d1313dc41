/** What the plan says that there should be. */
import type { Graph, RecordedResource } from "../../plan/graph";
import { isMap } from "../../plan/values";
import { manifestsOf } from "../../policy/kubernetes";
import type { Endpoint, Expected, Json, Named } from "./facts";

/** A CronJob that copies data away says so by its name (docs/decisions/0006-neo4j-backups.md). */
const BACKUP = "backup";
const CERTIFICATE = "alb.ingress.kubernetes.io/certificate-arn";
const POOL: Readonly<Record<string, string>> = {
    ServiceMonitor: "serviceMonitor",
    PodMonitor: "podMonitor",
    Probe: "probe",
};

export function expectedOf(graph: Graph): Expected {
    const manifests = manifestsOf(graph);
    const named = (...kinds: readonly string[]): readonly (Named & { readonly kind: string })[] =>
        manifests.of(...kinds).map(({ namespace, name, kind }) => ({ namespace, name, kind }));
    return {
        workloads: named("Deployment", "StatefulSet", "DaemonSet"),
        autoscalers: [
            ...named("HorizontalPodAutoscaler"),
            ...manifests.of("ScaledObject").map(({ namespace, name, inputs }) => ({
                namespace,
                name:
                    text(at(inputs, "spec", "advanced", "horizontalPodAutoscalerConfig", "name")) ?? `keda-hpa-${name}`,
            })),
        ],
        claims: named("PersistentVolumeClaim"),
        dashboards: manifests
            .of("ConfigMap")
            .filter(({ inputs }) => at(inputs, "metadata", "labels", "grafana_dashboard") !== undefined)
            .map(({ namespace, name }) => ({ namespace, name })),
        rules: manifests.of("PrometheusRule").map(({ namespace, name, inputs }) => ({
            ...{ namespace, name },
            groups: listOf(at(inputs, "spec", "groups")).flatMap((group) => text(at(group, "name")) ?? []),
        })),
        monitors: manifests
            .of(...Object.keys(POOL))
            .map(({ kind, namespace, name }) => `${POOL[kind] ?? kind}/${namespace}/${name}`),
        backups: named("CronJob").filter(({ name }) => name.includes(BACKUP)),
        ...broughtIn(graph),
        certificates: graph
            .ofType("aws:acm/certificate:Certificate")
            .flatMap(({ inputs }) => text(inputs.domainName) ?? []),
        endpoints: graph.resources.flatMap(endpointsOf),
        hosts: graph
            .ofType("aws:route53/record:Record")
            .filter(({ inputs }) => inputs.aliases !== undefined)
            .flatMap(({ inputs }) => text(inputs.name) ?? []),
        alarms: graph.ofType("aws:cloudwatch/metricAlarm:MetricAlarm").flatMap(({ inputs }) => text(inputs.name) ?? []),
    };
}

/** As a PublicEndpoint says (plan/doors): inside only is not asked from outside. */
function endpointsOf({ custom, inputs }: RecordedResource): readonly Endpoint[] {
    const url = text(at(inputs, "reach", "url"));
    if (custom || url === undefined || at(inputs, "doors", "scheme") !== "internet-facing") return [];
    return listOf(at(inputs, "doors", "published")).map((door) => ({
        url: `${url}${text(at(door, "path")) ?? ""}`,
        by: (text(at(door, "by")) ?? "nobody") as Endpoint["by"],
    }));
}

export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const at = (value: unknown, ...keys: readonly string[]): unknown =>
    keys.reduce<unknown>((inner, key) => (isMap(inner) ? inner[key] : undefined), value);

/** ARNs of certificates, and names whose records somebody makes by hand. */
function broughtIn(graph: Graph): Pick<Expected, "broughtCertificates" | "handHosts"> {
    const ingresses = manifestsOf(graph)
        .of("Ingress")
        .map(({ inputs }) => inputs);
    const recorded = graph.ofType("aws:route53/record:Record").some(({ inputs }) => inputs.aliases !== undefined);
    const made = graph.ofType("aws:acm/certificate:Certificate").length > 0;
    return {
        broughtCertificates: made ? [] : unique(ingresses.flatMap(certificatesOf)),
        handHosts: recorded ? [] : unique(ingresses.flatMap(hostsOf)),
    };
}

export const certificatesOf = (ingress: Json): readonly string[] =>
    (text(at(ingress, "metadata", "annotations", CERTIFICATE)) ?? "").split(",").filter((arn) => arn !== "");

export const hostsOf = (ingress: Json): readonly string[] =>
    listOf(at(ingress, "spec", "rules")).flatMap((rule) => text(at(rule, "host")) ?? []);

export const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
