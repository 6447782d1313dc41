import { ClusterRole, ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1";
import type { rbac } from "@pulumi/kubernetes/types/input";
import * as pulumi from "@pulumi/pulumi";
import { ACCESS_GROUPS, type AccessLevel } from "../aws/access";

export interface AccessRolesArgs {
    /** `cluster.access`: a role that nobody is given is not made. */
    readonly access: Readonly<Record<string, AccessLevel>>;
    /**
     * The laws that hold operators to their work. Absent where others' policies hold in the cluster: what is safe only beside these laws
     * is not granted then.
     */
    readonly laws?: readonly pulumi.Resource[] | undefined;
}

const READ = ["get", "list", "watch"];

const rule = (apiGroup: string, resources: readonly string[], verbs: readonly string[]): rbac.v1.PolicyRule => ({
    ...{ apiGroups: [apiGroup], resources: [...resources], verbs: [...verbs] },
});

/**
 * What AmazonEKSViewPolicy leaves out (EKS user guide, "Review access policy permissions") and a person who looks needs: nodes, volumes and
 * classes, usage, rules, and custom resources, by name: a rule for `*` would read whatever a chart of tomorrow brings, Secrets of its own
 * kind included.
 */
const VIEW: readonly rbac.v1.PolicyRule[] = [
    rule("", ["nodes", "persistentvolumes"], READ),
    rule("storage.k8s.io", ["storageclasses", "volumeattachments", "volumeattributesclasses"], READ),
    rule("scheduling.k8s.io", ["priorityclasses"], READ),
    rule("metrics.k8s.io", ["nodes", "pods"], ["get", "list"]),
    rule("networking.k8s.io", ["ingressclasses"], READ),
    rule("rbac.authorization.k8s.io", ["clusterroles", "clusterrolebindings", "roles", "rolebindings"], READ),
    rule(
        "admissionregistration.k8s.io",
        [
            ...["validatingadmissionpolicies", "validatingadmissionpolicybindings"],
            ...["validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
        ],
        READ,
    ),
    rule("apiextensions.k8s.io", ["customresourcedefinitions"], READ),
    rule("apiregistration.k8s.io", ["apiservices"], READ),
    rule("snapshot.storage.k8s.io", ["volumesnapshots", "volumesnapshotclasses", "volumesnapshotcontents"], READ),
    rule("external-secrets.io", ["externalsecrets", "clustersecretstores"], READ),
    rule("keda.sh", ["scaledobjects"], READ),
    rule("elbv2.k8s.aws", ["ingressclassparams", "targetgroupbindings"], READ),
    rule("monitoring.coreos.com", ["alertmanagers", "podmonitors", "probes", "prometheuses"], READ),
    rule("monitoring.coreos.com", ["prometheusrules", "scrapeconfigs", "servicemonitors"], READ),
];

/**
 * Logs, a shell, restart and scale. Neither Secrets nor what leads to one: who may create a pod or a Job, or change what a workload mounts,
 * may read every Secret of the namespace.
 */
const OPERATE: readonly rbac.v1.PolicyRule[] = [
    rule("", ["pods/log"], ["get"]),
    rule("", ["pods/portforward"], ["get", "create"]),
    // One that hangs; the eviction respects disruption budgets.
    rule("", ["pods"], ["delete"]),
    rule("", ["pods/eviction"], ["create"]),
    rule("apps", ["deployments/scale", "statefulsets/scale"], ["update", "patch"]),
    // One that failed, so that its alert ends.
    rule("batch", ["jobs"], ["delete"]),
];

/** Safe only beside the laws of components/cluster/laws/operators: RBAC knows no `patch` that touches one field alone. */
const OPERATE_WITHIN_LAWS: readonly rbac.v1.PolicyRule[] = [
    // `get` too: clients that speak websocket begin with it (Kubernetes, "Authorization overview", request verbs).
    rule("", ["pods/exec", "pods/attach"], ["get", "create"]),
    rule("apps", ["deployments", "statefulsets", "daemonsets"], ["patch"]),
    rule("autoscaling", ["horizontalpodautoscalers"], ["patch"]),
    rule("", ["persistentvolumeclaims", "nodes"], ["patch"]),
    rule("keda.sh", ["scaledobjects"], ["patch"]),
    rule("external-secrets.io", ["externalsecrets"], ["patch"]),
];

/** What `view` and `operate` may do beside EKS's own access policy: roles of the groups that their access entries carry. */
export class AccessRoles extends pulumi.ComponentResource {
    constructor(name: string, { access, laws }: AccessRolesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:cluster:AccessRoles", name, {}, opts);
        const levels = Object.values(access);
        if (levels.some((level) => level !== "admin")) grantTo(name, "view", VIEW, this);
        if (levels.includes("operate"))
            grantTo(name, "operate", [...OPERATE, ...(laws ? OPERATE_WITHIN_LAWS : [])], this, laws);
        this.registerOutputs({});
    }
}

/** A ClusterRole for the group of a level, and its binding. `suffix`: beside the first one of that level. */
export function grantTo(
    name: string,
    level: keyof typeof ACCESS_GROUPS,
    rules: readonly rbac.v1.PolicyRule[],
    parent: pulumi.Resource,
    after: readonly pulumi.Resource[] = [],
    suffix = "",
): void {
    const metadata = {
        name: `mindcloud-${level}${suffix}`,
        labels: { "app.kubernetes.io/managed-by": "mindcloud" },
    };
    const role = new ClusterRole(
        `${name}-${level}`,
        { metadata, rules: [...rules] },
        { parent, dependsOn: [...after] },
    );
    new ClusterRoleBinding(
        `${name}-${level}-binding`,
        {
            metadata,
            subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: ACCESS_GROUPS[level] }],
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: metadata.name },
        },
        { parent, dependsOn: [role] },
    );
}

/** Somebody is let in who is no admin. */
export const needsRoles = (access: AccessRolesArgs["access"]): boolean =>
    Object.values(access).some((level) => level !== "admin");
