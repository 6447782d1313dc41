/** Who is watched, and what an alert tells whom. That a monitor finds its Service: references.ts. */
import type { RecordedResource } from "../../plan/graph";
import { at, isMap, list, type Map } from "../inputs";
import { manifestsOf, maps, matches, one, type Manifest, type Manifests, type PodTemplate } from "../kubernetes";
import { ruleForKinds } from "../kubernetes-rule";
import { rule, type Complaint, type Rule } from "../rule";

/** By this name a port says that Prometheus reads it. */
const METRICS = "metrics";
const LABELS = ["severity", "system", "team"];
const ANNOTATIONS = ["summary", "description", "runbook_url", "dashboard_url"];

export const monitoringRules: readonly Rule[] = [
    rule(
        "metrics-scraped",
        "Where anything is scraped, every metrics port is",
        "Prometheus Operator, ServiceMonitor",
        (graph) => {
            const manifests = manifestsOf(graph);
            const monitors = manifests.of("ServiceMonitor", "PodMonitor");
            if (monitors.length === 0) return []; // nobody scrapes here
            const services = byNamespace(manifests.of("Service"));
            const scraped = new Set(monitors.flatMap((monitor) => portsScrapedBy(monitor, manifests, services)));
            return manifests.pods
                .filter((pod) => portsOf(pod).some(({ name }) => name === METRICS))
                .filter(({ owner }) => !scraped.has(reference(owner.resource, METRICS)))
                .map(({ owner }): Complaint => [owner.resource, "has a port metrics that no monitor scrapes"]);
        },
    ),
    ruleForKinds(
        ["PrometheusRule"],
        "alert-complete",
        "Every alert says how bad it is, whose, what is wrong, and where to look",
        "Prometheus documentation, Alerting rules (labels and annotations); docs/add-an-alert.md",
        ({ inputs }) =>
            at(inputs, "spec.groups[].rules[]")
                .filter(isMap)
                .filter(({ alert }) => alert !== undefined)
                .flatMap((alert) => {
                    const missing = [
                        ...lacking(alert, "labels", LABELS),
                        ...lacking(alert, "annotations", ANNOTATIONS),
                    ];
                    return missing.length === 0 ? [] : [`${String(alert.alert)} has no ${missing.join(", ")}`];
                }),
    ),
];

function lacking(alert: Map, where: string, wanted: readonly string[]): readonly string[] {
    const said = alert[where];
    return wanted.filter((key) => !isMap(said) || typeof said[key] !== "string" || said[key] === "");
}

const portsOf = ({ running }: PodTemplate): readonly Map[] => running.flatMap((container) => maps(container, "ports"));
const reference = ({ urn }: RecordedResource, port: unknown): string => `${urn} ${String(port)}`;

/** Ports of pods, by their names, at which a monitor ends. */
function portsScrapedBy(monitor: Manifest, manifests: Manifests, services: ByNamespace): readonly string[] {
    const chosen = selectorOf(monitor);
    if (monitor.kind === "PodMonitor") {
        const ports = at(monitor.inputs, "spec.podMetricsEndpoints[].port");
        return manifests.pods
            .filter(({ owner, labels }) => chosen.namespaces?.includes(owner.namespace) !== false && chosen.by(labels))
            .flatMap(({ owner }) => ports.map((port) => reference(owner.resource, port)));
    }
    const ends = at(monitor.inputs, "spec.endpoints[].port");
    const near = chosen.namespaces ?? [...services.keys()];
    return near
        .flatMap((namespace) => services.get(namespace) ?? [])
        .filter(({ inputs }) => chosen.by(one(inputs, "metadata.labels")))
        .flatMap(({ inputs, namespace }) => {
            const targets = maps(inputs, "spec.ports").filter(({ name }) => ends.includes(name));
            return manifests
                .selected(namespace, one(inputs, "spec.selector"))
                .flatMap((pod) => targets.map(({ port, targetPort = port }) => nameOf(pod, targetPort)));
        });
}

type ByNamespace = ReadonlyMap<string, readonly Manifest[]>;

/** A monitor looks into few namespaces, and an environment may have hundreds. */
function byNamespace(manifests: readonly Manifest[]): ByNamespace {
    const found = new Map<string, Manifest[]>();
    for (const manifest of manifests) {
        const there = found.get(manifest.namespace);
        if (there === undefined) found.set(manifest.namespace, [manifest]);
        else there.push(manifest);
    }
    return found;
}

/** A Service may say a port's number. */
function nameOf(pod: PodTemplate, target: unknown): string {
    const port = portsOf(pod).find(({ name, containerPort }) => name === target || containerPort === target);
    return reference(pod.owner.resource, port?.name ?? target);
}

interface Chosen {
    /** Undefined: in all of them. */
    readonly namespaces?: readonly string[];
    readonly by: (labels: unknown) => boolean;
}

function selectorOf({ inputs, namespace: own }: Manifest): Chosen {
    const wanted = one(inputs, "spec.selector.matchLabels");
    const named = at(inputs, "spec.namespaceSelector.matchNames").flatMap(list);
    const anywhere = at(inputs, "spec.namespaceSelector.any").includes(true);
    return {
        ...(!anywhere && { namespaces: named.length === 0 ? [own] : named.map(String) }),
        by: (labels) => isMap(wanted) && isMap(labels) && matches(labels, wanted),
    };
}
