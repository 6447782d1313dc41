/** The complete environment with images/stand-in in every pod, and its pods' stand-ins as processes of this machine. */
import { spawn } from "node:child_process";
import * as path from "node:path";
import type { Environment } from "../../config/environment";
import { STAND_IN } from "../../components/systems/settings";
import { isMap, json, list, type Map } from "../../policy/inputs";
import { maps, one } from "../../policy/kubernetes";
import { freePorts } from "../../rehearsal/cluster/ports";
import { run, type Run } from "../images/stand-in-process";
import { COMPLETE, stackFrom, type Stack } from "../support/recordings";
import type { Target } from "./targets";

/** What production refuses is what is wanted here: everything that there is, and nothing that works. */
export function completeWithStandIns(): Stack {
    const { environment, secrets } = stackFrom(COMPLETE);
    const systems = Object.fromEntries(
        Object.entries(environment.systems).map(([key, system]) => [
            key,
            {
                ...system,
                workloads: Object.fromEntries(
                    Object.entries(system.workloads).map(([name, workload]) => [
                        name,
                        { ...workload, image: STAND_IN },
                    ]),
                ),
            },
        ]),
    ) as unknown as Environment["systems"];
    return { environment: { ...environment, systems }, secrets };
}

/** The description that a container was given; undefined when it is no stand-in. */
export function descriptionOf(container: Map): Map | undefined {
    const variable = maps(container, "env").find(({ name }) => name === "STAND_IN");
    const description = json(variable?.value);
    return isMap(description) ? description : undefined;
}

/** Simple-CLI's queue exporter is a script of ours, in whatever image has Node.js: it runs as it is. */
const isOwnExporter = ({ name }: Map): boolean => name === "queue-exporter";
const EXPORTER = path.join(__dirname, "../../components/systems/simple-cli/queue-exporter.mjs");

/** Whether the pod's own process can stand here. */
export const canStand = (container: Map): boolean => descriptionOf(container) !== undefined || isOwnExporter(container);

/** Without a file of the scheduler: nothing waits. */
function runExporter(port: number): Standing["process"] {
    const env = { STATE_FILE: path.join(__dirname, "no-scheduler.json"), QUEUE_PORT: String(port) };
    return { child: spawn(process.execPath, [EXPORTER], { env }), firstLine: Promise.resolve("") };
}

export interface Standing {
    readonly target: Target;
    readonly port: number;
    readonly process: Pick<Run, "child" | "firstLine">;
}

/** Each on a port of its own, and on that alone: that of its metrics. */
export async function startStandIns(targets: readonly Target[]): Promise<readonly Standing[]> {
    const ports = await freePorts(targets.length);
    const started = targets.map((target, index) => {
        const port = ports[index] ?? 0;
        if (isOwnExporter(target.container)) return { target, port, process: runExporter(port) };
        const description = onPort(descriptionOf(target.container) ?? {}, target, port);
        const words = ["serves", "--address", "127.0.0.1"];
        return { target, port, process: run(words, { STAND_IN: JSON.stringify(description) }) };
    });
    await Promise.all(started.map(({ process }) => process.firstLine));
    return started;
}

function onPort(description: Map, { container, port: name }: Target, port: number): Map {
    const number = maps(container, "ports").find(
        (each) => each.name === name || String(each.containerPort) === name,
    )?.containerPort;
    const listen = list(description.listen).filter((entry) => isMap(entry) && entry.port === number);
    return { ...description, listen: listen.map((entry) => ({ ...(entry as Map), port })) };
}

export const imageOf = (container: Map): string => String(one(container, "image"));
