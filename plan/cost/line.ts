/** What people would file an expense under. */
export const CATEGORIES = {
    cluster: "control plane",
    nodes: "nodes",
    redis: "Redis",
    postgres: "PostgreSQL",
    volumes: "volumes",
    files: "files",
    objects: "S3",
    network: "NAT and addresses",
    loadBalancer: "load balancer",
    traffic: "traffic",
    monitoring: "logs and alarms",
    keys: "keys and secrets",
    backups: "backups",
} as const;
export type Category = keyof typeof CATEGORIES;

/** USD a month: at the floor, with autoscalers and storage at their least, and at the ceiling. */
export interface Range {
    readonly floor: number;
    readonly ceiling: number;
}

export interface Line extends Range {
    readonly category: Category;
    /** A system, `monitoring` or `platform`. */
    readonly owner: string;
    readonly item: string;
}

/** Something that costs money and that the price table does not know. */
export interface Unpriced {
    readonly item: string;
    readonly why: string;
}

export const NONE: Range = { floor: 0, ceiling: 0 };
export const both = (usd: number): Range => ({ floor: usd, ceiling: usd });
export const times = (usd: number, { floor, ceiling }: Range): Range => ({
    floor: usd * floor,
    ceiling: usd * ceiling,
});
export const plus = (one: Range, other: Range): Range => ({
    floor: one.floor + other.floor,
    ceiling: one.ceiling + other.ceiling,
});
export const sumOf = (ranges: readonly Range[]): Range => ranges.reduce(plus, NONE);
