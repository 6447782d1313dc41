/** What a system tells the configuration about itself. Imports zod only: config/ composes every system from these. */
import type { z } from "zod";
import type { PodPorts } from "./pod-ports";
import type { EndpointFacts } from "./endpoint";
import type { WorkloadPorts } from "./settings";

export type RedisUse = "cache" | "queue";

/** As in `existing.cluster.storageClasses`. */
export type StoragePurpose = "general" | "database";

/** What a system needs of its environment. Everything but namespaces and pods is optional. */
export interface SystemNeeds {
    readonly namespaces: readonly string[];
    /** A user in the Valkey group of that use. */
    readonly redis?: readonly { readonly use: RedisUse; readonly user: string }[];
    readonly postgres?: readonly PostgresNeed[];
    /** A prefix in the cold bucket. */
    readonly coldData?: boolean;
    /** A prefix in the backups bucket, for dumps. */
    readonly backupArchive?: boolean;
    /** A Neo4j of its own; the user's, where existing.neo4j has one by that name. */
    readonly neo4j?: readonly { readonly user: string }[];
    /** EFS access points by name. */
    readonly sharedFiles?: readonly string[];
    /** EBS volumes, which live in one zone. */
    readonly zonalVolumes?: boolean;
    /** What their StorageClasses are for; a claim keeps the one that it was made with. */
    readonly storageClasses?: readonly StoragePurpose[];
    /** Claims of those volumes, as `<namespace>/<claim>`: what `stores.volumes.restoreFrom` may name. */
    readonly volumes?: readonly string[];
    /** Pods that run other people's code, on nodes of their own. */
    readonly untrustedCode?: boolean;
    /** A host name on the load balancer, when the environment has a domain. */
    readonly ingress?: boolean;
    /** That load balancer has addresses in the private subnets only. */
    readonly internalIngress?: boolean;
    /** Scales by the length of a queue that Prometheus counts (KEDA). */
    readonly queueScaling?: boolean;
    /** Names compiled into the code -> names in the cluster. */
    readonly dnsRewrites?: Readonly<Record<string, string>>;
    /** Passwords to generate, of accounts that the application keeps by itself: `<system>/<account>`. */
    readonly passwords?: readonly string[];
    /** Secrets that only people have, as paths under mindcloud:secrets. */
    readonly peopleSecrets?: readonly string[];
    /** Number of pods at the autoscalers' floor and at their ceiling. */
    readonly pods: { readonly floor: number; readonly ceiling: number };
}

export interface PostgresNeed {
    readonly database: string;
    /** Most pods that connect at the same time. */
    readonly pods: number;
    /** Connections that the document gives one pod. */
    readonly connectionsPerPod: number;
    /** Fewest with which one pod still works. */
    readonly fewestConnectionsPerPod: number;
}

type Tree = Readonly<Record<string, unknown>>;

/** Layers below what the stack file says, weakest first. */
export interface SystemDefaults {
    /** For everyone; `enabled: false` is always among them. */
    readonly common?: Tree;
    /** By profile: at least the size. */
    readonly profiles: { readonly economy: Tree; readonly highlyAvailable: Tree };
    /** What else a size brings, whatever the profile. */
    readonly sizes?: Readonly<Record<string, Tree>>;
    /** For each entry that a user writes into a map: map's key -> what an entry has by default. */
    readonly entries?: Readonly<Record<string, Tree>>;
}

export interface SystemDefinition<Schema extends z.ZodType> {
    readonly schema: Schema;
    readonly needs: (config: z.infer<Schema>) => SystemNeeds;
    readonly defaults: SystemDefaults;
    /** Workloads whose image, command and ports a stack may set (`workloads` in its schema). */
    readonly workloads: WorkloadPorts;
    /** Pods in which more than one process listens. */
    readonly pods?: (config: z.infer<Schema>) => readonly PodPorts[];
    /** Workloads for which there is no code at the pinned commit, and how that is known: they may run the stand-in anywhere, or be absent. */
    readonly withoutCode?: Readonly<Record<string, string>>;
    /** Parts of which a document wants a /metrics: those that `scraped` may name. */
    readonly measured?: readonly string[];
    /** What a person must know of a configuration that is valid all the same. */
    readonly notes?: (config: z.infer<Schema>) => readonly string[];
    /** Workloads with a volume of their own -> the claim's name. */
    readonly holders?: Readonly<Record<string, string>>;
    /** Its name in the domain, and who authenticates callers of its paths. Without it nothing is published. */
    readonly endpoint?: EndpointFacts;
    /** Passwords that everybody can read upstream, and what becomes of them. */
    readonly defaultPasswords?: readonly DefaultPassword[];
}

export interface DefaultPassword {
    /** Account and where it is known from. */
    readonly account: string;
    /** What this program does about it. */
    readonly instead: string;
}

export const definition = <Schema extends z.ZodType>(
    schema: Schema,
    rest: Omit<SystemDefinition<Schema>, "schema">,
): SystemDefinition<Schema> => ({ schema, ...rest });
