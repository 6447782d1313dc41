import { thousands } from "../config/thousands";
import type { RecordedResource } from "./graph";
import { isMap } from "./values";

type Inputs = Readonly<Record<string, unknown>>;

/** What tells one resource from another of its type at a glance; only what is known before anything exists. */
const FACTS: Readonly<Record<string, (inputs: Inputs) => readonly (string | undefined)[]>> = {
    "aws:ec2/vpc:Vpc": ({ cidrBlock }) => [text(cidrBlock)],
    "aws:ec2/vpcEndpoint:VpcEndpoint": ({ serviceName }) => [text(serviceName)?.split(".").at(-1)],
    "aws:eks/cluster:Cluster": ({ version }) => [typeof version === "string" ? `Kubernetes ${version}` : undefined],
    "aws:eks/nodeGroup:NodeGroup": ({ instanceTypes, scalingConfig, capacityType }) => [
        Array.isArray(instanceTypes) ? text(instanceTypes[0]) : undefined,
        range(scalingConfig),
        capacityType === "SPOT" ? "spot" : undefined,
    ],
    "aws:eks/addon:Addon": ({ addonName }) => [text(addonName)],
    "aws:rds/instance:Instance": ({ instanceClass, multiAz }) => [
        text(instanceClass),
        multiAz === true ? "Multi-AZ" : "one zone",
    ],
    "aws:elasticache/replicationGroup:ReplicationGroup": ({ nodeType, numCacheClusters }) => [
        `${typeof numCacheClusters === "number" ? `${String(numCacheClusters)} x ` : ""}${text(nodeType) ?? ""}`,
    ],
    "aws:budgets/budget:Budget": ({ limitAmount }) => [
        limitAmount === undefined ? undefined : `${thousands(Number(limitAmount))} USD a month`,
    ],
    "aws:acm/certificate:Certificate": ({ domainName }) => [text(domainName)],
    "kubernetes:helm.sh/v3:Release": ({ chart, version }) => [text(chart), text(version)],
};

export function factsOf(resource: RecordedResource): string {
    const facts = FACTS[resource.type]?.(resource.inputs) ?? [];
    return facts.filter((fact) => fact !== undefined && fact !== "").join(", ");
}

function text(value: unknown): string | undefined {
    return typeof value === "string" ? value : undefined;
}

function range(scaling: unknown): string | undefined {
    return isMap(scaling) && typeof scaling.minSize === "number"
        ? `${String(scaling.minSize)}-${String(scaling.maxSize)} nodes`
        : undefined;
}
