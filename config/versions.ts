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
