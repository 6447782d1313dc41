/** How a process is held to what its pod may do, with namespaces of Linux and without a container; what cannot be done is said. */
export interface Confined {
    readonly command: readonly string[];
    /** What a pod has and this start has not. */
    readonly gaps: readonly string[];
}

/** In a mount namespace of its own: a fresh /tmp, everything else of the root read-only. What follows is the command. */
const READ_ONLY = 'mount --make-rprivate / && mount -t tmpfs tmpfs /tmp && mount -o remount,bind,ro / && exec "$@"';

export function confined(
    command: readonly string[],
    { user, readOnlyRoot }: { readonly user: number; readonly readOnlyRoot: boolean },
    namespaces: boolean,
): Confined {
    const id = String(user);
    if (!namespaces)
        return {
            command,
            gaps: [`runs as whoever started it and not as ${id}`, "the root is not read-only"].map(
                (gap) => `${gap}: that needs user namespaces (unshare of Linux)`,
            ),
        };
    // The user is mapped, so an interpreter in somebody's home can be read; rights of its own it has none.
    const asUser = ["unshare", "--user", `--map-user=${id}`, `--map-group=${id}`, "--", ...command];
    if (!readOnlyRoot) return { command: asUser, gaps: [] };
    return {
        command: ["unshare", "--user", "--map-root-user", "--mount", "--", "sh", "-c", READ_ONLY, "sh", ...asUser],
        gaps: [],
    };
}
