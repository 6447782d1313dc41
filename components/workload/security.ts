/** Restricted Pod Security for every pod and container, and the only two ways out of our own, stricter rules: with a reason. */
import type { core } from "@pulumi/kubernetes/types/input";
import { sysctlsFor, type Port } from "./ports";

/** Above the ids that a node itself may use (kube-score, KSV-0020); EFS access points belong to the same. */
export const DEFAULT_USER = 10_001;

/** Root is refused by restricted Pod Security, so no reason helps. */
export interface UserException {
    /** 1 to 10000; above, no exception is needed. */
    readonly uid: number;
    readonly because: string;
}

export interface User {
    /** runAsUser, runAsGroup and fsGroup: 10001 or more. */
    readonly uid: number;
}

/** Why a container cannot live with a read-only root file system. */
export interface WritableRoot {
    readonly because: string;
}

export function podSecurityContext(uid: number, ports: readonly Port[]): core.v1.PodSecurityContext {
    const sysctls = sysctlsFor(ports);
    return {
        runAsNonRoot: true,
        runAsUser: uid,
        runAsGroup: uid,
        fsGroup: uid,
        // A volume with millions of files would otherwise be walked at every start.
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
        ...(sysctls.length > 0 && { sysctls }),
    };
}

/** User and group again, because checkers look at containers (kube-score container-security-context-user-group-id). */
export function containerSecurityContext(uid: number, writableRoot?: WritableRoot): core.v1.SecurityContext {
    return {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        privileged: false,
        readOnlyRootFilesystem: writableRoot === undefined,
        runAsNonRoot: true,
        runAsUser: uid,
        runAsGroup: uid,
        seccompProfile: { type: "RuntimeDefault" },
    };
}

export function userProblems(user: User | UserException | undefined): string[] {
    if (user === undefined) return [];
    if (!Number.isInteger(user.uid) || user.uid < 1)
        return [`runs as uid ${user.uid}: restricted Pod Security refuses root`];
    if ("because" in user)
        return user.uid < DEFAULT_USER && user.because !== ""
            ? []
            : [`needs no exception for uid ${user.uid}, or gives no reason`];
    return user.uid >= DEFAULT_USER ? [] : [`runs as uid ${user.uid}: write 10001 or more, or say why not`];
}

/** Where a reader of the cluster finds the reasons. */
export function exceptionAnnotations(
    user: User | UserException | undefined,
    roots: Readonly<Record<string, WritableRoot | undefined>>,
): Record<string, string> {
    return {
        ...(user !== undefined && "because" in user && { "mindcloud.dev/user-exception": user.because }),
        ...Object.fromEntries(
            Object.entries(roots).flatMap(([container, root]) =>
                root === undefined ? [] : [[`mindcloud.dev/writable-root.${container}`, root.because]],
            ),
        ),
    };
}
