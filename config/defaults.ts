/** Defaults, in two layers: what the profile says, and what holds for everyone. A stack file overrides each key. */
import { SYSTEMS } from "../components/systems";
import type { SystemDefinition } from "../components/systems/definition";
import { NO_DIGEST, STAND_IN } from "../components/systems/settings";
import type { Profile } from "./environment";
import { CLUSTER_SERVICES, type ClusterService } from "./schema/services";
import type { Tree } from "./tree";
import { DEFAULT_MINOR } from "./versions";

type AnySystem = Pick<SystemDefinition<never>, "defaults" | "workloads">;

const systemTrees = (treeOf: (system: AnySystem) => Tree): Tree =>
    Object.fromEntries(Object.entries(SYSTEMS).map(([key, system]) => [key, treeOf(system)]));

const images = ({ workloads }: AnySystem, image: string): Tree => ({
    workloads: Object.fromEntries(Object.keys(workloads).map((workload) => [workload, { image }])),
});

/** What a node group has unless its profile or the stack file says otherwise. */
export const GROUP_DEFAULTS = {
    state: "active",
    capacity: "onDemand",
    diskGibibytes: 50,
    labels: {},
    taints: [],
    maxUnavailablePercent: 33,
} as const;
const group = GROUP_DEFAULTS;

const allServices = (choice: "install" | "present") =>
    Object.fromEntries(CLUSTER_SERVICES.map((name) => [name, choice])) as Record<ClusterService, typeof choice>;

/**
 * Beside `existing.cluster`: it has what clusters have. What carries our own names, and reaches our own namespaces only, is made all the same.
 * Access and nodes are its owner's.
 */
export const ON_EXISTING_CLUSTER = {
    cluster: { access: {}, endpoint: { publicCidrs: [] } },
    clusterServices: { ...allServices("present"), priorityClasses: "install", admissionPolicies: "install" },
} as const;

/** Where others run Prometheus, they keep logs and tell people too. */
export const WATCHED_BY_OTHERS = {
    monitoring: { logs: { enabled: false }, cloudWatch: false, deadMansSwitch: false },
} as const;

/** The same in both profiles. Prices: AWS's list prices (plan/cost); limits: the services' user guides. */
export const COMMON = {
    profile: "economy",
    data: "keep",
    rotation: 0,
    notSecrets: [],
    tags: {},
    network: { cidr: "10.20.0.0/16", interfaceEndpoints: [], attachments: {} },
    cluster: { kubernetes: DEFAULT_MINOR, controlPlaneZones: 2, logGroup: "create", dnsRewrites: {} },
    clusterServices: allServices("install"),
    deployment: { runnerCidrs: [] },
    stores: {
        applyImmediately: false,
        keptFor: [],
        redis: {
            version: "8",
            maintenance: "sun:05:00-sun:06:00",
            snapshotAt: "03:00",
            cache: { restoreFrom: [] },
            queue: { restoreFrom: [] },
        },
        postgres: { version: "17", backupAt: "02:00", maintenance: "sun:06:00-sun:07:00", restoreFrom: [] },
        cold: { infrequentAfterDays: 30, archiveAfterDays: 90, restoreFrom: [] },
        sharedFiles: { infrequentAfterDays: 30, restoreFrom: [] },
        volumes: { restoreFrom: [] },
    },
    backups: { at: "01:00" },
    budget: { alertPercents: [50, 80, 100] },
    monitoring: {
        urls: {
            grafana: "http://localhost:3000",
            prometheus: "http://localhost:9090",
            alertmanager: "http://localhost:9093",
        },
        receivers: { operators: { kind: "sns" } },
        routes: [],
        defaultTo: ["operators"],
        cloudWatch: true,
        logs: { enabled: true },
        grafana: {},
    },
    existing: {},
    images: { architectures: ["arm64"], standIn: NO_DIGEST, mirrors: {}, logins: {} },
    systems: systemTrees(({ defaults }) => ({ enabled: false, ...defaults.common })),
} as const;

/**
 * Small, one of each: an environment that a team can leave running. All five systems at size dev cost less than 350 USD a month at their
 * floor (`npm run plan` adds it up). Burstable nodes, because such an environment idles; a disk holds a node's images and scratch space.
 */
const small = { ...group, diskGibibytes: 30 } as const;
const economy = {
    network: { zones: 2, nat: "one", flowLogRetentionDays: 30 },
    cluster: { logRetentionDays: 30 },
    nodeGroups: {
        system: { ...small, purpose: "system", instanceTypes: ["t4g.medium"], min: 2, max: 4 },
        general: {
            ...small,
            purpose: "general",
            instanceTypes: ["t4g.large", "m7g.large", "m6g.large"],
            capacity: "spot",
            min: 1,
            // For both Myriads at their production sizes beside MemStack, everything at its ceiling and a backup in its zone.
            max: 7,
        },
        // Single writers of that size find room elsewhere. These come when one needs a larger node, or has its volume in a zone without another.
        zonal: { ...small, purpose: "zonal", instanceTypes: ["m7g.xlarge", "m8g.xlarge"], min: 0, max: 2 },
        untrusted: {
            ...small,
            purpose: "untrusted",
            instanceTypes: ["t4g.medium", "c6g.large"],
            capacity: "spot",
            min: 0,
            max: 3,
        },
    },
    stores: {
        redis: {
            cache: { node: "cache.t4g.micro", replicas: 0, snapshotDays: 1 },
            queue: { node: "cache.t4g.micro", replicas: 0, snapshotDays: 1 },
        },
        postgres: {
            instance: "db.t4g.small",
            storageGibibytes: 20,
            maxStorageGibibytes: 100,
            multiZone: false,
            backupDays: 7,
        },
        cold: { noncurrentDays: 30 },
    },
    backups: { enabled: true, keepDays: 7 },
    monitoring: { deadMansSwitch: false, metricsDays: 15, logs: { days: 7 } },
    systems: systemTrees((system) => ({ ...system.defaults.profiles.economy, ...images(system, STAND_IN) })),
} as const;

/** Survives the loss of a node and of a zone; the documents' production sizes. */
const highlyAvailable = {
    network: { zones: 3, nat: "perZone", flowLogRetentionDays: 365 },
    cluster: { logRetentionDays: 365 },
    nodeGroups: {
        system: { ...group, purpose: "system", instanceTypes: ["m7g.large", "m8g.large"], min: 3, max: 6 },
        general: { ...group, purpose: "general", instanceTypes: ["m7g.2xlarge", "m8g.2xlarge"], min: 3, max: 24 },
        zonal: { ...group, purpose: "zonal", instanceTypes: ["r7g.2xlarge", "r8g.2xlarge"], min: 1, max: 4 },
        untrusted: { ...group, purpose: "untrusted", instanceTypes: ["m7g.xlarge", "m8g.xlarge"], min: 1, max: 12 },
    },
    stores: {
        redis: {
            cache: { node: "cache.m7g.large", replicas: 2, snapshotDays: 7 },
            queue: { node: "cache.m7g.large", replicas: 1, snapshotDays: 7 },
        },
        postgres: {
            instance: "db.m7g.large",
            storageGibibytes: 100,
            maxStorageGibibytes: 1000,
            multiZone: true,
            backupDays: 14,
        },
        cold: { noncurrentDays: 90 },
    },
    backups: { enabled: true, keepDays: 35 },
    monitoring: { deadMansSwitch: true, metricsDays: 30, logs: { days: 30 } },
    systems: systemTrees((system) => ({ ...system.defaults.profiles.highlyAvailable, ...images(system, NO_DIGEST) })),
} as const;

export const PROFILES = { economy, highlyAvailable } as const satisfies Record<Profile, object>;
