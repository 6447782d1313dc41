/** How people come to Grafana: by name only where everybody logs in with an account of their own, otherwise through a forwarded port. */
import type * as pulumi from "@pulumi/pulumi";
import type { MonitoringSettings } from "../../config/schema/monitoring";
import { PublicEndpoint, type Published } from "../blocks/ingress";
import type { NamespaceHandle, Site } from "../workload/site";
import type { Reach } from "../workload/traffic";
import { CONTROLLERS, GRAFANA_PORT } from "./names";

/** Name of the Service's port (kube-prometheus-stack 88.5.3, values.yaml, `grafana.service.portName`). */
const PORT = "http-web";

/** Grafana asks everybody itself, at every path but /api/health and its login page. */
const PUBLISHED: readonly Published[] = [
    { path: "/", by: "application", how: "monitoring.grafana.oidc; anonymous access is off" },
];

export const isPublic = ({ ingress }: Site, { grafana }: MonitoringSettings): boolean =>
    ingress !== undefined && grafana.oidc !== undefined;

export function grafanaEndpoint(
    name: string,
    home: NamespaceHandle,
    settings: MonitoringSettings,
    opts: pulumi.ComponentResourceOptions,
): void {
    const { ingress: _closed, ...closed } = home.site;
    const site = isPublic(home.site, settings) ? home.site : closed;
    const reach: Reach = {
        ...{ to: "workload", namespace: home.namespaceName, workload: CONTROLLERS.grafana },
        ports: [{ name: PORT, number: GRAFANA_PORT, protocol: "TCP" }],
    };
    new PublicEndpoint<typeof PORT>(
        name,
        {
            namespace: { ...home, system: "monitoring", site },
            ...{ host: "grafana", port: PORT, healthPath: "/api/health", published: PUBLISHED },
            to: { serviceName: CONTROLLERS.grafana, on: () => reach },
        },
        opts,
    );
}
