import * as pulumi from "@pulumi/pulumi";
import { CHARTS } from "../../config/versions";
import type { NamespaceHandle, Site } from "../workload/site";
import { resourceRequirements, type Resources } from "../workload/resources";
import { chartRelease } from "./chart";
import { chartHome } from "./chart-home";
import {
    chartBudget,
    chartSpread,
    controllerReplicas,
    CRITICAL,
    footprintOf,
    SYSTEM_NODES,
    type ChartPods,
} from "./chart-pods";

const CHART = CHARTS.keda;
const NAME = CHART.chart;
const OPERATOR = "keda-operator";
const METRICS_SERVER = "keda-operator-metrics-apiserver";

const RESOURCES: Resources = {
    requests: { cpu: "50m", memory: "96Mi", scratch: "64Mi" },
    limits: { cpu: "500m", memory: "384Mi", scratch: "256Mi" },
};

export interface KedaArgs {
    readonly site: Site;
}

/** Scales by what Prometheus counts, where cpu and memory do not tell: it serves the metric, and a HorizontalPodAutoscaler decides. */
export class Keda extends pulumi.ComponentResource {
    readonly eventScaling: NonNullable<Site["eventScaling"]>;

    constructor(name: string, { site }: KedaArgs, opts?: pulumi.ComponentResourceOptions) {
        const replicas = controllerReplicas(site.scope);
        super("mindcloud:cluster:Keda", name, { footprint: footprintOf(NAME, CHART, podsOf(replicas)) }, opts);

        const home = this.createHome(name, site);
        const release = chartRelease(name, {
            ...{ parent: this, chart: CHART, namespace: home, values: valuesOf(site, replicas) },
            after: site.prometheus?.ready ?? [],
        });
        this.eventScaling = { ready: [release] };
        this.registerOutputs({});
    }

    /** 9666: the metrics server asks the operator by gRPC. */
    private createHome(name: string, site: Site): NamespaceHandle {
        return chartHome(name, {
            ...{ parent: this, site, metadataName: NAME, among: true },
            ports: { metrics: 8080, "metrics-api": 6443 },
            admits: [
                { from: "controlPlane", ports: ["metrics-api"] },
                { from: "prometheus", ports: ["metrics"] },
            ],
            reaches: [{ to: "kubernetesApi" }, { to: "prometheus" }],
        });
    }
}

/** The metrics server is asked by every autoscaler every 15 s, so a second one matters where a node may be lost. */
const podsOf = (replicas: number): readonly ChartPods[] =>
    [OPERATOR, METRICS_SERVER].map((name) => ({ name, replicas, resources: RESOURCES }));

/**
 * No admission webhook: it looks for two autoscalers on one workload, which Workload cannot write. The operator makes and renews the
 * certificate of its metrics API itself, so a repeated deployment shows no new one.
 */
function valuesOf({ cluster, prometheus }: Site, replicas: number) {
    const budget = chartBudget(replicas);
    const resources = resourceRequirements(RESOURCES);
    const monitor = { enabled: prometheus !== undefined, serviceMonitor: { enabled: prometheus !== undefined } };
    return {
        clusterName: cluster.clusterName,
        // In templates, so Helm upgrades them first; kept when a first install fails or the release goes, for ScaledObjects would go with them.
        crds: { install: true, additionalAnnotations: { "helm.sh/resource-policy": "keep" } },
        image: { pullPolicy: "IfNotPresent" },
        operator: { replicaCount: replicas },
        metricsServer: { replicaCount: replicas },
        webhooks: { enabled: false },
        resources: { operator: resources, metricServer: resources },
        ...(budget && { podDisruptionBudget: { operator: budget, metricServer: budget } }),
        topologySpreadConstraints: {
            operator: chartSpread({ app: OPERATOR }, replicas),
            metricsServer: chartSpread({ app: METRICS_SERVER }, replicas),
        },
        priorityClassName: CRITICAL,
        nodeSelector: SYSTEM_NODES,
        // The default lets it scale every kind there is; Deployments and StatefulSets need no more. No trigger of ours has a credential.
        rbac: { enabledCustomScaledRefKinds: false },
        permissions: { metricServer: { restrict: { secret: true } }, operator: { restrict: { secret: true } } },
        enableServiceLinks: false,
        prometheus: { metricServer: monitor, operator: monitor },
    };
}
