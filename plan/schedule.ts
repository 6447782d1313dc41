import type { Graph, RecordedResource } from "./graph";
import { createSeconds } from "./times";

/** A first deployment as AWS would let it happen: everything starts as soon as what it waits for is there. */
export interface Schedule {
    readonly totalSeconds: number;
    /** The longest chain, in order; what is not on it costs no time. */
    readonly criticalPath: readonly Stage[];
    /** When each kind of thing that people wait for is there, in seconds after the start. */
    readonly readyAfter: Readonly<Record<string, number>>;
    /** When each resource is there, by URN. */
    readonly finish: ReadonlyMap<string, number>;
}

/** Neighbours on the critical path that a person would call one step. */
export interface Stage {
    readonly name: string;
    readonly seconds: number;
    readonly urns: readonly string[];
}

// First match wins. A step that has a name of its own is one that people wait for.
const STAGES: readonly (readonly [pattern: RegExp, name: string])[] = [
    [/^aws:kms\//, "key"],
    [/^aws:iam\//, "role"],
    [/^aws:ec2\/natGateway:/, "NAT"],
    [/^aws:ec2\/vpcEndpoint:/, "endpoint"],
    [/^aws:ec2\/launchTemplate:/, "nodes"],
    [/^aws:(ec2|vpc)\//, "network"],
    [/^aws:eks\/cluster:/, "cluster"],
    [/^aws:eks\/(nodeGroup):/, "nodes"],
    [/^aws:autoscaling\//, "nodes"],
    [/^aws:eks\/addon:/, "add-ons"],
    [/^aws:eks\//, "access"],
    [/^aws:rds\//, "database"],
    [/^aws:elasticache\//, "Redis"],
    [/^aws:efs\//, "files"],
    [/^aws:s3\//, "buckets"],
    [/^aws:secretsmanager\//, "secrets"],
    [/^aws:(acm|route53)\//, "certificate"],
    [/^aws:backup\//, "backups"],
    [/^aws:(sns|cloudwatch|budgets)\//, "alarms"],
    [/^kubernetes:helm\.sh\//, "operators"],
    [/^kubernetes:networking\.k8s\.io\/v1:Ingress$/, "load balancer"],
    [/^kubernetes:/, "workloads"],
];
const MILESTONES: readonly string[] = [
    "cluster",
    "nodes",
    "add-ons",
    "database",
    "Redis",
    "files",
    "certificate",
    "operators",
    "workloads",
    "load balancer",
];

export function scheduleOf(graph: Graph): Schedule {
    const finish = new Map<string, number>();
    const before = new Map<string, string>();
    for (const resource of graph.inOrder()) {
        const last = latest(graph.waitsFor(resource), finish);
        if (last !== undefined) before.set(resource.urn, last);
        finish.set(resource.urn, (last === undefined ? 0 : (finish.get(last) ?? 0)) + secondsOf(resource));
    }
    const end = latest([...finish.keys()], finish);
    return {
        totalSeconds: end === undefined ? 0 : (finish.get(end) ?? 0),
        criticalPath: stagesOf(end === undefined ? [] : chainTo(end, before).map((urn) => graph.get(urn))),
        readyAfter: milestones(graph, finish),
        finish,
    };
}

export function stageOf(type: string): string {
    return STAGES.find(([pattern]) => pattern.test(type))?.[1] ?? "other";
}

function secondsOf(resource: RecordedResource): number {
    return createSeconds(resource.type, resource.inputs);
}

/** The one that finishes last; of equals the first in URN order, so that the path is the same on every run. */
function latest(urns: readonly string[], finish: ReadonlyMap<string, number>): string | undefined {
    let last: string | undefined;
    for (const urn of [...urns].sort())
        if (last === undefined || (finish.get(urn) ?? 0) > (finish.get(last) ?? 0)) last = urn;
    return last;
}

function chainTo(end: string, before: ReadonlyMap<string, string>): readonly string[] {
    const chain = [end];
    for (let urn = before.get(end); urn !== undefined; urn = before.get(urn)) chain.unshift(urn);
    return chain;
}

function stagesOf(chain: readonly RecordedResource[]): readonly Stage[] {
    const stages: { name: string; seconds: number; urns: string[] }[] = [];
    for (const resource of chain) {
        const seconds = secondsOf(resource);
        if (seconds === 0) continue;
        const name = stageOf(resource.type);
        const current = stages.at(-1);
        if (current?.name === name) {
            current.seconds += seconds;
            current.urns.push(resource.urn);
        } else stages.push({ name, seconds, urns: [resource.urn] });
    }
    return stages.map((stage) => ({ ...stage, name: nameOf(stage, chain) }));
}

/** One add-on alone is better known by its own name. */
function nameOf({ name, urns }: Stage, chain: readonly RecordedResource[]): string {
    const [only] = chain.filter(({ urn }) => urns.includes(urn));
    const addon = only?.inputs.addonName;
    return urns.length === 1 && typeof addon === "string" ? addon : name;
}

function milestones(graph: Graph, finish: ReadonlyMap<string, number>): Record<string, number> {
    const ready: Record<string, number> = {};
    for (const resource of graph.resources) {
        const name = stageOf(resource.type);
        if (resource.custom && MILESTONES.includes(name))
            ready[name] = Math.max(ready[name] ?? 0, finish.get(resource.urn) ?? 0);
    }
    return ready;
}
