/**
 * What each container asks for: the chart's values (docs/upstream.md, Simple-CLI; SIM-22 names none). In dev, which
 * only runs, a quarter.
 */
import type { Amounts, Resources } from "../../workload";
import type { Container } from "./settings";
import type { SimpleCli } from "./schema";

const DOCUMENTED: Readonly<Record<Container, Resources>> = {
    agent: {
        requests: { cpu: "1", memory: "2Gi", scratch: "512Mi" },
        limits: { cpu: "2", memory: "4Gi", scratch: "2Gi" },
    },
    brain: {
        requests: { cpu: "500m", memory: "1Gi", scratch: "256Mi" },
        limits: { cpu: "1", memory: "2Gi", scratch: "1Gi" },
    },
    healthMonitor: {
        requests: { cpu: "100m", memory: "256Mi", scratch: "64Mi" },
        limits: { cpu: "500m", memory: "512Mi", scratch: "256Mi" },
    },
    swarm: {
        requests: { cpu: "100m", memory: "256Mi", scratch: "64Mi" },
        limits: { cpu: "500m", memory: "512Mi", scratch: "256Mi" },
    },
    elasticSwarm: {
        requests: { cpu: "50m", memory: "64Mi", scratch: "64Mi" },
        // Twice the chart's: 128Mi is tight for Node, its probe is another one, and killed alone it hangs (sidecars.ts).
        limits: { cpu: "200m", memory: "256Mi", scratch: "128Mi" },
    },
};

const IN_DEV: Readonly<Record<Container, Amounts>> = {
    agent: { cpu: "250m", memory: "512Mi", scratch: "128Mi" },
    brain: { cpu: "125m", memory: "256Mi", scratch: "64Mi" },
    healthMonitor: { cpu: "25m", memory: "64Mi", scratch: "64Mi" },
    swarm: { cpu: "25m", memory: "64Mi", scratch: "64Mi" },
    elasticSwarm: { cpu: "25m", memory: "64Mi", scratch: "64Mi" },
};

export function resourcesOf({ size }: SimpleCli, container: Container): Resources {
    const documented = DOCUMENTED[container];
    return size === "production" ? documented : { requests: IN_DEV[container], limits: documented.limits };
}
