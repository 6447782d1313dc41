/** Names that kube-prometheus-stack and its operator give, and the one container that they put beside others. */
import { CHARTS } from "../../config/versions";
import type { Resources } from "../workload/resources";

const STACK = CHARTS.kubePrometheusStack.chart;

/** Controllers of the pods (operator: <kind>-<name of the object>; charts: <fullname>). */
export const CONTROLLERS = {
    prometheus: `prometheus-${STACK}-prometheus`,
    operator: `${STACK}-operator`,
    stateMetrics: `${STACK}-kube-state-metrics`,
    alertmanager: `alertmanager-${STACK}-alertmanager`,
    grafana: "grafana",
    loki: CHARTS.loki.chart,
    alloy: CHARTS.alloy.chart,
    cloudWatch: "cloudwatch-exporter",
} as const;

/** Addresses of the Services in their namespace; each Service's port is its container's. */
export const alertmanagerUrl = (namespace: string): string => `http://${STACK}-alertmanager.${namespace}.svc:9093`;

/** Where it lives, too. */
const LOKI = CHARTS.loki.chart;
export const LOKI_PORT = 3100;
export const LOKI_URL = `http://${LOKI}.${LOKI}.svc:${String(LOKI_PORT)}`;
export const GRAFANA_PORT = 3000;

/** Reads changed configuration, beside Prometheus and Alertmanager. */
export const RELOADER: Resources = {
    requests: { cpu: "10m", memory: "32Mi", scratch: "32Mi" },
    limits: { cpu: "100m", memory: "64Mi", scratch: "64Mi" },
};

/** Prometheus reads everything that says no other interval every so often, and what it has room for reckons with that. */
export const SCRAPE_INTERVAL = "30s";
