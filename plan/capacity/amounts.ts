/** What the scheduler counts, in whole numbers: of a pod what it asks for, of a node what it has. */
export interface Amounts {
    /** Thousandths of a core. */
    readonly cpu: number;
    /** MiB. */
    readonly memory: number;
    /** MiB of the node's disk. */
    readonly scratch: number;
    readonly pods: number;
    /** EBS volumes attached. */
    readonly volumes: number;
}

const KINDS = ["cpu", "memory", "scratch", "pods", "volumes"] as const satisfies readonly (keyof Amounts)[];
export type Kind = (typeof KINDS)[number];

export const NOTHING: Amounts = { cpu: 0, memory: 0, scratch: 0, pods: 0, volumes: 0 };

function combined(one: Amounts, other: Amounts, by: (a: number, b: number) => number): Amounts {
    return {
        cpu: by(one.cpu, other.cpu),
        memory: by(one.memory, other.memory),
        scratch: by(one.scratch, other.scratch),
        pods: by(one.pods, other.pods),
        volumes: by(one.volumes, other.volumes),
    };
}

export const plus = (one: Amounts, other: Amounts): Amounts => combined(one, other, (a, b) => a + b);
export const minus = (one: Amounts, other: Amounts): Amounts => combined(one, other, (a, b) => a - b);
export const largest = (one: Amounts, other: Amounts): Amounts => combined(one, other, Math.max);
export const smallest = (one: Amounts, other: Amounts): Amounts => combined(one, other, Math.min);
export const times = (factor: number, one: Amounts): Amounts => combined(one, one, (a) => factor * a);

/** What is too little; empty where it fits. */
export const lacking = (wanted: Amounts, there: Amounts): readonly Kind[] =>
    KINDS.filter((kind) => wanted[kind] > 0 && wanted[kind] > there[kind]);

export const fits = (wanted: Amounts, there: Amounts): boolean =>
    wanted.cpu <= there.cpu &&
    wanted.memory <= there.memory &&
    wanted.scratch <= there.scratch &&
    wanted.pods <= there.pods &&
    (wanted.volumes === 0 || wanted.volumes <= there.volumes);

const MULTIPLES: Readonly<Record<string, number>> = {
    ...{ "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 },
    ...{ Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, Ti: 1024 ** 4 },
};
const MEBIBYTE = 1024 ** 2;

/** `500m`, `2` or 0.5, in thousandths of a core. */
export function millicores(quantity: unknown): number {
    const text = textOf(quantity);
    const value = text.endsWith("m") ? Number(text.slice(0, -1)) : Number(text) * 1000;
    return Number.isFinite(value) ? Math.ceil(value) : 0;
}

/** `512Mi`, `4Gi` or bytes, in MiB. */
export function mebibytes(quantity: unknown): number {
    const [, number = "0", suffix = ""] = /^([\d.]+)([kMGT]?i?)$/.exec(textOf(quantity)) ?? [];
    return (Number(number) * (MULTIPLES[suffix] ?? 0)) / MEBIBYTE;
}

const textOf = (quantity: unknown): string =>
    typeof quantity === "number" ? String(quantity) : typeof quantity === "string" ? quantity : "0";
