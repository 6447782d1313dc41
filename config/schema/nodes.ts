import { z } from "zod";
import { integer, shortName } from "./primitives";
import { minor } from "./cluster";

/** Kubernetes allows a longer domain before the name; EKS takes 63 characters of both (EKS API: labelKey, labelValue, taintKey). */
const MOST_CHARACTERS = 63;
const labelKey = z
    .string()
    .regex(
        /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\/)?[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/,
        "is not a Kubernetes label key | write name or domain/name",
    )
    .max(MOST_CHARACTERS, "has more than the 63 characters that EKS takes | shorten it");
const labelValue = z
    .string()
    .regex(
        /^([A-Za-z0-9]([\w.-]*[A-Za-z0-9])?)?$/,
        "is not a Kubernetes label value | use at most 63 letters, digits, dashes, dots or underscores",
    )
    .max(MOST_CHARACTERS, "has more than the 63 characters that EKS takes | shorten it");
const nodeLabelValue = labelValue.min(1, "is empty, and EKS takes no label without a value | write for example yes");

export const taint = z.strictObject({
    key: labelKey.describe("Taint key."),
    value: labelValue.optional().describe("Taint value."),
    effect: z.enum(["NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"]).describe("Taint effect, in EKS's spelling."),
});

export const nodeGroup = z.strictObject({
    state: z
        .enum(["active", "leaving", "absent"])
        .describe(
            "leaving: no new pod comes to its nodes, and the autoscaler adds none, so that make drain can empty it. absent: it is not made, or removed. Other instance types are another group, then these two.",
        ),
    purpose: z
        .enum(["system", "general", "zonal", "untrusted"])
        .describe(
            "What runs there. system: cluster services. general: stateless pods. zonal: pods with zonal volumes, one group per zone. untrusted: tainted, for pods that run code of others.",
        ),
    instanceTypes: z
        .array(
            z
                .string()
                .regex(
                    /^[a-z][a-z0-9-]*\.[a-z0-9]+(-[a-z0-9]+)?$/,
                    "is not an EC2 instance type | write for example m7g.large",
                ),
        )
        .min(1, "needs at least one instance type | write for example [m7g.large]")
        .max(20, "EKS takes at most 20 instance types for a group | shorten the list")
        .describe("EC2 instance types of one size and architecture, the preferred first."),
    capacity: z.enum(["onDemand", "spot"]).describe("Purchase option."),
    min: integer(0, 450, "nodes").describe("Smallest size (EKS minSize); for zonal groups per zone."),
    max: integer(1, 450, "nodes").describe(
        "Largest size (EKS maxSize, 1 or more: EKS refuses 0); for zonal groups per zone.",
    ),
    diskGibibytes: integer(20, 1024, "GiB").describe("Root volume, gp3, encrypted."),
    labels: z.record(labelKey, nodeLabelValue).describe("Kubernetes labels in addition to mindcloud.dev/purpose."),
    taints: z
        .array(taint)
        .max(50, "EKS takes at most 50 taints for a group | shorten the list")
        .describe("Taints in addition to the purpose's own."),
    kubernetes: minor
        .optional()
        .describe(
            "Kubernetes minor of the nodes; may lag the control plane while it is upgraded. Default: the cluster's.",
        ),
    maxUnavailablePercent: integer(1, 100, "percent").describe("Share of nodes replaced at a time in an update."),
});

export const nodeGroups = z
    .record(shortName, nodeGroup)
    .describe("Managed node groups by name. A group whose purpose no enabled system needs is not created.");
