/** Counts what waits, for the autoscaler and the page: upstream exports nothing (SIM-29). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { Configuration, files, type Image, type Namespace, type Resources } from "../../workload";
import { QUEUE_NUMBER as NUMBER } from "./ports";
import { AGENT_DIRECTORY } from "./settings";

export const QUEUE_PORT = "queue";
const SCRIPT = "queue-exporter.mjs";
const DIRECTORY = "/queue-exporter";

/** Node.js idles at about 40 MiB. */
const RESOURCES: Resources = {
    requests: { cpu: "10m", memory: "48Mi", scratch: "16Mi" },
    limits: { cpu: "100m", memory: "96Mi", scratch: "32Mi" },
};

interface QueueExporterArgs {
    readonly namespace: Namespace;
    readonly id: string;
    /** The agent's, which has Node.js, as the stand-in has. */
    readonly image: Image;
    readonly opts: pulumi.ComponentResourceOptions;
}

export function queueExporter(name: string, { namespace, id, image, opts }: QueueExporterArgs) {
    const values = { [SCRIPT]: readFileSync(join(__dirname, SCRIPT), "utf8") };
    const script = new Configuration(name, { namespace, metadataName: `${id}-queue-exporter`, values }, opts);
    return {
        volumes: { "queue-exporter": files(script) },
        sidecars: {
            "queue-exporter": {
                ...{ image, resources: RESOURCES, command: ["node", `${DIRECTORY}/${SCRIPT}`] },
                ports: { [QUEUE_PORT]: NUMBER },
                health: { path: "/health", on: QUEUE_PORT },
                environment: { STATE_FILE: `${AGENT_DIRECTORY}/scheduler_state.json`, QUEUE_PORT: String(NUMBER) },
                mounts: {
                    [AGENT_DIRECTORY]: { volume: "agent", readOnly: true },
                    [DIRECTORY]: "queue-exporter",
                },
            },
        },
    } as const;
}
