/** What a container asks for and may use at most, in the notation of Kubernetes; wrong notation does not compile. */
import type { Size } from "./quantities";

/** Cores (`1`, `0.5`) or thousandths of one (`250m`). */
export type Cpu = `${number}` | `${number}m`;
/** Binary multiples only: `512Mi`, `4Gi`. */
export type Memory = `${number}Mi` | `${number}Gi`;

export interface Amounts {
    readonly cpu: Cpu;
    readonly memory: Memory;
    /** Ephemeral storage: logs, the writable layer and scratch volumes on the node's disk. */
    readonly scratch: Memory;
}

/** Both for all three (docs/design.md, rule 9). A limit below its request is refused by Kubernetes, and here. */
export interface Resources {
    readonly requests: Amounts;
    readonly limits: Amounts;
}

/** The same in whole thousandths and mebibytes, so that it can be added up. */
export interface Numbers {
    readonly cpuMillicores: number;
    readonly memoryMebibytes: number;
    readonly scratchMebibytes: number;
}

export interface ResourceNumbers {
    readonly requests: Numbers;
    readonly limits: Numbers;
}

export function numbersOf({ requests, limits }: Resources): ResourceNumbers {
    return { requests: amountsOf(requests), limits: amountsOf(limits) };
}

/** The container's `resources`. */
export function resourceRequirements({ requests, limits }: Resources) {
    return { requests: kubernetesAmounts(requests), limits: kubernetesAmounts(limits) };
}

export function resourceProblems(container: string, resources: Resources): string[] {
    const { requests, limits } = numbersOf(resources);
    const rows = [
        ["cpu", requests.cpuMillicores, limits.cpuMillicores],
        ["memory", requests.memoryMebibytes, limits.memoryMebibytes],
        ["scratch", requests.scratchMebibytes, limits.scratchMebibytes],
    ] as const;
    return rows.flatMap(([kind, request, limit]) => {
        if (!isAmount(request) || !isAmount(limit))
            return [`container ${container} has a ${kind} that is no amount: write "250m", "1", "512Mi" or "4Gi"`];
        return request <= limit ? [] : [`container ${container} requests more ${kind} than its limit: raise the limit`];
    });
}

/** Requests and limits of two containers in one pod. */
export function besides(one: Resources, other: Resources): Resources {
    const add = (side: keyof Resources): Amounts => {
        const [a, b] = [numbersOf(one)[side], numbersOf(other)[side]];
        return {
            cpu: `${a.cpuMillicores + b.cpuMillicores}m`,
            memory: `${a.memoryMebibytes + b.memoryMebibytes}Mi`,
            scratch: `${a.scratchMebibytes + b.scratchMebibytes}Mi`,
        };
    };
    return { requests: add("requests"), limits: add("limits") };
}

export const NOTHING: ResourceNumbers = { requests: zero(), limits: zero() };

export const sumOf = (parts: readonly ResourceNumbers[]): ResourceNumbers => parts.reduce(combine(plus), NOTHING);
export const largestOf = (parts: readonly ResourceNumbers[]): ResourceNumbers =>
    parts.reduce(combine(Math.max), NOTHING);
export const times = (factor: number, one: ResourceNumbers): ResourceNumbers =>
    combine((value) => value * factor)(one, one);

/** The scratch limit as a size, for volumes that live from it. */
export const scratchLimit = ({ limits }: Resources): Size => ({
    unit: "size",
    mebibytes: amountsOf(limits).scratchMebibytes,
});

function amountsOf({ cpu, memory, scratch }: Amounts): Numbers {
    return {
        cpuMillicores: cpu.endsWith("m") ? Number(cpu.slice(0, -1)) : Math.round(Number(cpu) * 1000),
        memoryMebibytes: mebibytesOf(memory),
        scratchMebibytes: mebibytesOf(scratch),
    };
}

function mebibytesOf(text: Memory): number {
    const value = Number(text.slice(0, -2));
    return text.endsWith("Gi") ? value * 1024 : value;
}

const kubernetesAmounts = ({ cpu, memory, scratch }: Amounts) => ({ cpu, memory, "ephemeral-storage": scratch });

const isAmount = (value: number): boolean => Number.isInteger(value) && value > 0;
const plus = (one: number, other: number): number => one + other;

function combine(operation: (one: number, other: number) => number) {
    const numbers = (one: Numbers, other: Numbers): Numbers => ({
        cpuMillicores: operation(one.cpuMillicores, other.cpuMillicores),
        memoryMebibytes: operation(one.memoryMebibytes, other.memoryMebibytes),
        scratchMebibytes: operation(one.scratchMebibytes, other.scratchMebibytes),
    });
    return (one: ResourceNumbers, other: ResourceNumbers): ResourceNumbers => ({
        requests: numbers(one.requests, other.requests),
        limits: numbers(one.limits, other.limits),
    });
}

function zero(): Numbers {
    return { cpuMillicores: 0, memoryMebibytes: 0, scratchMebibytes: 0 };
}
