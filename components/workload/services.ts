/** How others find a workload's pods: a Service for clients, a headless one for the names of a StatefulSet's pods, and a monitor. */
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { Service } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { selectorLabels, standardLabels, type Labels } from "./labels";
import type { NamespaceHandle } from "./site";
import { offeredOf, type Port } from "./ports";
import { durationText, seconds } from "./quantities";
import type { Metrics, ServiceSettings } from "./workload-args";

export interface ServicesArgs {
    readonly namespace: NamespaceHandle;
    readonly workload: string;
    readonly ports: readonly Port[];
    readonly opts: pulumi.CustomResourceOptions;
}

const SCRAPE_EVERY = seconds(30);

/** Pulumi would wait for endpoints, and so for pods, which may wait for this Service: their own controller is waited for instead. */
const NO_WAITING = { "pulumi.com/skipAwait": "true" };

export const serviceName = (workload: string, { name = workload }: ServiceSettings<string> = {}): string => name;
export const headlessName = (workload: string): string => `${workload}-pods`;

/** Service port = container port: the network policies of EKS match only then (EKS user guide, "Kubernetes network policies"). */
export function service(name: string, args: ServicesArgs, settings: ServiceSettings<string> = {}): Service | undefined {
    const offered = offeredOf(args.ports).filter((port) => settings.ports?.includes(port.name) ?? true);
    if (offered.length === 0) return undefined;
    return new Service(
        `${name}-service`,
        {
            metadata: metadata(args, serviceName(args.workload, settings)),
            spec: { type: "ClusterIP", selector: selectorLabels(args.workload), ports: servicePorts(offered) },
        },
        args.opts,
    );
}

/** Pods of a StatefulSet find each other by name before they are ready. */
export function headlessService(name: string, args: ServicesArgs): Service {
    const offered = offeredOf(args.ports);
    return new Service(
        `${name}-pods`,
        {
            metadata: metadata(args, headlessName(args.workload)),
            spec: {
                clusterIP: "None",
                publishNotReadyAddresses: true,
                selector: selectorLabels(args.workload),
                ...(offered.length > 0 && { ports: servicePorts(offered) }),
            },
        },
        args.opts,
    );
}

/** Selects the client Service by the labels that only it has. Without Prometheus there is nobody to tell. */
export function serviceMonitor(
    name: string,
    args: ServicesArgs,
    { on, path = "/metrics", every = SCRAPE_EVERY }: Metrics<string>,
): void {
    const { prometheus } = args.namespace.site;
    if (prometheus === undefined) return;
    new CustomResource(
        `${name}-monitor`,
        {
            apiVersion: "monitoring.coreos.com/v1",
            kind: "ServiceMonitor",
            metadata: monitorMetadata(args, prometheus.monitorLabels),
            spec: {
                selector: { matchLabels: { ...selectorLabels(args.workload), [CLIENT_LABEL]: "clients" } },
                namespaceSelector: { matchNames: [args.namespace.namespaceName] },
                endpoints: [{ port: on, path, interval: durationText(every) }],
            },
        },
        { ...args.opts, dependsOn: [...args.namespace.ready, ...prometheus.ready] },
    );
}

/** Tells a client Service from the headless one, or Prometheus would read every pod twice. */
const CLIENT_LABEL = "mindcloud.dev/service";

function metadata({ workload, namespace }: ServicesArgs, name: string) {
    return {
        name,
        namespace: namespace.namespaceName,
        labels: {
            ...standardLabels({ name: workload, partOf: namespace.system }),
            [CLIENT_LABEL]: name === headlessName(workload) ? "pods" : "clients",
        },
        annotations: NO_WAITING,
    };
}

function monitorMetadata(args: ServicesArgs, chosenBy: Labels | undefined) {
    // The API server drops an empty map, and what it drops is a change at every `up`.
    const { labels, annotations: _, ...rest } = metadata(args, args.workload);
    return { ...rest, labels: { ...labels, ...chosenBy } };
}

const servicePorts = (ports: readonly Port[]) =>
    ports.map(({ name, number, protocol }) => ({ name, port: number, targetPort: name, protocol }));

export function serviceProblems(
    workload: string,
    ports: readonly Port[],
    settings: ServiceSettings<string> | undefined,
    metrics: Metrics<string> | undefined,
): string[] {
    const open = offeredOf(ports).map(({ name }) => name);
    const offered = settings?.ports ?? open;
    const unknown = offered.filter((name) => !open.includes(name));
    return [
        ...unknown.map((name) => `offers the port ${name}, which it does not have`),
        ...(metrics !== undefined && !offered.includes(metrics.on)
            ? [`has metrics on ${metrics.on}, which its Service does not offer`]
            : []),
        ...(serviceName(workload, settings) === headlessName(workload)
            ? [`has a Service called ${headlessName(workload)}, as its headless one`]
            : []),
    ];
}
