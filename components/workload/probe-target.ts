import type { Port } from "./ports";

/** One address that is asked again and again. */
export interface ProbeTarget {
    readonly system: string;
    /** Where its pods are, or those behind the name: alerts of a system go by it. */
    readonly namespace: string;
    /**
     * `http`: answers 2xx. `tls`: lets in, with a certificate that is worth its name. Asked without credentials, `refused`: answers 401 or
     * 403; `login`: sends to the provider's page (302).
     */
    readonly by: "http" | "tls" | "refused" | "login";
    /** URL, or host:port for `tls`. */
    readonly address: string;
    /** Where an internal load balancer has its addresses. */
    readonly cidrs?: readonly string[];
    /** Whose it is; absent for a name on the internet. */
    readonly to?: { readonly namespace: string; readonly workload: string; readonly ports: readonly [Port] };
}
