import { SYSTEMS } from "../../components/systems";
import type { PodPorts } from "../../components/systems/pod-ports";
import { ABSENT, type RunSetting } from "../../components/systems/settings";
import type { Environment } from "../environment";
import type { Check } from "./check";

interface Listener {
    /** Key path; undefined for what no stack sets. */
    readonly path?: string;
    readonly workload: string;
    readonly number: number;
    readonly isSet: boolean;
}

/** Of the pods in which more than one process listens. */
function podsOf({ systems }: Environment): readonly (readonly Listener[])[] {
    return Object.entries(systems).flatMap(([system, config]) => {
        const { pods } = SYSTEMS[system as keyof typeof SYSTEMS] as { pods?: (config: unknown) => readonly PodPorts[] };
        if (!config.enabled || pods === undefined) return [];
        const settings = config.workloads as Readonly<Record<string, RunSetting>>;
        return pods(config).map(({ workloads, taken }) => [
            ...Object.entries(taken).map(([number, workload]) => ({ workload, number: Number(number), isSet: false })),
            ...Object.entries(workloads).flatMap(([workload, documented]) => {
                const { image, ports = {} } = settings[workload] ?? {};
                return Object.entries(image === ABSENT ? {} : { ...documented, ...ports }).flatMap(([name, number]) => {
                    const path = `systems.${system}.workloads.${workload}.ports.${name}`;
                    return number === undefined ? [] : [{ path, workload, number, isSet: ports[name] !== undefined }];
                });
            }),
        ]);
    });
}

function taken(listeners: readonly Listener[], workload: string): string {
    const others = listeners.filter((each) => each.workload !== workload).map((each) => each.number);
    return [...new Set(others)].sort((a, b) => a - b).join(", ");
}

/** The second to listen would get EADDRINUSE. Ports of one process may share a number: it is one server then. */
export const samePod: Check = {
    id: "ports.samePod",
    reads: ["systems"],
    find: ({ environment }) =>
        podsOf(environment).flatMap((listeners) =>
            listeners.flatMap(({ path, workload, number, isSet }, index) => {
                const other = listeners.find(
                    (each, place) =>
                        each.number === number && each.workload !== workload && (!each.isSet || place < index),
                );
                return !isSet || path === undefined || other === undefined
                    ? []
                    : [
                          {
                              ...{ path, value: number },
                              rule: `is where ${other.workload} listens, in the same pod`,
                              fix: `choose another number than ${taken(listeners, workload)}`,
                          },
                      ];
            }),
        ),
};
