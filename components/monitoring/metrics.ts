import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import { CHARTS } from "../../config/versions";
import { chartRelease } from "../cluster/chart";
import { chartHome } from "../cluster/chart-home";
import { footprintOf } from "../cluster/chart-pods";
import { OF_A_CHART } from "../cluster/laws/exceptions";
import { Namespace } from "../workload/namespace";
import type { NamespaceHandle, PrometheusSite, Site } from "../workload/site";
import { alertmanagerPods, alertmanagerValues, aroundAlertmanager, type AlertmanagerArgs } from "./alertmanager";
import { aroundGrafana, grafanaPods, grafanaValues, type GrafanaArgs } from "./grafana";
import { isPublic } from "./grafana-endpoint";
import { METRICS_NAMES, METRICS_SIZES, metricsPods, metricsValues, nodeMetricsPods } from "./metrics-values";

const CHART = CHARTS.kubePrometheusStack;
const KUBELET = 10250;
const NODE_EXPORTER = 9100;

export interface MetricsArgs extends AlertmanagerArgs, GrafanaArgs {
    /** With `prometheus`: where it is expected, and the kinds that it reads. */
    readonly site: Site & { readonly prometheus: PrometheusSite };
}

/**
 * Prometheus with its operator, the exporters of nodes and of Kubernetes' own objects, Alertmanager and Grafana: one chart. Nothing waits for
 * it: monitors are written as soon as their kinds are there, and a scaler without an answer keeps what runs.
 */
export class Metrics extends pulumi.ComponentResource {
    /** For what else of monitoring lives there. */
    readonly home: NamespaceHandle;

    constructor(name: string, args: MetricsArgs, opts?: pulumi.ComponentResourceOptions) {
        const { site, settings } = args;
        const { namespace } = site.prometheus;
        const size = METRICS_SIZES[site.scope.highlyAvailable ? "highlyAvailable" : "economy"];
        const footprint = [
            ...footprintOf(namespace, CHART, [...metricsPods(size), ...alertmanagerPods(site), ...grafanaPods]),
            ...footprintOf(METRICS_NAMES.nodeExporterNamespace, CHART, nodeMetricsPods),
        ];
        super("mindcloud:monitoring:Metrics", name, { footprint }, opts);

        this.home = this.createHome(name, args);
        const nodes = this.createNodeHome(`${name}-nodes`, site);
        const around = [
            ...aroundAlertmanager(`${name}-alertmanager`, this, this.home, args),
            ...aroundGrafana(`${name}-grafana`, this, this.home, args),
        ];
        chartRelease(name, {
            ...{ parent: this, chart: CHART, namespace: this.home },
            values: {
                ...metricsValues(site, size, settings),
                alertmanager: alertmanagerValues(args),
                grafana: grafanaValues(namespace, args, args.site.scope),
            },
            after: [...site.prometheus.ready, ...nodes.ready, ...around],
        });
        this.registerOutputs({ url: site.prometheus.url });
    }

    private createHome(name: string, { site, settings }: MetricsArgs): NamespaceHandle {
        const home = chartHome(name, {
            ...{ parent: this, site, metadataName: site.prometheus.namespace, among: true },
            reaches: [{ to: "kubernetesApi" }],
            ...(isPublic(site, settings) && { labels: READINESS_GATE }),
        });
        return { ...home, ready: [...home.ready, this.openToPrometheus(name, site, home)] };
    }

    /**
     * Prometheus alone, not the operator nor the exporter beside it, reads from whoever admits it, and from nodes, which no policy guards.
     * Whoever asks it must be allowed to on their side.
     */
    private openToPrometheus(
        name: string,
        { prometheus, network }: MetricsArgs["site"],
        home: NamespaceHandle,
    ): NetworkPolicy {
        const ours = { namespaceSelector: { matchLabels: { "app.kubernetes.io/managed-by": "mindcloud" } } };
        const ports = (...numbers: readonly number[]) => numbers.map((port) => ({ port, protocol: "TCP" }));
        const nodes = network.privateCidrs.map((cidr) => ({ ipBlock: { cidr } }));
        return new NetworkPolicy(
            `${name}-prometheus`,
            {
                metadata: {
                    ...{ name: "allow-prometheus", namespace: prometheus.namespace },
                    labels: {
                        "app.kubernetes.io/part-of": home.system,
                        "app.kubernetes.io/managed-by": "mindcloud",
                    },
                },
                spec: {
                    podSelector: { matchLabels: { ...prometheus.podLabels } },
                    policyTypes: ["Ingress", "Egress"],
                    ingress: [{ from: [ours], ports: ports(prometheus.port) }],
                    egress: [{ to: [{ namespaceSelector: {} }] }, { to: nodes, ports: ports(KUBELET, NODE_EXPORTER) }],
                },
            },
            { parent: this, dependsOn: [...home.ready] },
        );
    }

    /** Apart from the rest, so that only these pods may do what they must. */
    private createNodeHome(name: string, site: Site): NamespaceHandle {
        const because = "the node exporter reads a node's /proc, /sys and file systems, on the node's own network";
        return new Namespace(
            name,
            {
                site,
                metadataName: METRICS_NAMES.nodeExporterNamespace,
                system: "monitoring",
                annotations: OF_A_CHART,
                podSecurity: { level: "privileged", because },
            },
            { parent: this },
        );
    }
}

/** As Namespace's `loadBalanced`. */
const READINESS_GATE = { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" };
