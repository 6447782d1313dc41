/**
 * Every version this program installs, and the Kubernetes minors that each fits. Nothing else in the program names one.
 * Source: shared research "versions and baselines", sections 1.1-1.3, read 2026-11; builds marked "seen" are in public use for that minor.
 */

/** A minor is allowed when its row below is complete. 1.34 left standard support on 2026-12-02; 1.37 has no kube-proxy build yet. */
export const MINORS = ["1.35", "1.36"] as const;
export type Minor = (typeof MINORS)[number];
export const DEFAULT_MINOR: Minor = "1.36";

export interface AddonVersions {
    readonly "vpc-cni": string;
    readonly "kube-proxy": string;
    readonly coredns: string;
    readonly "eks-pod-identity-agent": string;
    readonly "aws-ebs-csi-driver": string;
    readonly "aws-efs-csi-driver": string;
    readonly "snapshot-controller": string;
    readonly "metrics-server": string;
    readonly "eks-node-monitoring-agent": string;
}
export type AddonName = keyof AddonVersions;

export interface MinorVersions {
    readonly addons: AddonVersions;
    /** Release of the EKS-optimised Amazon Linux 2023 image; node groups pin it (`releaseVersion`). */
    readonly nodeRelease: string;
}

/** Builds that fit both minors. */
const shared = {
    "vpc-cni": "v1.23.2-eksbuild.1",
    "eks-pod-identity-agent": "v1.4.0-eksbuild.3",
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
    "aws-efs-csi-driver": "v3.4.1-eksbuild.1",
    "snapshot-controller": "v8.6.0-eksbuild.4",
    "metrics-server": "v0.9.0-eksbuild.11",
    "eks-node-monitoring-agent": "v1.7.0-eksbuild.1",
} as const;

export const VERSIONS: Readonly<Record<Minor, MinorVersions>> = {
    "1.35": {
        addons: { ...shared, "kube-proxy": "v1.35.3-eksbuild.29", coredns: "v1.14.6-eksbuild.4" },
        nodeRelease: "1.35.7-20260911", // in three public clusters, 2026-09
    },
    "1.36": {
        addons: { ...shared, "kube-proxy": "v1.36.0-eksbuild.45", coredns: "v1.14.7-eksbuild.11" },
        nodeRelease: "1.36.2-20260818", // in public use on amd64 and arm64, 2026-08
    },
};

/** Valkey on ElastiCache: engine version and the parameter group family that fits it. 8.2 rather than 9.x: client libraries tested against it. */
export const VALKEY = { version: "8.2", family: "valkey8" } as const;

/**
 * Images of others that our own workloads run, by version and digest of the index for amd64 and arm64: what `images: digest` asks of every
 * image holds for these too. Digests as several independent public deployments of the tag name them, read 2026-11.
 */
export const IMAGES = {
    /** The default proxy of Envoy Gateway 1.9.1, which names this digest itself. The API of 1.39 is what make check holds our bootstrap to. */
    envoy: "docker.io/envoyproxy/envoy:distroless-v1.39.1@sha256:eb2c01c13125d1629637cb4e4cce7207009fb7cc2c8027f9742758549d15b6f4",
    /** psql for RDS for PostgreSQL 17 and older; Amazon's own copy of the official image, which knows no pull limit. */
    postgres:
        "public.ecr.aws/docker/library/postgres:17.11-alpine3.24@sha256:b0f9560a2de083e2cc7382e75f808c7381a32852a7ec49117deedb300e552b24",
    redisExporter:
        "docker.io/oliver006/redis_exporter:v1.90.0@sha256:a129504e65b87c54f79bc92f1afc403475e8ff646a3d7512de469904ceddf986",
} as const;
