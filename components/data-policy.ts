/** What `data: keep | disposable` means, for every store, in one table. */
import type { DataPolicy } from "../config/environment";

export interface DataProtection {
    /** Pulumi's `protect`: the engine refuses to delete or replace. */
    readonly protect: boolean;
    /** RDS and EKS deletion protection. */
    readonly deletionProtection: boolean;
    /** Take a last snapshot when RDS or ElastiCache is destroyed. */
    readonly finalSnapshot: boolean;
    /** Keep automated RDS backups after the instance is gone. */
    readonly keepAutomatedBackups: boolean;
    /** `destroy` empties buckets, and deletes recovery points, that still hold something. */
    readonly forceDestroy: boolean;
    /** Days that Secrets Manager keeps a deleted secret that is irreplaceable (0, or 7 to 30); its name stays reserved meanwhile. */
    readonly secretRecoveryDays: number;
    /** Days until a KMS key is really deleted (7 to 30). */
    readonly keyDeletionDays: number;
}

export const DATA_PROTECTION: Readonly<Record<DataPolicy, DataProtection>> = {
    keep: {
        protect: true,
        deletionProtection: true,
        finalSnapshot: true,
        keepAutomatedBackups: true,
        forceDestroy: false,
        secretRecoveryDays: 30,
        keyDeletionDays: 30,
    },
    disposable: {
        protect: false,
        deletionProtection: false,
        finalSnapshot: false,
        keepAutomatedBackups: false,
        forceDestroy: true,
        secretRecoveryDays: 0,
        keyDeletionDays: 7,
    },
};
