import * as core from "@pulumi/kubernetes/core/v1";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import { NAMESPACE_LABEL } from "./labels";
import type { NamespaceHandle, Site } from "./site";
import { refuse } from "./refuse";
import { registryLogins } from "./registry-logins";

/** Less than restricted only with a reason, which stands on the namespace. */
export type PodSecurity = "restricted" | { readonly level: "baseline" | "privileged"; readonly because: string };

export interface NamespaceArgs {
    readonly site: Site;
    /** metadata.name. Default the component's name. */
    readonly metadataName?: string;
    /** The system it belongs to (app.kubernetes.io/part-of). */
    readonly system: string;
    /** Pod Security level that is enforced. Default restricted. */
    readonly podSecurity?: PodSecurity;
    /**
     * Pods of it are behind the load balancer: they count as ready only once its health checks agree, so a rollout takes none away too
     * early (AWS Load Balancer Controller, pod readiness gates). Default false.
     */
    readonly loadBalanced?: boolean;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    /** Declared for all of its pods together, where no Workload declares it: only recorded, for whoever compares policies with it. */
    readonly traffic?: Readonly<Record<string, unknown>>;
}

const DNS = 53;
const RESERVED = /^(default|kube-.*)$/;
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A namespace in which nothing may run as root and nobody may talk to anybody, until workloads say otherwise. Satisfies CIS-EKS 4.1.5,
 * 4.2.1-4.2.5, 4.3.2, 4.5.2, CKV_K8S_21, KSV-0110.
 */
export class Namespace extends pulumi.ComponentResource implements NamespaceHandle {
    readonly namespaceName: string;
    readonly system: string;
    readonly site: Site;
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: NamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:workload:Namespace", name, { ...(args.traffic && { traffic: args.traffic }) }, opts);
        this.namespaceName = args.metadataName ?? name;
        this.system = args.system;
        this.site = args.site;
        refuse(this.namespaceName, namespaceProblems(this.namespaceName, args));

        const namespace = this.createNamespace(name, args);
        const closed = this.denyEverything(name, namespace);
        const dns = this.allowDns(name, namespace);
        const account = this.disarmDefaultAccount(name, namespace);

        const made = [namespace, closed, dns, account];
        const handle = { namespaceName: this.namespaceName, system: this.system, site: this.site, ready: made };
        this.ready = [...made, ...registryLogins(name, handle, this)];
        this.site.registry.addHome(this);
        this.registerOutputs({ namespaceName: this.namespaceName });
    }

    private createNamespace(
        name: string,
        { site, podSecurity = "restricted", loadBalanced = false, labels, annotations }: NamespaceArgs,
    ): core.Namespace {
        const level = podSecurity === "restricted" ? podSecurity : podSecurity.level;
        const version = `v${site.kubernetes}`;
        const reasons = {
            ...annotations,
            ...(podSecurity !== "restricted" && { "mindcloud.dev/pod-security-exception": podSecurity.because }),
        };
        return new core.Namespace(
            `${name}-namespace`,
            {
                metadata: {
                    name: this.namespaceName,
                    labels: {
                        ...labels,
                        "app.kubernetes.io/part-of": this.system,
                        "app.kubernetes.io/managed-by": "mindcloud",
                        "pod-security.kubernetes.io/enforce": level,
                        "pod-security.kubernetes.io/enforce-version": version,
                        // Where less is enforced, every pod that needed it is still named.
                        "pod-security.kubernetes.io/audit": "restricted",
                        "pod-security.kubernetes.io/audit-version": version,
                        "pod-security.kubernetes.io/warn": "restricted",
                        "pod-security.kubernetes.io/warn-version": version,
                        ...(loadBalanced && { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" }),
                    },
                    ...(Object.keys(reasons).length > 0 && { annotations: reasons }),
                },
            },
            // Volumes and load balancers are let go before the namespace is.
            { parent: this, dependsOn: [...site.ready], customTimeouts: { delete: "20m" } },
        );
    }

    private denyEverything(name: string, namespace: core.Namespace): NetworkPolicy {
        return this.policy(name, "default-deny", namespace, {
            policyTypes: ["Ingress", "Egress"],
            ingress: [],
            egress: [],
        });
    }

    /** Both protocols: answers that fit into no datagram are asked for again over TCP. */
    private allowDns(name: string, namespace: core.Namespace): NetworkPolicy {
        return this.policy(name, "allow-dns", namespace, {
            policyTypes: ["Egress"],
            egress: [
                {
                    to: [
                        {
                            namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: "kube-system" } },
                            podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
                        },
                    ],
                    ports: [
                        { port: DNS, protocol: "UDP" },
                        { port: DNS, protocol: "TCP" },
                    ],
                },
            ],
        });
    }

    private policy(name: string, policyName: string, namespace: core.Namespace, spec: object): NetworkPolicy {
        return new NetworkPolicy(
            `${name}-${policyName}`,
            {
                metadata: {
                    name: policyName,
                    namespace: this.namespaceName,
                    labels: { "app.kubernetes.io/part-of": this.system, "app.kubernetes.io/managed-by": "mindcloud" },
                },
                spec: { podSelector: {}, ...spec },
            },
            { parent: this, dependsOn: [namespace] },
        );
    }

    /** Kubernetes makes this account by itself. A patch, because creating what exists is an error; it works before and after (upsert). */
    private disarmDefaultAccount(name: string, namespace: core.Namespace): core.ServiceAccountPatch {
        return new core.ServiceAccountPatch(
            `${name}-default-account`,
            { metadata: { name: "default", namespace: this.namespaceName }, automountServiceAccountToken: false },
            { parent: this, dependsOn: [namespace] },
        );
    }
}

function namespaceProblems(name: string, { podSecurity }: NamespaceArgs): string[] {
    return [
        ...(NAME.test(name) ? [] : ["is no name of a namespace: use at most 63 lower-case letters, digits and dashes"]),
        ...(RESERVED.test(name) ? ["belongs to Kubernetes: use a namespace of your own"] : []),
        ...(podSecurity !== undefined && podSecurity !== "restricted" && podSecurity.because === ""
            ? ["enforces less than restricted without a reason"]
            : []),
    ];
}
