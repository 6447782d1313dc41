/** Akosha of test/environments/akosha.yaml in any size and with any settings, recorded once each, and how to look at its pods. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { IngressSite } from "../../../../components/workload";
import type { Tree } from "../../../../config/tree";
import type { Graph, RecordedResource } from "../../../../plan/graph";
import { changed } from "../../../support/recordings";
import { at } from "../../workload/fixture";
import { systemsOf } from "../fixture";

const FILE = "test/environments/akosha.yaml";

export const ingress: IngressSite = {
    ...{
        className: "mindcloud",
        controller: { name: "controller", namespace: "controller" },
        groupName: "mindcloud-dev",
        domainName: "ai.example.com",
        zoneId: "Z0000000000PLACEHOLD",
    },
    ...{ certificateArn: pulumi.output("arn:aws:acm:certificate"), logsBucket: pulumi.output("logs"), ready: [] },
};

const recorded = new Map<string, Promise<Graph>>();

/** `settings` below systems.akosha. `internal`: without a domain. `economy`: where the stand-in may run. */
export function akoshaOf(settings: Tree, { internal = false, economy = false } = {}): Promise<Graph> {
    const key = JSON.stringify([settings, internal, economy]);
    const graph =
        recorded.get(key) ??
        systemsOf(FILE, {
            site: internal ? {} : { ingress },
            change: () =>
                changed(FILE, { ...(economy && { profile: "economy" }), systems: { akosha: settings } }).environment,
        });
    recorded.set(key, graph);
    return graph;
}

/** The two variants beside the sizes: everything less than usual, and everything otherwise. */
export const SMALL = [
    {
        size: "dev",
        ingestion: { min: 1, max: 1 },
        cache: { l2Enabled: false },
        workloads: { ingestion: { image: `sha256:${"ab".repeat(32)}` } },
    },
    { economy: true, internal: true },
] as const;
export const OTHERWISE = [
    {
        size: "pilot",
        limits: { maxConcurrentIngests: 25, ingestionTimeoutSeconds: 60, queryTimeoutSeconds: 5, maxResults: 7 },
        scaling: { cpuPercent: 60, queueSize: 100 },
        cache: { l1Size: 5 },
        tiers: { hotDays: 3, warmDays: 30 },
        agingSchedule: "30 4 * * *",
        logLevel: "DEBUG",
        authentication: {
            serviceUrl: "https://auth.example.com/verify",
            jwksUrl: "https://auth.example.com/.well-known/jwks.json",
        },
        variables: { MCP_HOST: "0.0.0.0" },
    },
] as const;

export interface Container {
    readonly name: string;
    readonly command?: readonly string[];
    readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
    readonly env?: readonly { readonly name: string; readonly value?: unknown; readonly valueFrom?: unknown }[];
    readonly envFrom?: readonly unknown[];
    readonly resources: Record<"requests" | "limits", Record<string, string>>;
    readonly securityContext: Readonly<Record<string, unknown>>;
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
    readonly [probe: `${string}Probe`]: Readonly<Record<string, unknown>>;
}

const templateOf = ({ type }: RecordedResource): readonly string[] =>
    type.endsWith(":CronJob") ? ["spec", "jobTemplate", "spec", "template"] : ["spec", "template"];

export const podOf = (owner: RecordedResource): Readonly<Record<string, unknown>> =>
    at(owner, ...templateOf(owner), "spec") as Readonly<Record<string, unknown>>;

export const containersOf = (owner: RecordedResource): readonly Container[] => {
    const { initContainers = [], containers } = podOf(owner) as Record<string, Container[]>;
    return [...initContainers, ...(containers ?? [])];
};

/** The main container has the workload's name. */
export function mainOf(owner: RecordedResource): Container {
    const name = at(owner, "metadata", "name");
    const found = containersOf(owner).find((one) => one.name === name);
    assert.ok(found, `no container ${String(name)}`);
    return found;
}

export const portsOf = (owner: RecordedResource): Readonly<Record<string, number>> =>
    Object.fromEntries((mainOf(owner).ports ?? []).map(({ name, containerPort }) => [name, containerPort]));

/** Everything that runs Akosha's own image. */
export const OWN = [
    ["Deployment", "akosha-ingestion"],
    ["Deployment", "akosha-query"],
    ["StatefulSet", "akosha-hot-store"],
    ["StatefulSet", "akosha-warm-store"],
    ["CronJob", "akosha-aging"],
] as const;
