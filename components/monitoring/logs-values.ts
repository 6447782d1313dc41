/** What the charts of Loki and Alloy are told, and the sizes of their pods by profile. */
import { CHART_IMAGES } from "../../config/versions";
import type * as pulumi from "@pulumi/pulumi";
import { SYSTEM_NODES, type ChartPods } from "../cluster/chart-pods";
import { PRIORITIES } from "../workload/priority";
import { gibibytes, sizeText, type Size } from "../workload/quantities";
import { resourceRequirements, type Resources } from "../workload/resources";
import type { Site } from "../workload/site";
import { CLAIM_RETENTION } from "./claims";
import { alloyConfiguration } from "./alloy-config";
import { CONTROLLERS, LOKI_URL, SCRAPE_INTERVAL } from "./names";

export interface LogsSize {
    /** Each line is written by all three, and found while two of them live (replication factor 3; Loki, "HA monolithic mode"). */
    readonly replicas: 1 | 3;
    readonly loki: Resources;
}

/**
 * For what is not yet in S3: it survives a restart. The same in every profile: the chart claims it by a template of its StatefulSet, which
 * Kubernetes lets nobody change, and Helm's upgrade would fail for ever.
 */
const VOLUME: Size = gibibytes(10);

/** Loki's own sizing begins at 3 TB a day; one binary takes some GB a day with this (docs, "Size the cluster", "Monolithic mode"). */
export const LOGS_SIZES: Readonly<Record<"economy" | "highlyAvailable", LogsSize>> = {
    economy: {
        replicas: 1,
        loki: {
            requests: { cpu: "50m", memory: "256Mi", scratch: "64Mi" },
            limits: { cpu: "1", memory: "1Gi", scratch: "256Mi" },
        },
    },
    highlyAvailable: {
        replicas: 3,
        loki: {
            requests: { cpu: "200m", memory: "1Gi", scratch: "64Mi" },
            limits: { cpu: "2", memory: "3Gi", scratch: "256Mi" },
        },
    },
};

/** One on every node: it follows the files of some dozen containers. */
const ALLOY: Resources = {
    requests: { cpu: "20m", memory: "96Mi", scratch: "32Mi" },
    limits: { cpu: "500m", memory: "256Mi", scratch: "128Mi" },
};

/** Namespaces; Loki's account is called as its own. */
export const LOKI = CONTROLLERS.loki;
export const NODE_LOGS = "node-logs";

export const lokiPods = ({ replicas, loki }: LogsSize): readonly ChartPods[] => [
    { name: CONTROLLERS.loki, replicas, resources: loki, volume: VOLUME },
];
export const alloyPods: readonly ChartPods[] = [{ name: CONTROLLERS.alloy, replicas: "perNode", resources: ALLOY }];

export interface LokiSettings {
    readonly size: LogsSize;
    readonly bucket: { readonly bucketName: pulumi.Input<string> };
    readonly days: number;
    /** That there are at the least. */
    readonly systemNodes: number;
}

/** The chart's own, whatever it calls its pods, but as hard as the nodes allow: with fewer than pods, one would never start. */
function apart({ size, systemNodes }: LokiSettings) {
    const term = {
        topologyKey: "kubernetes.io/hostname",
        labelSelector: {
            matchLabels: { "app.kubernetes.io/name": LOKI, "app.kubernetes.io/component": "single-binary" },
        },
    };
    // Helm lays these over the chart's own, which requires.
    return systemNodes < size.replicas
        ? {
              requiredDuringSchedulingIgnoredDuringExecution: [],
              preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }],
          }
        : { requiredDuringSchedulingIgnoredDuringExecution: [term] };
}

/** chart: loki 18.11.0, values.yaml. Without what a small installation does without: gateway, caches, canary, and a sidecar for rules. */
export function lokiValues({ scope, storageClasses }: Site, settings: LokiSettings) {
    const { size, bucket, days } = settings;
    const { replicas, loki } = size;
    const off = { enabled: false };
    return {
        deploymentMode: "Monolithic",
        fullnameOverride: CONTROLLERS.loki,
        serviceAccount: { name: LOKI },
        loki: {
            image: CHART_IMAGES.loki,
            auth_enabled: false, // one tenant; NetworkPolicies say who may come
            commonConfig: { replication_factor: replicas },
            storage: {
                type: "s3",
                bucketNames: { chunks: bucket.bucketName },
                s3: { region: scope.region },
            },
            schemaConfig: { configs: [SCHEMA] },
            // In hours, as Loki itself writes it. The compactor deletes; the bucket's lifecycle only sweeps up behind it.
            limits_config: { retention_period: `${String(days * 24)}h`, volume_enabled: true },
            compactor: { retention_enabled: true, delete_request_store: "s3" },
            analytics: { reporting_enabled: false },
        },
        singleBinary: {
            replicas,
            resources: resourceRequirements(loki),
            priorityClassName: PRIORITIES.store.className,
            nodeSelector: SYSTEM_NODES,
            affinity: { podAntiAffinity: apart(settings) },
            // Of a single pod the chart makes none.
            ...(replicas > 1 && { podDisruptionBudget: { enabled: true, maxUnavailable: 1 } }),
            persistence: {
                enabled: true,
                size: sizeText(VOLUME),
                storageClass: storageClasses.general,
                // The chart says when claims go only if it may say so at all.
                enableStatefulSetAutoDeletePVC: true,
                whenDeleted: CLAIM_RETENTION[scope.data],
                whenScaled: "Delete",
            },
        },
        // Of the mode that is not in use; the chart counts their replicas and refuses both.
        ...{ read: { replicas: 0 }, write: { replicas: 0 }, backend: { replicas: 0 } },
        ...{ gateway: off, chunksCache: off, resultsCache: off, lokiCanary: off, test: off, ruler: off },
        sidecar: { rules: off },
        // As everything else: its sizes, and what Prometheus has room for, reckon with 30 s. The chart says 15 s for rules that are off here.
        monitoring: { serviceMonitor: { enabled: true, interval: SCRAPE_INTERVAL } },
        defaults: { enableServiceLinks: false },
    };
}

/** Once logs are written by it, a schema stays; a new one is added with the day from which it holds. */
const SCHEMA = {
    ...{ from: "2026-01-01", store: "tsdb", object_store: "s3", schema: "v13" },
    index: { prefix: "index_", period: "24h" },
} as const;

/** chart: alloy 1.11.1, values.yaml. */
export function alloyValues() {
    return {
        fullnameOverride: CONTROLLERS.alloy,
        crds: { create: false },
        image: CHART_IMAGES.alloy,
        alloy: {
            configMap: { content: alloyConfiguration(LOKI_URL) },
            enableReporting: false,
            // What was read, and how far: without it every restart would send everything again.
            storagePath: POSITIONS,
            mounts: {
                varlog: true,
                extra: [{ name: "positions", mountPath: POSITIONS }],
            },
            // Files of containers belong to root and to nobody else; it needs no capability for them.
            securityContext: {
                runAsUser: 0,
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"], add: ["DAC_READ_SEARCH"] },
                seccompProfile: { type: "RuntimeDefault" },
            },
            resources: resourceRequirements(ALLOY),
        },
        // Its configuration changes with a release, and then its pods do.
        configReloader: { enabled: false },
        controller: {
            type: "daemonset",
            priorityClassName: "system-node-critical",
            // Also on nodes for other people's code.
            tolerations: [{ operator: "Exists" }],
            volumes: {
                extra: [{ name: "positions", hostPath: { path: POSITIONS, type: "DirectoryOrCreate" } }],
            },
        },
        // It finds pods, and writes what it finds in their files. The chart's template puts the two lists below each other, and an empty one
        // breaks its YAML; a rule that is there already adds nothing.
        rbac: { rules: [FIND_PODS], clusterRules: [FIND_PODS] },
        serviceMonitor: { enabled: true },
    };
}

const POSITIONS = "/var/lib/alloy";
const FIND_PODS = { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] };
