import type { Paths } from "../session/paths";

/** What a child needs from this machine. Everything else - credentials, profiles, endpoints, tokens - stays out. */
const PASSED_ON = [
    "PATH",
    "TMPDIR",
    "LANG",
    "LC_ALL",
    "TERM",
    "NO_COLOR",
    "USER",
    "LOGNAME",
    "SystemRoot",
    "TZ",
] as const;

/** A list of what may pass, not of what may not: nobody can name every variable that a cloud's tools read. */
export function cleanEnvironment(paths: Paths, from: NodeJS.ProcessEnv = process.env): Record<string, string> {
    const kept = PASSED_ON.flatMap((name) => {
        const value = from[name];
        return value === undefined ? [] : [[name, value] as const];
    });
    return {
        ...Object.fromEntries(kept),
        // ~/.aws and ~/.kube of whoever runs this are not ours to read.
        HOME: paths.home,
        USERPROFILE: paths.home,
        PULUMI_HOME: paths.home,
        PULUMI_BACKEND_URL: `file://${paths.state}?metadata=skip`,
        PULUMI_CONFIG_PASSPHRASE_FILE: paths.passphrase,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
        PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
        // Every step rewrites the state file. The engine flushes it before it asks the cloud, which is what a kill needs; old copies are not.
        PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
        // Writing them is most of the engine's work; with fewer collections it takes a third less time, for 100 MB more.
        GOGC: "400",
        // But not without end: 568 MiB were resident in a rehearsal of prod, and with this some 330 at the peak.
        GOMEMLIMIT: "300MiB",
    };
}
