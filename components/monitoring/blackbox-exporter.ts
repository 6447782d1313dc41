import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import { IMAGES } from "../../config/versions";
import {
    Configuration,
    files,
    image,
    internet,
    single,
    store,
    Workload,
    type NamespaceHandle,
    type Resources,
} from "../workload";
import { standardLabels } from "../workload/labels";
import type { ProbeTarget } from "../workload/probe-target";

export interface BlackboxExporterArgs {
    readonly namespace: NamespaceHandle;
    readonly metadataName: string;
    readonly targets: readonly ProbeTarget[];
    /** What brings the kind Probe. */
    readonly kinds: readonly pulumi.Resource[];
}

/** Some dozen requests every half minute. */
const RESOURCES: Resources = {
    requests: { cpu: "10m", memory: "32Mi", scratch: "16Mi" },
    limits: { cpu: "250m", memory: "128Mi", scratch: "64Mi" },
};

const PORT = 9115;
const CONFIGURATION = "/etc/blackbox";

const GET = { method: "GET", preferred_ip_protocol: "ip4", ip_protocol_fallback: false } as const;

/** Modules by what a target is asked (blackbox_exporter 0.28, CONFIGURATION.md). The network here has IPv4 only. */
const MODULES = {
    http: {
        prober: "http",
        timeout: "8s",
        http: GET,
    },
    tls: {
        prober: "tcp",
        timeout: "8s",
        tcp: { preferred_ip_protocol: "ip4", ip_protocol_fallback: false, tls: true },
    },
    // Without credentials: whoever is let in by these is let in without any.
    refused: {
        prober: "http",
        timeout: "8s",
        http: { ...GET, valid_status_codes: [401, 403], follow_redirects: false, fail_if_not_ssl: true },
    },
    login: {
        prober: "http",
        timeout: "8s",
        http: { ...GET, valid_status_codes: [302], follow_redirects: false, fail_if_not_ssl: true },
    },
} as const satisfies Record<ProbeTarget["by"], object>;

/** From an address inside the cluster to labels: `http://<service>.<namespace>.svc:...`. */
const INSIDE = "https?://([^.]+)[.]([^.]+)[.]svc:.*";

/** Asks every system what the kubelet asks its pods, through Service and network, and the names on the internet with their certificates. */
export class BlackboxExporter extends pulumi.ComponentResource {
    constructor(name: string, args: BlackboxExporterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:monitoring:BlackboxExporter", name, {}, opts);
        this.run(name, args);
        this.createProbes(name, args);
        this.registerOutputs({});
    }

    private run(name: string, { namespace, metadataName, targets }: BlackboxExporterArgs): void {
        const configuration = new Configuration(
            `${name}-configuration`,
            { namespace, metadataName, values: { "blackbox.yaml": JSON.stringify({ modules: MODULES }) } },
            { parent: this },
        );
        new Workload(
            name,
            {
                ...{ namespace, metadataName, image: image(IMAGES.blackboxExporter), resources: RESOURCES },
                // One is enough: a second would ask everything twice.
                scaling: single(),
                arguments: [`--config.file=${CONFIGURATION}/blackbox.yaml`],
                volumes: { configuration: files(configuration) },
                mounts: { [CONFIGURATION]: "configuration" },
                ports: { metrics: PORT },
                health: { path: "/-/healthy", on: "metrics" },
                metrics: { on: "metrics" },
                reaches: [
                    ...targets.flatMap(({ to }) => (to === undefined ? [] : [{ to: "workload" as const, ...to }])),
                    ...targets.flatMap(({ cidrs }) => (cidrs ? [store("internal load balancer", 443, cidrs)] : [])),
                    ...(targets.some(({ to, cidrs }) => to === undefined && cidrs === undefined) ? [internet()] : []),
                ],
            },
            { parent: this },
        );
    }

    /** One object for a system and a way of asking, because labels are the object's. */
    private createProbes(name: string, { namespace, metadataName, targets, kinds }: BlackboxExporterArgs): void {
        for (const [probe, { system, namespace: home, by, addresses }] of grouped(targets))
            new CustomResource(
                `${name}-${probe}`,
                {
                    apiVersion: "monitoring.coreos.com/v1",
                    kind: "Probe",
                    metadata: {
                        ...{ name: probe, namespace: namespace.namespaceName },
                        labels: standardLabels({ name: metadataName, partOf: system }),
                    },
                    spec: {
                        jobName: "probe",
                        interval: "30s",
                        scrapeTimeout: "10s",
                        module: by,
                        prober: { url: `${metadataName}.${namespace.namespaceName}.svc:${String(PORT)}` },
                        targets: {
                            staticConfig: {
                                static: addresses,
                                // What has no namespace in its address stands for pods in that of its system.
                                labels: { system, namespace: home },
                                relabelingConfigs: [
                                    {
                                        sourceLabels: ["instance"],
                                        regex: INSIDE,
                                        targetLabel: "service",
                                        replacement: "$1",
                                    },
                                    {
                                        sourceLabels: ["instance"],
                                        regex: INSIDE,
                                        targetLabel: "namespace",
                                        replacement: "$2",
                                    },
                                ],
                            },
                        },
                    },
                },
                { parent: this, dependsOn: [...namespace.ready, ...kinds] },
            );
    }
}

interface Group extends Pick<ProbeTarget, "system" | "namespace" | "by"> {
    readonly addresses: readonly string[];
}

function grouped(targets: readonly ProbeTarget[]): ReadonlyMap<string, Group> {
    const groups = new Map<string, Group>();
    for (const { system, namespace, by, address } of targets) {
        const key = by === "http" ? system : `${system}-${by}`;
        const known = groups.get(key);
        const addresses = [...(known?.addresses ?? []), address];
        groups.set(key, { system, namespace: known?.namespace ?? namespace, by, addresses });
    }
    return groups;
}
