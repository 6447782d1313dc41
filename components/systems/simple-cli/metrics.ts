/**
 * The digital agency's metrics: one name in the document, which no code exports. The scheduler keeps what waits in a file, and an exporter of
 * ours reads it (queue-exporter.mjs). The processes write their own figures as lines of JSON into .agent/metrics; Prometheus does not read those.
 */
import { gauge } from "../../monitoring/catalogue";

export const metrics = {
    queueLength: gauge({
        name: "queue_length",
        help: "Tasks that wait for an agent.",
        source: "SIM-29",
        producedToday: true,
        exportedBy: ["queue-exporter"],
    }),
} as const;
