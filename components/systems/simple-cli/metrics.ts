/**
 * The digital agency's metrics: one name in the document, which no code exports (upstream-systems 4.3, 4.7). The processes write their
 * own figures as lines of JSON into .agent/metrics; Prometheus does not read those.
 */
import { gauge } from "../../monitoring/catalogue";

export const metrics = {
    queueLength: gauge({
        name: "queue_length",
        help: "Tasks that wait for an agent.",
        source: "spec/002, Horizontal Pod Autoscaler",
        producedToday: false,
        // "Monitors queue length and scales agents" (spec/002, Elastic Swarms & Autoscaling).
        exportedBy: ["elastic-swarm"],
        typical: [0, 4],
    }),
} as const;
