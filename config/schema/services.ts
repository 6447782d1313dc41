/** What runs in the cluster beside the systems: made here, or there already. */
import { z } from "zod";

/** Service by service, what `install` makes. */
const SERVICES = {
    storageClasses: "StorageClasses gp3 and gp3-xfs, and a VolumeSnapshotClass where volumes exist",
    priorityClasses: "the PriorityClasses mindcloud-*",
    admissionPolicies: "ValidatingAdmissionPolicies that hold our namespaces to the laws",
    externalSecrets: "External Secrets and a ClusterSecretStore, where a system has secrets",
    keda: "KEDA, where a system scales by a queue",
    loadBalancerController: "AWS Load Balancer Controller and an IngressClass, with a domain",
    clusterAutoscaler: "Cluster Autoscaler and headroom, where a node group can grow",
    monitoring: "Prometheus, its kinds, Grafana, logs and alerts",
} as const;

export type ClusterService = keyof typeof SERVICES;
export const CLUSTER_SERVICES = Object.keys(SERVICES) as readonly ClusterService[];

const choice = z.enum(["install", "present"], "must be install or present | write install, or present if it is there");

const shape = Object.fromEntries(
    Object.entries(SERVICES).map(([name, what]) => [name, choice.describe(`install makes ${what}.`)]),
) as Record<ClusterService, typeof choice>;

export const clusterServices = z.strictObject(shape);
