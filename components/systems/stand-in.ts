/** What images/stand-in is told: which workload it stands in for. */
import type { Metric } from "../monitoring/catalogue";

export type StandInRole = "serves" | "works" | "ends";

export interface StandInDescription {
    readonly role?: StandInRole;
    readonly ports?: Readonly<Record<string, number>>;
    readonly healthPath?: string;
    readonly metrics?: { readonly on: string; readonly catalogue: readonly Metric[] };
}

export function standIn({ role = "serves", ports = {}, healthPath = "/health", metrics }: StandInDescription) {
    const description = { role, ports, healthPath, metrics };
    return {
        command: ["node", "server.mjs"],
        arguments: [role],
        environment: { STAND_IN: JSON.stringify(description) },
    };
}
