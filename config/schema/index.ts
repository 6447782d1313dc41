/** The one schema: types, checks, the committed JSON Schema and the reference all come from it. */
import { z } from "zod";
import { SYSTEMS, type SystemKey } from "../../components/systems";
import { accountId, integer, tagKey, tagValue } from "./primitives";
import { alerts, budget, domain, existing } from "./account";
import { cluster, deployment } from "./cluster";
import { monitoring } from "./monitoring";
import { network } from "./network";
import { nodeGroups } from "./nodes";
import { images } from "./images";
import { clusterServices } from "./services";
import { backups, stores } from "./stores";

type SystemSchemas = { readonly [K in SystemKey]: (typeof SYSTEMS)[K]["schema"] };
export const systems = z.strictObject(
    Object.fromEntries(Object.entries(SYSTEMS).map(([key, { schema }]) => [key, schema])) as SystemSchemas,
);
export type Systems = z.infer<typeof systems>;

/** Everything under `mindcloud:` but the secrets, complete: defaults are already in place when this is parsed. */
export const settings = z.strictObject({
    account: accountId.describe("AWS account that this environment lives in; deploying into another one is refused."),
    profile: z
        .enum(["economy", "highlyAvailable"])
        .describe("Coherent defaults for everything below, each overridable."),
    data: z
        .enum(["keep", "disposable"])
        .describe("Whether data survives `destroy`: protection, final snapshots, recovery windows."),
    rotation: integer(0, 9999, "rotations").describe(
        "How often the generated passwords were rotated. Raise it by one, and each of them is made anew; those of the rotation before work until the next (docs/guides/rotation.md).",
    ),
    notSecrets: z
        .array(z.string())
        .describe(
            "Keys whose text looks like a secret and is none, as the problem names them: systems.akosha.variables.X_TOKEN.",
        ),
    tags: z
        .record(tagKey, tagValue)
        .describe("Tags for every AWS resource, in addition to mindcloud:project, mindcloud:stack and mindcloud:name."),
    network: network.describe("VPC, subnets, zones and ways out."),
    cluster: cluster.describe("The EKS cluster: version, who reaches its API, logs, names."),
    clusterServices: clusterServices.describe(
        "What the cluster runs for the systems: install what is needed, or use what is present. Default install; with existing.cluster, present for what a cluster usually has.",
    ),
    deployment: deployment.describe("How deployments reach the cluster and what bounds the roles that they make."),
    nodeGroups,
    stores: stores.describe("Data stores. Each exists only when an enabled system needs it."),
    backups: backups.describe("Backups of what has none of its own."),
    images: images.describe("Where images come from."),
    budget: budget.describe("What the environment may cost."),
    alerts: alerts.describe("Who is told."),
    monitoring: monitoring.describe("Metrics, logs, dashboards and alerts."),
    domain: domain.optional().describe("Domain of the environment. Without it the systems are internal only."),
    existing: existing.describe("What exists already and is used instead of being made."),
    systems: systems.describe("The systems, each enabled and sized on its own."),
});
export type Settings = z.infer<typeof settings>;

/** Keys that have no default: the smallest valid stack file. */
export const REQUIRED = [
    "account",
    "cluster.access",
    "cluster.endpoint.publicCidrs",
    "budget.monthlyUsd",
    "alerts.emails",
] as const;
