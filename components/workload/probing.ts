/** Who is asked from outside whether it answers: the blackbox exporter asks what the kubelet asks, but through the Service. */
import { offeredOf, portsOf, type Port } from "./ports";
import { serviceName } from "./services";
import type { Admission } from "./traffic";
import type { AnyWorkloadArgs } from "./workload-args";

const METRICS = "metrics";

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

/** Of a workload that answers HTTP at its Service. One that answers on a port for metrics alone needs no second question: `up` says it. */
export function probeOf(workload: string, args: AnyWorkloadArgs): ProbeTarget | undefined {
    const { namespace, health, scaling, ports, service } = args;
    if (namespace.site.prometheus?.prober === undefined || scaling.mode === "suspended") return undefined;
    if (!("path" in health) || health.on === METRICS) return undefined;
    const port = offeredOf(portsOf(ports)).find(({ name }) => name === health.on);
    if (port === undefined || service?.ports?.includes(health.on) === false) return undefined;
    const { namespaceName, system } = namespace;
    return {
        ...{ system, namespace: namespaceName, by: "http" },
        address: `http://${serviceName(workload, service)}.${namespaceName}.svc:${String(port.number)}${health.path}`,
        to: { namespace: namespaceName, workload, ports: [port] },
    };
}

/** The door for it. */
export function probing(workload: string, args: AnyWorkloadArgs): Admission[] {
    const { prober } = args.namespace.site.prometheus ?? {};
    const probe = probeOf(workload, args);
    return prober === undefined || probe?.to === undefined
        ? []
        : [{ from: "workload", ...prober, ports: [probe.to.ports[0].name] }];
}
