/** Who is asked from outside whether it answers: the blackbox exporter asks what the kubelet asks, but through the Service. */
import { offeredOf, portsOf } from "./ports";
import type { ProbeTarget } from "./probe-target";
import { serviceName } from "./services";
import type { Admission } from "./traffic";
import type { AnyWorkloadArgs } from "./workload-args";

const METRICS = "metrics";

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
