/** What every pod says about itself, whoever runs it: a workload, a scheduled job or a one-shot job. */
import type { rbac } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import type { RunArgs, ServiceArgs } from "./container";
import type { NamespaceHandle } from "./site";
import type { Nodes } from "./placement";
import type { Priority } from "./priority";
import type { User, UserException } from "./security";
import type { Reach } from "./traffic";
import type { Volume as AnyVolume } from "./volumes";

/** A rule of a Role. Wildcards are refused, and so is reading all secrets. */
export interface ApiRule {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly ("get" | "list" | "watch" | "create" | "update" | "patch" | "delete")[];
    /** Only these objects. */
    readonly resourceNames?: readonly string[];
}

/** A container that lives as long as the pod. */
export interface SidecarArgs<Port extends string, Volume extends string> extends ServiceArgs<Port, Volume> {
    /**
     * `before` (default): a native sidecar, ready before the main container starts and stopped after it. `beside`: an ordinary second
     * container, for what starts only once the main one runs, or may fail without holding it up.
     */
    readonly starts?: "before" | "beside";
}

export interface PodArgs<SidePort extends string, Volume extends string> {
    readonly namespace: NamespaceHandle;
    /** metadata.name of the controller, its Service, policy and account. Default the component's name. */
    readonly metadataName?: string;
    /** Name of the main container. Default as `metadataName`. */
    readonly containerName?: string;
    /** What it is in its system (app.kubernetes.io/component): `database`, `worker`. */
    readonly component?: string;
    /** Run in this order before the main container, and after the native sidecars. By container name. */
    readonly init?: Readonly<Record<string, RunArgs<NoInfer<Volume>>>>;
    /** By container name. */
    readonly sidecars?: Readonly<Record<string, SidecarArgs<SidePort, NoInfer<Volume>>>>;
    /** Whom it may open connections to. Default nobody but DNS. */
    readonly reaches?: readonly Reach[];
    /** What it may do with the Kubernetes API in its own namespace. Default nothing: no token is mounted. */
    readonly kubernetesApi?: readonly ApiRule[];
    /**
     * What must be done before its first pod starts, for example a job that prepares the database. Said here and not in the component's
     * `dependsOn`, which Pulumi does not hand to children: on destroy they would go in any order.
     */
    readonly after?: readonly pulumi.Resource[];
    /** User and group of every container and of its volumes. Default 10001. */
    readonly user?: User | UserException;
    /** Default `general`. */
    readonly nodes?: Nodes;
    readonly priority?: Priority;
}

/** Volumes by name, for the `mounts` of all containers of the pod. */
export interface VolumesOf<Volume extends string, Kind extends AnyVolume> {
    readonly volumes?: Readonly<Record<Volume, Kind>>;
}

/** Port and volume names are checked where they are written; from here on they are plain strings. */
export type AnyPodArgs = PodArgs<string, string> &
    RunArgs<string> & { readonly volumes?: Readonly<Record<string, AnyVolume>> };

export function apiProblems(rules: readonly ApiRule[] = []): string[] {
    return rules.flatMap(({ apiGroups, resources, verbs, resourceNames }) => [
        ...([...apiGroups, ...resources, ...verbs].includes("*")
            ? ["asks the Kubernetes API for *: name what it needs"]
            : []),
        ...(resources.includes("secrets") &&
        (resourceNames === undefined || verbs.some((verb) => verb === "list" || verb === "watch"))
            ? ["may read every secret of its namespace: name the secrets, and mount them instead of listing"]
            : []),
        ...(resources.some((resource) => /^pods\/(exec|attach|portforward)$/.test(resource))
            ? ["may enter other pods: nothing here needs that"]
            : []),
    ]);
}

export const roleRules = (rules: readonly ApiRule[]): rbac.v1.PolicyRule[] =>
    rules.map(({ apiGroups, resources, verbs, resourceNames }) => ({
        apiGroups: [...apiGroups],
        resources: [...resources],
        verbs: [...verbs],
        ...(resourceNames && { resourceNames: [...resourceNames] }),
    }));
