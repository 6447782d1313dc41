import * as pulumi from "@pulumi/pulumi";
import { CHARTS } from "../../config/versions";
import type { PrometheusSite } from "../workload/site";
import { chartRelease } from "./chart";

/** Where components/monitoring puts Prometheus: policies and scalers are written from it, and need not wait for it. */
const PROMETHEUS: Omit<PrometheusSite, "ready"> = {
    namespace: "monitoring",
    // What the operator puts on its pods, whatever the stack is called.
    podLabels: { "app.kubernetes.io/name": "prometheus" },
    port: 9090,
    // The operator's own headless Service: its port is the container's.
    url: "http://prometheus-operated.monitoring.svc:9090",
    prober: { namespace: "exporters", workload: "blackbox-exporter" },
};

/**
 * ServiceMonitor, PrometheusRule and their like: custom resources, before anything that is one. A release of its own, because Helm never
 * upgrades what a chart keeps in `crds/`. It has no pods, and so no namespace of its own either.
 */
export class MonitorKinds extends pulumi.ComponentResource {
    readonly prometheus: PrometheusSite;

    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:cluster:MonitorKinds", name, {}, opts);
        const release = chartRelease(name, {
            parent: this,
            chart: CHARTS.prometheusOperatorCrds,
            namespace: { namespaceName: "kube-system", ready: [] },
            values: {},
        });
        this.prometheus = { ...PROMETHEUS, ready: [release] };
        this.registerOutputs({ url: this.prometheus.url });
    }
}
