import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import { CHARTS } from "../../config/versions";
import { chartRelease } from "../cluster/chart";
import { chartHome } from "../cluster/chart-home";
import { footprintOf } from "../cluster/chart-pods";
import { OF_A_CHART } from "../cluster/laws/exceptions";
import { Namespace } from "../workload/namespace";
import type { NamespaceHandle } from "../workload/namespace-handle";
import type { PrometheusSite, Site } from "../workload/site";
import { METRICS_NAMES, METRICS_SIZES, metricsPods, metricsValues, nodeMetricsPods } from "./metrics-values";

const CHART = CHARTS.kubePrometheusStack;
const KUBELET = 10250;
const NODE_EXPORTER = 9100;

export interface MetricsArgs {
    /** With `prometheus`: where it is expected, and the kinds that it reads. */
    readonly site: Site & { readonly prometheus: PrometheusSite };
}

/**
 * Prometheus with its operator, and the exporters of nodes and of Kubernetes' own objects. Nothing waits for it: monitors are written as soon
 * as their kinds are there, and a scaler without an answer keeps what runs.
 */
export class Metrics extends pulumi.ComponentResource {
    constructor(name: string, { site }: MetricsArgs, opts?: pulumi.ComponentResourceOptions) {
        const size = METRICS_SIZES[site.scope.highlyAvailable ? "highlyAvailable" : "economy"];
        const footprint = [
            ...footprintOf(site.prometheus.namespace, CHART, metricsPods(size)),
            ...footprintOf(METRICS_NAMES.nodeExporterNamespace, CHART, nodeMetricsPods),
        ];
        super("mindcloud:monitoring:Metrics", name, { footprint }, opts);

        const home = this.createHome(name, site);
        const nodes = this.createNodeHome(`${name}-nodes`, site);
        chartRelease(name, {
            ...{ parent: this, chart: CHART, namespace: home, values: metricsValues(site, size) },
            after: [...site.prometheus.ready, ...nodes.ready],
        });
        this.registerOutputs({ url: site.prometheus.url });
    }

    private createHome(name: string, site: MetricsArgs["site"]): NamespaceHandle {
        const home = chartHome(name, {
            ...{ parent: this, site, metadataName: site.prometheus.namespace, among: true },
            reaches: [{ to: "kubernetesApi" }],
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

/** Only where something is read or scales by it. */
export function metricsOf(site: Site, opts: pulumi.ComponentResourceOptions): Metrics | undefined {
    const { prometheus } = site;
    return prometheus === undefined ? undefined : new Metrics("metrics", { site: { ...site, prometheus } }, opts);
}
