/** A site for workloads, and how to look at what they become. */
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../../../components/scope";
import * as w from "../../../components/workload";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { record } from "../../../plan/record";

export const scope: Scope = {
    ...{ project: "mindcloud", stack: "dev", account: "111122223333", region: "eu-central-1", partition: "aws" },
    ...{ data: "keep", highlyAvailable: true },
};

const digest = `sha256:${"ab".repeat(32)}`;
export const testImage = w.image(`111122223333.dkr.ecr.eu-central-1.amazonaws.com/app:1.2.3@${digest}`);

export const network: w.SiteNetwork = {
    cidr: "10.20.0.0/16",
    loadBalancerCidrs: ["10.20.0.0/20", "10.20.16.0/20"],
    privateCidrs: ["10.20.64.0/18", "10.20.128.0/18"],
    dataCidrs: ["10.20.240.0/24", "10.20.241.0/24"],
    serviceCidr: "172.20.0.0/16",
    interfaceEndpoints: ["sqs"],
};

export const prometheus: w.PrometheusSite = {
    namespace: "monitoring",
    podLabels: { "app.kubernetes.io/name": "prometheus" },
    port: 9090,
    url: "http://prometheus-operated.monitoring.svc:9090",
    ready: [],
};

export function siteOf(changes: Partial<w.Site> = {}): w.Site {
    return {
        scope,
        cluster: { clusterName: "mindcloud-dev", name: pulumi.output("mindcloud-dev") },
        ...{ kubernetes: "1.36", images: "digest", network, registry: new w.Registry(), ready: [], prometheus },
        storageClasses: { general: "gp3", database: "gp3-xfs", disposable: "gp3-xfs-disposable" },
        eventScaling: { ready: [] },
        secretStore: { name: "secrets-manager", ready: [] },
        ...changes,
    };
}

export const resources: w.Resources = {
    requests: { cpu: "500m", memory: "512Mi", scratch: "256Mi" },
    limits: { cpu: "2", memory: "2Gi", scratch: "1Gi" },
};
export const small: w.Resources = {
    requests: { cpu: "50m", memory: "64Mi", scratch: "64Mi" },
    limits: { cpu: "200m", memory: "128Mi", scratch: "128Mi" },
};

export async function graphOf(program: () => unknown, mode: "preview" | "update" = "update"): Promise<Graph> {
    return (await record(program, { project: scope.project, stack: scope.stack, mode })).graph;
}

/** Any part of a resource's inputs by a path of keys and indexes; undefined where it ends early. */
export function at(resource: RecordedResource, ...path: readonly (string | number)[]): unknown {
    return path.reduce<unknown>(
        (value, key) => (value as Record<string | number, unknown> | undefined)?.[key],
        resource.inputs,
    );
}

/** Resources by kind and metadata.name, as kubectl would name them. */
export function object(graph: Graph, kind: string, name: string, namespace?: string): RecordedResource {
    const found = graph.resources.filter(
        (resource) =>
            resource.type.startsWith("kubernetes:") &&
            resource.type.endsWith(`:${kind}`) &&
            at(resource, "metadata", "name") === name &&
            (namespace === undefined || at(resource, "metadata", "namespace") === namespace),
    );
    const [only] = found;
    if (only === undefined || found.length > 1)
        throw new Error(`expected one ${kind} ${name}, found ${String(found.length)}`);
    return only;
}
