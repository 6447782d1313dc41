/**
 * What parts of an environment hand to each other: small readonly interfaces, the same for what this program creates and for what the
 * user brings (`existing:`). No resource leaks through them.
 */
import type * as pulumi from "@pulumi/pulumi";
import type { RedisUse } from "../config/needs";
import type { PoolShare } from "../config/pools";
import type { Life, Restore } from "../config/restores";

/** One KMS key for one domain of data. */
export interface KmsKey {
    readonly arn: pulumi.Output<string>;
}

/** Domains of data with a key each. */
export const KEY_DOMAINS = [
    "cluster",
    "volumes",
    "objects",
    "database",
    "cache",
    "files",
    "logs",
    "secrets",
    "alarms",
    "backups",
] as const;
export type KeyDomain = (typeof KEY_DOMAINS)[number];

export interface KeyRing {
    /** The key of a domain; asking for one that `domains` did not announce is a programming error and throws. */
    of(domain: KeyDomain): KmsKey;
}

/** Subnets of one kind, in zone order; blocks are plain because policies and rules are computed from them. */
export interface Subnets {
    readonly ids: readonly pulumi.Output<string>[];
    readonly cidrs: readonly string[];
}

export interface Network {
    readonly vpcId: pulumi.Output<string>;
    readonly cidr: string;
    /** Where it has more than that one. */
    readonly cidrs?: readonly string[];
    readonly zoneNames: readonly string[];
    readonly public: Subnets;
    readonly private: Subnets;
    readonly data: Subnets;
    /** What must exist before a node can pull an image, and stay until the last node is gone: routes, NAT, endpoints, ways to networks of others. */
    readonly egress: readonly pulumi.Resource[];
}

/** A block outside of the cluster that pods reach by address, on one TCP port. */
export interface WayOut {
    readonly cidr: string;
    readonly port: number;
    /** For the rule's description. */
    readonly what: string;
}

/** Opens security groups for rows of the traffic table; asked twice for the same, it is one rule. */
export interface NodeWays {
    /** Lets nodes, and with them pods, out to a block. */
    letOut(way: WayOut): pulumi.Resource;
    /** Lets the API server call a TCP port of nodes and pods. */
    letApiIn(port: number): readonly pulumi.Resource[];
}

/** Security group of the nodes, by which stores admit them. */
export interface NodeSecurity {
    readonly nodeSecurityGroupId: pulumi.Output<string>;
    /** Absent for a group of others: EC2 refuses a rule that is there, and two environments may share the group. Its rules are its owner's. */
    readonly ways?: NodeWays;
}

/** Security groups of a cluster of our own. They need the VPC only, so that stores admit nodes without waiting for EKS. */
export interface ClusterSecurity extends NodeSecurity {
    readonly controlPlaneSecurityGroupId: pulumi.Output<string>;
    /** Rules between the two groups. Nodes depend on them: without them no node joins, and on destroy no controller can clean up. */
    readonly rules: readonly pulumi.Resource[];
}

export interface Bucket {
    readonly bucketName: pulumi.Output<string>;
    readonly arn: pulumi.Output<string>;
    /** Undefined for a bucket whose key we do not know. */
    readonly key?: KmsKey;
}

/** A secret in Secrets Manager. Its value never passes through a handle. */
export interface StoredSecret {
    readonly secretName: pulumi.Output<string>;
    readonly arn: pulumi.Output<string>;
    /** Id of the version that we wrote: a new one restarts the readers. Undefined for a secret that others write. */
    readonly versionId?: pulumi.Output<string>;
    /** What makes the server take it: who reads it waits for that. Default nothing. */
    readonly ready?: readonly pulumi.Resource[];
}

export interface RedisConnection {
    readonly use: RedisUse;
    readonly host: pulumi.Output<string>;
    readonly port: number;
    /** Where its addresses are, if not in the data subnets. */
    readonly cidrs?: readonly string[] | undefined;
    /** Credentials by user: JSON with `username` and `password`. */
    readonly users: Readonly<Record<string, StoredSecret>>;
    /** In a network of its own, where a rule cannot name the nodes' group: it is reached by its blocks. */
    readonly apart?: boolean;
}

export interface PostgresConnection {
    readonly host: pulumi.Output<string>;
    readonly port: number;
    /** Where its addresses are, if not in the data subnets. */
    readonly cidrs?: readonly string[] | undefined;
    /** Admin credential (JSON with `username` and `password`), for the db-init Job only; no workload reads it. */
    readonly admin: StoredSecret;
    /** Plain ARN of an instance of our own: RDS tags the admin's secret, which it names itself, with it. */
    readonly instanceArn?: string;
    /** Credential of each system's own database: JSON with `username`, `password`, `database`. */
    readonly databases: Readonly<Record<string, StoredSecret & { readonly pool: PoolShare }>>;
    /** In a network of its own, where a rule cannot name the nodes' group: it is reached by its blocks. */
    readonly apart?: boolean;
}

/**
 * What a system's Neo4j is made from (components/blocks/neo4j): the credential of our own, JSON with `username`, `password` and `auth`
 * (both, as the server's image reads them), or what the user brought, JSON with the first two.
 */
export interface Neo4jStore {
    readonly credential: StoredSecret;
    /** The credential has `previousUsername` and `previousPassword` too, of the rotation before. */
    readonly rotated?: boolean;
    readonly existing?: Neo4jAddress;
}

/** Plain: network policies and connection strings are written from it. */
export interface Neo4jAddress {
    readonly host: string;
    readonly port: number;
    readonly scheme: "bolt" | "bolt+s" | "neo4j" | "neo4j+s";
    readonly cidrs: readonly string[];
}

export interface SharedFiles {
    readonly fileSystemId: pulumi.Output<string>;
    /** Ids of the access points in use, by name. */
    readonly accessPoints: Readonly<Record<string, pulumi.Output<string>>>;
    /** By name all that there are, where some were restored. Default those in use. */
    readonly lives?: Readonly<Record<string, readonly FilesLife[]>>;
}

/** A directory as it began, or as a restore brought it back. */
export interface FilesLife extends Pick<Life<Restore>, "suffix" | "state"> {
    readonly accessPointId: pulumi.Output<string>;
}

/** Stores as systems ask for them. One that `needs` did not announce is a programming error: asking for it throws. */
export interface SystemStores {
    redis(use: RedisUse): RedisConnection;
    postgres(): PostgresConnection;
    /** Its prefixes are the documents' bucket names: `akosha-cold-data/`. */
    cold(): Bucket;
    /** For dumps, under a prefix with the system's name. */
    dumps(): Bucket;
    files(): SharedFiles;
    neo4j(user: string): Neo4jStore;
}

/** Secrets that only people have, by path under mindcloud:secrets. */
export type PeopleSecretHandles = (path: string) => StoredSecret;

/** Where alarms go. */
export interface AlarmTopic {
    readonly topicArn: pulumi.Output<string>;
}

export interface KubernetesCluster {
    /** Plain, known at preview: it is the Kubernetes provider's `clusterIdentifier`. */
    readonly clusterName: string;
    /** The same, once the cluster exists. */
    readonly name: pulumi.Output<string>;
    readonly endpoint: pulumi.Output<string>;
    readonly provider: pulumi.ProviderResource;
    /** Everything that must be there before a pod can run: access, nodes, add-ons. */
    readonly ready: readonly pulumi.Resource[];
    /** What makes volumes and must outlive them: storage classes wait for it, and what has no volume does not. */
    readonly storage: readonly pulumi.Resource[];
    /** Others made it and its nodes: they carry none of our labels, and we know of no kind but Kubernetes' own. */
    readonly foreign?: true;
}

/** With what people and pipelines reach it by. */
export interface ReachedCluster extends KubernetesCluster {
    /** Holds no credential; a secret all the same. */
    readonly kubeconfig: pulumi.Output<string>;
}
