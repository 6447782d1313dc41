/** CEL that holds an operator's change to what it is for: what RBAC calls `patch` may touch everything. */
import { ACCESS_GROUPS } from "../../../aws/access";
import { CHART_EXCEPTION } from "../exceptions";
import { mapOf } from "../law";

/** Only where an operator asks; an admin's and the controllers' requests are not judged. */
export const byOperators = `"${ACCESS_GROUPS.operate}" in request.userInfo.groups`;

/** Every key of `now` but some is as it was, and none is gone. `prefixes`: those that begin with one are free too. */
export function same(now: string, before: string, but: readonly string[], prefixes: readonly string[] = []): string {
    const named = `k in [${but.map((key) => `"${key}"`).join(", ")}]`;
    const free = `(${[named, ...prefixes.map((prefix) => `k.startsWith("${prefix}")`)].join(" || ")})`;
    return `${now}.all(k, ${free} || (k in ${before} && ${now}[k] == ${before}[k])) && ${before}.all(k, ${free} || k in ${now})`;
}

/** `dyn`: several kinds, whose other fields differ. */
export const BOTH: Readonly<Record<string, string>> = {
    now: "dyn(object)",
    before: "dyn(oldObject)",
    meta: "variables.now.metadata",
    metaBefore: "variables.before.metadata",
    notes: mapOf("annotations", "variables.now"),
    notesBefore: mapOf("annotations", "variables.before"),
};

/** What the API server keeps itself. */
const SERVERS = ["annotations", "managedFields", "resourceVersion", "generation"];

/**
 * Labels, owners and finalizers stay: an owner that does not exist deletes the object, a finalizer keeps it, and labels are what others
 * choose by. Of the annotations only those are free that are named.
 */
export const sameMetadata = (annotations: readonly string[], prefixes: readonly string[] = []): string =>
    [
        same("variables.meta", "variables.metaBefore", SERVERS),
        same("variables.notes", "variables.notesBefore", annotations, prefixes),
    ].join(" && ");

/** For `variables`, before `SHELL_ALLOWED`. */
export const OF_NAMESPACE: Readonly<Record<string, string>> = {
    homeLabels: mapOf("labels", "namespaceObject"),
    homeNotes: mapOf("annotations", "namespaceObject"),
};

/**
 * The namespace of a system. Controllers of charts may read every Secret, or act for the cluster in AWS: who has a shell there, or says what
 * runs there, is an admin.
 */
export const SHELL_ALLOWED = [
    '"app.kubernetes.io/managed-by" in variables.homeLabels',
    'variables.homeLabels["app.kubernetes.io/managed-by"] == "mindcloud"',
    `!("${CHART_EXCEPTION}" in variables.homeNotes)`,
    // Of the monitoring's node agents: privileged.
    '"pod-security.kubernetes.io/enforce" in variables.homeLabels',
    'variables.homeLabels["pod-security.kubernetes.io/enforce"] == "restricted"',
].join(" && ");
