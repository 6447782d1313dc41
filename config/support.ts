/**
 * Days on which AWS ends the standard support of what a stack file names: by hand from AWS's own pages, a row for each. Copies of those pages
 * were read in 2026-11; what has no row, no page gave a day for: PostgreSQL 18, and Valkey, for which ElastiCache publishes none.
 */
import type { Minor, PostgresMajor } from "./versions";

/** https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html, "Amazon EKS Kubernetes release calendar": 14 months after EKS had it. */
export const KUBERNETES_SUPPORTED_UNTIL: Readonly<Partial<Record<Minor, string>>> = {
    "1.35": "2027-03-27",
    "1.36": "2027-08-02",
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html, "RDS end of standard support date". */
export const POSTGRES_SUPPORTED_UNTIL: Readonly<Partial<Record<PostgresMajor, string>>> = {
    "16": "2029-02-28",
    "17": "2030-02-28",
};
