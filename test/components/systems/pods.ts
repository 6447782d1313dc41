/** How tests look into the pods that workloads become. */
import assert from "node:assert/strict";
import type { RecordedResource } from "../../../plan/graph";
import { at } from "../workload/fixture";

const TEMPLATE = ["spec", "template", "spec"] as const;

export interface Variable {
    readonly name: string;
    readonly value?: unknown;
    readonly valueFrom?: unknown;
}

export interface Probe {
    readonly httpGet?: unknown;
    readonly initialDelaySeconds?: number;
    readonly periodSeconds: number;
    readonly timeoutSeconds: number;
    readonly failureThreshold: number;
}

type Amounts = Readonly<Record<string, string>>;

export interface Container {
    readonly name: string;
    readonly image: string;
    readonly command?: readonly string[];
    readonly workingDir?: string;
    readonly restartPolicy?: string;
    readonly ports?: unknown;
    readonly env?: readonly Variable[];
    readonly envFrom?: unknown;
    readonly resources: { readonly requests: Amounts; readonly limits: Amounts };
    readonly startupProbe: Probe;
    readonly livenessProbe: Probe;
    readonly readinessProbe: Probe;
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

export const podSpec = (owner: RecordedResource, ...path: readonly (string | number)[]): unknown =>
    at(owner, ...TEMPLATE, ...path);

export function containersOf(owner: RecordedResource): readonly Container[] {
    const parts = ["initContainers", "containers"].map((part) => (podSpec(owner, part) ?? []) as Container[]);
    return parts.flat();
}

export function container(owner: RecordedResource, name: string): Container {
    const found = containersOf(owner).find((one) => one.name === name);
    assert.ok(found, `${owner.name} has no container ${name}`);
    return found;
}

/** Variables with a value of their own. */
export const variables = ({ env = [] }: Container): Readonly<Record<string, unknown>> =>
    Object.fromEntries(env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
