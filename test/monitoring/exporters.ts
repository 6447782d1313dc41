/** Exporters that are not ours: which chart or image brings each, and so whether an environment has it. */
import { parse } from "yaml";
import { PLATFORM } from "../../components/monitoring/catalogues";
import { exportedBy, type Metric } from "../../components/monitoring/catalogue";
import type { Graph } from "../../plan/graph";
import { isMap, list, type Map } from "../../policy/inputs";
import { maps, one } from "../../policy/kubernetes";
import type { Labels } from "./world-source";

/** A chart's own monitor: what it is called for Prometheus, and the value without which it is not there. */
export interface ChartExporter {
    readonly exporter: string;
    readonly chart: string;
    /** Paths in the chart's values. */
    readonly monitor: { readonly defaultsTo: boolean; readonly path: string };
    readonly job: string;
    readonly honorLabels: boolean;
    readonly labels?: Labels;
    /** Metrics like these come only where the values say so: names of those that do. */
    readonly only?: { readonly metrics: RegExp; readonly in: (values: Map) => readonly string[] | "all" };
}

const STACK = "kube-prometheus-stack";
const NODE: Labels = { node: "ip-10-0-0-1.ec2.internal" };

/** Jobs and honorLabels as the charts at our versions have them (config/versions.ts names where they are read). */
export const CHART_EXPORTERS: readonly ChartExporter[] = [
    {
        ...{ exporter: "kube-state-metrics", chart: STACK, job: "kube-state-metrics", honorLabels: true },
        monitor: { path: "kubeStateMetrics.enabled", defaultsTo: true },
    },
    {
        ...{ exporter: "kubelet", chart: STACK, job: "kubelet", honorLabels: true },
        labels: { ...NODE, metrics_path: "/metrics/cadvisor" },
        monitor: { path: "kubelet.enabled", defaultsTo: true },
    },
    {
        ...{ exporter: "node-exporter", chart: STACK, job: "node-exporter", honorLabels: false },
        labels: { instance: "10.0.0.1:9100" },
        monitor: { path: "nodeExporter.enabled", defaultsTo: true },
    },
    {
        ...{ exporter: "prometheus", chart: STACK, job: `${STACK}-prometheus`, honorLabels: false },
        monitor: { path: "prometheus.serviceMonitor.selfMonitor", defaultsTo: true },
    },
    {
        ...{ exporter: "prometheus-operator", chart: STACK, job: `${STACK}-operator`, honorLabels: true },
        monitor: { path: "prometheusOperator.enabled", defaultsTo: true },
    },
    {
        ...{ exporter: "alertmanager", chart: STACK, job: `${STACK}-alertmanager`, honorLabels: false },
        monitor: { path: "alertmanager.enabled", defaultsTo: true },
    },
    {
        ...{ exporter: "keda-operator", chart: "keda", job: "keda-operator", honorLabels: false },
        monitor: { path: "prometheus.operator.serviceMonitor.enabled", defaultsTo: false },
    },
    {
        ...{
            exporter: "cluster-autoscaler",
            chart: "cluster-autoscaler",
            job: "cluster-autoscaler",
            honorLabels: false,
        },
        monitor: { path: "serviceMonitor.enabled", defaultsTo: false },
        only: {
            metrics: /_node_group_/,
            in: (values) => (one(values, "extraArgs.emit-per-nodegroup-metrics") === true ? "all" : []),
        },
    },
    {
        ...{
            exporter: "external-secrets",
            chart: "external-secrets",
            job: "external-secrets-metrics",
            honorLabels: false,
        },
        monitor: { path: "serviceMonitor.enabled", defaultsTo: false },
    },
    {
        ...{ exporter: "cloudwatch-exporter", chart: "prometheus-yet-another-cloudwatch-exporter", honorLabels: false },
        job: "prometheus-yet-another-cloudwatch-exporter",
        monitor: { path: "serviceMonitor.enabled", defaultsTo: false },
        only: { metrics: /^aws_/, in: (values) => cloudWatchNames(one(values, "config")) },
    },
    {
        // It puts the namespace before its job.
        ...{ exporter: "loki", chart: "loki", job: "monitoring/loki", honorLabels: false },
        monitor: { path: "monitoring.serviceMonitor.enabled", defaultsTo: false },
    },
    {
        ...{ exporter: "alloy", chart: "alloy", job: "alloy", honorLabels: true },
        monitor: { path: "serviceMonitor.enabled", defaultsTo: false },
    },
];

/** Images of exporters that run as workloads of ours, and who they are in the catalogues. */
const IMAGES: readonly (readonly [RegExp, string])[] = [
    [/redis_exporter/, "redis-exporter"],
    [/postgres[-_]exporter/, "postgres-exporter"],
    [/yet-another-cloudwatch-exporter|cloudwatch[-_]exporter/, "cloudwatch-exporter"],
    [/blackbox[-_]exporter/, "blackbox-exporter"],
    [/loki/, "loki"],
    [/alloy/, "alloy"],
];

/** Who an image is, when it is an exporter whose metrics are catalogued. */
export const exporterOf = (image: string): string | undefined => IMAGES.find(([pattern]) => pattern.test(image))?.[1];

export const metricsOf = (exporter: string): readonly Metric[] =>
    Object.values(PLATFORM).flatMap((catalogue) => exportedBy(catalogue, exporter));

export interface Scraped extends ChartExporter {
    readonly metrics: readonly Metric[];
    readonly namespace: string;
}

/** Those that an environment's charts bring and tell Prometheus about. */
export function chartExportersIn(graph: Graph): readonly Scraped[] {
    return graph.ofType("kubernetes:helm.sh/v3:Release").flatMap(({ inputs }) => {
        const values: Map = isMap(inputs.values) ? inputs.values : {};
        return CHART_EXPORTERS.filter(
            ({ chart, monitor }) =>
                chart === inputs.chart && (one(values, monitor.path) ?? monitor.defaultsTo) === true,
        ).map((exporter) => ({
            ...{ ...exporter, namespace: String(inputs.namespace), job: jobOf(exporter, values) },
            metrics: metricsOf(exporter.exporter).filter(({ name }) => comesWith(exporter, name, values)),
        }));
    });
}

/** Of a Service that is called after its release. */
function jobOf({ chart, job }: ChartExporter, values: Map): string {
    const name = one(values, "fullnameOverride");
    return chart === job && typeof name === "string" ? name : job;
}

function comesWith({ only }: ChartExporter, name: string, values: Map): boolean {
    if (only?.metrics.test(name) !== true) return true;
    const names = only.in(values);
    return names === "all" || names.includes(name);
}

/** What the exporter calls the metrics that its configuration asks CloudWatch for (pkg/promutil/migrate.go, BuildMetricName). */
export function cloudWatchNames(configuration: unknown): readonly string[] {
    const snake = (text: string): string =>
        text
            .replace(/[/.\s-]/g, "_")
            .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
            .toLowerCase();
    return maps(parse(String(configuration)), "discovery.jobs").flatMap(({ type, metrics }) =>
        list(metrics)
            .filter(isMap)
            .flatMap(({ name, statistics }) =>
                list(statistics).map((statistic) =>
                    [String(type).toLowerCase().replace("/", "_"), snake(String(name)), snake(String(statistic))].join(
                        "_",
                    ),
                ),
            ),
    );
}
