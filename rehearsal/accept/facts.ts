/** What an environment should be, and what is seen of it: plain, whoever looks and wherever. */

export interface Named {
    readonly namespace: string;
    readonly name: string;
}

/** From the plan. */
export interface Expected {
    readonly workloads: readonly (Named & { readonly kind: string })[];
    readonly autoscalers: readonly Named[];
    readonly claims: readonly Named[];
    readonly dashboards: readonly Named[];
    /** PrometheusRules, with the names of their groups. */
    readonly rules: readonly (Named & { readonly groups: readonly string[] })[];
    /** ServiceMonitors, PodMonitors and Probes, as Prometheus calls them in the name of a pool: `serviceMonitor/akosha/akosha-query`. */
    readonly monitors: readonly string[];
    readonly backups: readonly Named[];
    readonly certificates: readonly string[];
    /** ARNs of those that were there before (`domain.certificateArn`). */
    readonly broughtCertificates: readonly string[];
    readonly endpoints: readonly Endpoint[];
    readonly hosts: readonly string[];
    /** Names of which no zone of this program knows. */
    readonly handHosts: readonly string[];
    readonly alarms: readonly string[];
}

export interface Endpoint {
    /** `https://akosha.ai.example.com/mcp`. */
    readonly url: string;
    /** Who asks for credentials: nobody, then anything but a refusal is fine. */
    readonly by: "loadBalancer" | "application" | "nobody";
}

export type Json = Readonly<Record<string, unknown>>;

/** From the API server, Prometheus, the account and the internet. */
export interface Seen {
    readonly workloads: readonly (Named & { readonly kind: string; readonly wanted: number; readonly ready: number })[];
    /** Not running and not ended well. */
    readonly troubled: readonly (Named & { readonly phase: string })[];
    /** `reads`: at least one of its metrics has a number. */
    readonly autoscalers: readonly (Named & { readonly reads: boolean })[];
    readonly claims: readonly (Named & { readonly phase: string })[];
    readonly dashboards: readonly Named[];
    readonly groups: readonly { readonly name: string; readonly broken: readonly string[] }[];
    readonly targets: readonly { readonly pool: string; readonly health: string }[];
    /** When the last one ended well. */
    readonly backups: readonly (Named & { readonly at?: string })[];
    readonly certificates: readonly { readonly name: string; readonly status: string; readonly until?: string }[];
    /** HTTP status without credentials; 0 where nobody answers. */
    readonly answers: Readonly<Record<string, number>>;
    /** Addresses by host name. */
    readonly addresses: Readonly<Record<string, readonly string[]>>;
    readonly alarms: readonly { readonly name: string; readonly state: string }[];
    /** What a preview would change. */
    readonly changes: readonly string[];
}

/** Who was asked: on the embedded cloud, where no process runs behind a pod, a stand-in answers for it. */
export type Source = "cluster" | "account" | "stand-in" | "internet" | "Prometheus" | "Loki" | "Pulumi";
export type Sources = Readonly<Record<keyof Seen, Source>>;
