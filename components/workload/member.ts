/** What workloads and jobs do alike around their pods: account, identity, rights, traffic, and their place in the registry. */
import { Role, RoleBinding } from "@pulumi/kubernetes/rbac/v1";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { PodIdentity } from "../aws/pod-identity";
import { standardLabels } from "./labels";
import { networkPolicy, policyProblems } from "./network-policy";
import { apiProblems, roleRules, type AnyPodArgs } from "./pod-args";
import type { Pod } from "./pod";
import { refuse } from "./refuse";
import type { Member } from "./registry";
import type { Admission, Reach } from "./traffic";
import { disposableSizes, ownedClaims } from "./volumes";

export interface Surroundings {
    readonly name: string;
    readonly parent: pulumi.Resource;
    readonly args: AnyPodArgs;
    readonly pod: Pod;
    readonly admits: readonly Admission[];
    /** Most pods at the same time, those included that a rollout adds, or that come in the place of evicted ones. */
    readonly pods: number;
    /** Most pods that still exist, and with them their disposable volumes: a job's failed ones too. Default as `pods`. */
    readonly remaining?: number;
    /** Of the controller. */
    readonly problems: readonly string[];
}

/** Refuses what cannot be right, writes down the rest, and makes what must be there before the first pod. Returns what pods wait for. */
export function surround(surroundings: Surroundings): pulumi.Resource[] {
    const { name, parent, args, pod } = surroundings;
    const { namespace } = args;
    const member = memberOf(surroundings);
    refuse(pod.name, [
        ...pod.problems,
        ...surroundings.problems,
        ...apiProblems(args.kubernetesApi),
        ...policyProblems(member, pod.ports, namespace.site),
        ...member.owns.flatMap((claim) => {
            const owner = namespace.site.registry.ownerOf(member.namespace, claim);
            return owner === undefined
                ? []
                : [`mounts the claim ${claim}, which ${owner} owns alone: ask it over the network`];
        }),
    ]);
    namespace.site.registry.add(member);
    for (const size of disposableSizes(args.volumes ?? {}))
        namespace.site.registry.addClaims(member.namespace, surroundings.remaining ?? member.pods, size);

    return [
        ...namespace.ready,
        ...namespace.site.ready,
        networkPolicy(name, { namespace, member, parent }),
        ...identity(surroundings, member.reaches),
        ...account(surroundings),
        ...pod.waitsFor,
        ...(args.after ?? []),
    ];
}

/** The declared traffic table, for the graph: what the emitted policies are compared with. */
export function trafficOf({
    args,
    pod,
    admits,
}: Pick<Surroundings, "args" | "pod" | "admits">): Readonly<Record<string, unknown>> {
    return {
        workload: pod.name,
        namespace: args.namespace.namespaceName,
        admits: admits.map((row) => ({ ...row, ports: [...row.ports] })),
        // What may be done at AWS is the role's business, and may not be known yet.
        reaches: reachesOf(args).map((row) =>
            "statements" in row ? { to: row.to, service: row.service } : { ...row },
        ),
    };
}

function reachesOf({ reaches = [], kubernetesApi }: AnyPodArgs): readonly Reach[] {
    return kubernetesApi === undefined ? reaches : [...reaches, { to: "kubernetesApi" }];
}

function memberOf({ args, pod, admits, pods }: Surroundings): Member {
    return {
        namespace: args.namespace.namespaceName,
        workload: pod.name,
        ports: pod.ports,
        admits,
        reaches: reachesOf(args),
        owns: ownedClaims(args.volumes ?? {}),
        pods,
        perPod: pod.perPod,
        largestContainer: pod.largestContainer,
    };
}

/** One role for one workload, and only for one that calls AWS (docs/design.md, rule 8). */
function identity(
    { name, parent, args: { namespace }, pod }: Surroundings,
    reaches: readonly Reach[],
): pulumi.Resource[] {
    const statements = reaches.flatMap((reach) => (reach.to === "aws" ? [...reach.statements] : []));
    if (statements.length === 0) return [];
    const { scope, cluster } = namespace.site;
    return [
        new PodIdentity(
            `${name}-identity`,
            {
                ...{ scope, called: `${workloadWords(namespace.namespaceName, pod.name)}-identity`, cluster },
                ...{ namespace: namespace.namespaceName, serviceAccount: pod.name, statements },
            },
            { parent },
        ),
    ];
}

/** Names in Kubernetes are fixed; one that says its namespace already does not say it twice. */
const workloadWords = (namespace: string, workload: string): string =>
    workload.startsWith(`${namespace}-`) ? workload : `${namespace}-${workload}`;

/** An account of its own, so that rights and identities are never shared; without a token unless the pod asks the API. */
function account({ name, parent, args: { namespace, kubernetesApi }, pod }: Surroundings): pulumi.Resource[] {
    const metadata = {
        name: pod.name,
        namespace: namespace.namespaceName,
        labels: standardLabels({ name: pod.name, partOf: namespace.system }),
    };
    const opts = { parent, dependsOn: [...namespace.ready] };
    const serviceAccount = new ServiceAccount(
        `${name}-account`,
        { metadata, automountServiceAccountToken: false },
        opts,
    );
    if (kubernetesApi === undefined) return [serviceAccount];

    const role = new Role(`${name}-role`, { metadata, rules: roleRules(kubernetesApi) }, opts);
    const binding = new RoleBinding(
        `${name}-role-binding`,
        {
            metadata,
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: pod.name },
            subjects: [{ kind: "ServiceAccount", name: pod.name, namespace: namespace.namespaceName }],
        },
        { parent, dependsOn: [role] },
    );
    return [serviceAccount, binding];
}
