/** Grafana: what kube-prometheus-stack is told of it, and what stands around its pod. Everything that it shows is code, so it keeps nothing. */
import { ClusterRole, ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1";
import type * as pulumi from "@pulumi/pulumi";
import { GRAFANA_ADMIN, GRAFANA_OIDC } from "../../config/monitoring-needs";
import type { MonitoringSettings } from "../../config/schema/monitoring";
import { CHART_IMAGES } from "../../config/versions";
import { SYSTEM_NODES, type ChartPods } from "../cluster/chart-pods";
import type { PeopleSecretHandles, StoredSecret } from "../handles";
import type { Scope } from "../scope";
import type { NamespaceHandle } from "../workload/site";
import { PRIORITIES } from "../workload/priority";
import { besides, resourceRequirements, type Resources } from "../workload/resources";
import { SyncedSecret } from "../workload/synced-secret";
import { internet, loadBalancer } from "../workload/traffic";
import { grafanaSettings, OIDC_KEY, OIDC_MOUNT } from "./grafana-settings";
import { alertmanagerUrl, CONTROLLERS, GRAFANA_PORT, LOKI_URL } from "./names";
import { PodTraffic } from "./pod-traffic";
import { toLoki } from "./to-loki";
import { isPublic } from "./grafana-endpoint";

const NAME = CONTROLLERS.grafana;
const ADMIN_SECRET = "grafana-admin";
const OIDC_SECRET = "grafana-oidc";

export interface GrafanaArgs {
    readonly settings: MonitoringSettings;
    readonly password: (account: string) => StoredSecret;
    readonly peopleSecret: PeopleSecretHandles;
}

/** The 13th line takes more than those before: some 200 MiB idle, and more while dashboards are searched (its index is in memory). */
const RESOURCES: Resources = {
    requests: { cpu: "25m", memory: "384Mi", scratch: "128Mi" },
    limits: { cpu: "1", memory: "1Gi", scratch: "512Mi" },
};
/** Each of the two holds its own kind of ConfigMap. */
const SIDECAR: Resources = {
    requests: { cpu: "5m", memory: "64Mi", scratch: "16Mi" },
    limits: { cpu: "100m", memory: "192Mi", scratch: "64Mi" },
};

export const grafanaPods: readonly ChartPods[] = [
    { name: NAME, replicas: 1, resources: besides(RESOURCES, besides(SIDECAR, SIDECAR)) },
];

/** Uids that dashboards and alerts name. */
export const DATASOURCE_UIDS = { prometheus: "prometheus", alertmanager: "alertmanager", loki: "loki" } as const;

/**
 * chart: grafana 12.11.1 in kube-prometheus-stack 88.5.3, values.yaml, `grafana`. The stack's own dashboards stay - Kubernetes' resources by
 * cluster, namespace, workload and pod, nodes, volumes, CoreDNS, Prometheus, Alertmanager: they are well kept, and ours link to none of them.
 */
export function grafanaValues(
    namespace: string,
    { settings }: Pick<GrafanaArgs, "settings">,
    { rotation = 0 }: Pick<Scope, "rotation">,
) {
    const { oidc } = settings.grafana;
    return {
        enabled: true,
        fullnameOverride: NAME,
        image: CHART_IMAGES.grafana,
        defaultDashboardsEditable: false,
        defaultDashboardsTimezone: "utc",
        admin: { existingSecret: ADMIN_SECRET },
        // Its database goes with the pod: a new one begins with the password of the Secret.
        ...(rotation > 0 && { podAnnotations: { "mindcloud.dev/rotation": String(rotation) } }),
        service: { port: GRAFANA_PORT },
        serviceMonitor: { enabled: true },
        // The chart's role reads every Secret of the cluster; its sidecars need ConfigMaps.
        rbac: { create: false },
        "grafana.ini": grafanaSettings(settings),
        ...(oidc && {
            extraSecretMounts: [
                { name: "oidc", secretName: OIDC_SECRET, mountPath: OIDC_MOUNT, defaultMode: 0o440, readOnly: true },
            ],
        }),
        sidecar: {
            resources: resourceRequirements(SIDECAR),
            dashboards: {
                enabled: true,
                ...{ label: "grafana_dashboard", labelValue: "1", searchNamespace: "ALL", resource: "configmap" },
                folderAnnotation: "grafana_folder",
                provider: { allowUiUpdates: false, foldersFromFilesStructure: true },
            },
            datasources: {
                enabled: true,
                resource: "configmap",
                uid: DATASOURCE_UIDS.prometheus,
                alertmanager: { uid: DATASOURCE_UIDS.alertmanager, url: alertmanagerUrl(namespace) },
            },
        },
        additionalDataSources: settings.logs.enabled
            ? [
                  {
                      ...{ name: "Loki", uid: DATASOURCE_UIDS.loki, type: "loki", access: "proxy", editable: false },
                      url: LOKI_URL,
                  },
              ]
            : [],
        resources: resourceRequirements(RESOURCES),
        priorityClassName: PRIORITIES.serving.className,
        nodeSelector: SYSTEM_NODES,
        enableServiceLinks: false,
    };
}

/** What must be there before its pod: rights, Secrets, and the way in and out that a login needs. */
export function aroundGrafana(
    name: string,
    parent: pulumi.Resource,
    home: NamespaceHandle,
    { settings, password, peopleSecret }: GrafanaArgs,
): readonly pulumi.Resource[] {
    const keys = { "admin-password": { from: password(GRAFANA_ADMIN) } };
    const admin = new SyncedSecret(
        `${name}-admin`,
        { namespace: home, metadataName: ADMIN_SECRET, keys, plain: { "admin-user": "admin" } },
        { parent },
    );
    const { oidc } = settings.grafana;
    const traffic = new PodTraffic(
        `${name}-traffic`,
        {
            ...{ home, controller: NAME, labels: { "app.kubernetes.io/name": "grafana" } },
            ports: { web: GRAFANA_PORT },
            admits: isPublic(home.site, settings) ? [loadBalancer("web")] : [],
            reaches: [...(settings.logs.enabled ? [toLoki] : []), ...(oidc === undefined ? [] : [internet()])],
        },
        { parent },
    );
    const around = [...admin.ready, ...readConfigMaps(name, parent, home), ...traffic.ready];
    if (oidc === undefined) return around;
    const login = new SyncedSecret(
        `${name}-oidc`,
        { namespace: home, metadataName: OIDC_SECRET, keys: { [OIDC_KEY]: { from: peopleSecret(GRAFANA_OIDC) } } },
        { parent },
    );
    return [...around, ...login.ready];
}

/** Dashboards lie in the namespaces of those whom they show. */
function readConfigMaps(name: string, parent: pulumi.Resource, home: NamespaceHandle): readonly pulumi.Resource[] {
    const metadata = {
        name: "mindcloud-grafana",
        labels: { "app.kubernetes.io/part-of": home.system, "app.kubernetes.io/managed-by": "mindcloud" },
    };
    const role = new ClusterRole(
        `${name}-role`,
        { metadata, rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }] },
        { parent },
    );
    const binding = new ClusterRoleBinding(
        `${name}-role-binding`,
        {
            metadata,
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: metadata.name },
            subjects: [{ kind: "ServiceAccount", name: NAME, namespace: home.namespaceName }],
        },
        { parent, dependsOn: [role] },
    );
    return [role, binding];
}
