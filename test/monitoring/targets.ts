/** What the operator would make of a graph's monitors: whom Prometheus scrapes, and which labels it adds (prometheus-operator, promcfg.go). */
import type { Graph } from "../../plan/graph";
import { at, isMap, list, type Map } from "../../policy/inputs";
import { manifestsOf, maps, matches, one, type Manifest, type PodTemplate } from "../../policy/kubernetes";

export interface Target {
    /** For people: the monitor. */
    readonly monitor: string;
    readonly path: string;
    readonly honorLabels: boolean;
    /** Port of the container, by its name. */
    readonly port: string;
    readonly container: Map;
    readonly pod: PodTemplate;
    /** Beside `instance`, which is the address. */
    readonly labels: Readonly<Record<string, string>>;
}

export interface Probe {
    readonly monitor: string;
    readonly addresses: readonly string[];
    /** Beside `instance`, which is the address. */
    readonly labels: Readonly<Record<string, string>>;
    /** In the words of Prometheus' own configuration. */
    readonly relabelings: readonly object[];
}

export function targetsOf(graph: Graph): readonly Target[] {
    return [...serviceTargets(graph), ...podTargets(graph)];
}

function serviceTargets(graph: Graph): readonly Target[] {
    const manifests = manifestsOf(graph);
    return manifests.of("ServiceMonitor").flatMap((monitor) =>
        manifests
            .of("Service")
            .filter((service) => reaches(monitor, service, one(service.inputs, "metadata.labels")))
            .flatMap((service) => endpointsOf(graph, monitor, service)),
    );
}

/** What is translated; another word would be a configuration that Prometheus here does not have. */
const ENDPOINT = new Set(["port", "path", "interval", "scrapeTimeout", "honorLabels"]);

function understood(monitor: Manifest, path: string): readonly Map[] {
    const endpoints = maps(monitor.inputs, path);
    for (const key of endpoints.flatMap(Object.keys))
        if (!ENDPOINT.has(key))
            throw new Error(`${monitor.kind} ${monitor.namespace}/${monitor.name}: the tests cannot translate ${key}`);
    return endpoints;
}

function endpointsOf(graph: Graph, monitor: Manifest, service: Manifest): readonly Target[] {
    const pods = manifestsOf(graph).selected(service.namespace, one(service.inputs, "spec.selector"));
    return understood(monitor, "spec.endpoints").flatMap((endpoint) => {
        const offered = maps(service.inputs, "spec.ports").find(({ name }) => name === endpoint.port);
        const target = offered?.targetPort ?? offered?.port;
        return pods.flatMap((pod) =>
            targetIn(pod, target, monitor, endpoint, {
                ...{ job: service.name, service: service.name, endpoint: String(endpoint.port) },
            }),
        );
    });
}

function podTargets(graph: Graph): readonly Target[] {
    const manifests = manifestsOf(graph);
    return manifests.of("PodMonitor").flatMap((monitor) =>
        manifests.pods
            .filter((pod) => reaches(monitor, pod.owner, pod.labels))
            .flatMap((pod) =>
                understood(monitor, "spec.podMetricsEndpoints").flatMap((endpoint) =>
                    targetIn(pod, endpoint.port, monitor, endpoint, {
                        ...{ job: `${monitor.namespace}/${monitor.name}`, endpoint: String(endpoint.port) },
                    }),
                ),
            ),
    );
}

/** Empty when no container has the port: then Prometheus finds nobody either. */
function targetIn(
    pod: PodTemplate,
    port: unknown,
    monitor: Manifest,
    endpoint: Map,
    labels: Readonly<Record<string, string>>,
): readonly Target[] {
    const { owner, running } = pod;
    return running
        .filter((container) =>
            maps(container, "ports").some(({ name, containerPort }) => port === name || port === containerPort),
        )
        .map((container) => ({
            ...{ monitor: `${monitor.kind} ${monitor.namespace}/${monitor.name}`, pod, container, port: String(port) },
            path: textOr(endpoint.path, "/metrics"),
            honorLabels: endpoint.honorLabels === true,
            labels: { ...labels, namespace: owner.namespace, pod: podName(pod), container: String(container.name) },
        }));
}

export const textOr = (value: unknown, otherwise: string): string => (typeof value === "string" ? value : otherwise);

/** Of the first pod. */
export const podName = ({ owner: { name } }: PodTemplate): string => `${name}-0`;

function reaches(monitor: Manifest, { namespace }: Manifest, labels: unknown): boolean {
    const wanted = one(monitor.inputs, "spec.selector.matchLabels");
    const anywhere = at(monitor.inputs, "spec.namespaceSelector.any").includes(true);
    const names = at(monitor.inputs, "spec.namespaceSelector.matchNames").flatMap(list);
    const homes = names.length === 0 ? [monitor.namespace] : names;
    return (anywhere || homes.includes(namespace)) && isMap(wanted) && isMap(labels) && matches(labels, wanted);
}

export function probesOf(graph: Graph): readonly Probe[] {
    return manifestsOf(graph)
        .of("Probe")
        .map(({ inputs, namespace, name }) => {
            const job = textOr(one(inputs, "spec.jobName"), `probe/${namespace}/${name}`);
            const said = one(inputs, "spec.targets.staticConfig.labels");
            return {
                monitor: `Probe ${namespace}/${name}`,
                labels: { job, namespace, ...(isMap(said) && (said as Readonly<Record<string, string>>)) },
                addresses: at(inputs, "spec.targets.staticConfig.static").flatMap(list).map(String),
                relabelings: maps(inputs, "spec.targets.staticConfig.relabelingConfigs").map(inSnakeCase),
            };
        });
}

/** `targetLabel` of the operator is `target_label` of Prometheus. */
const inSnakeCase = (relabeling: Map): object =>
    Object.fromEntries(
        Object.entries(relabeling).map(([key, value]) => [
            key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
            value,
        ]),
    );
