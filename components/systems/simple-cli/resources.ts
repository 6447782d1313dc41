/** What each container asks for: the chart's values (upstream-systems 4.5; spec/002 names none), and in dev a quarter of the requests. */
import type { Resources } from "../../workload";
import type { SimpleCli } from "./schema";

export type Container = keyof SimpleCli["workloads"];

const PRODUCTION: Readonly<Record<Container, Resources>> = {
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
        requests: { cpu: "50m", memory: "64Mi", scratch: "32Mi" },
        // The chart's 128Mi is less than Node's own heap wants (upstream-systems 4.5, "tight").
        limits: { cpu: "200m", memory: "256Mi", scratch: "128Mi" },
    },
};

const DEV_REQUESTS: Readonly<Record<Container, Resources["requests"]>> = {
    agent: { cpu: "250m", memory: "512Mi", scratch: "128Mi" },
    brain: { cpu: "125m", memory: "256Mi", scratch: "64Mi" },
    healthMonitor: { cpu: "25m", memory: "64Mi", scratch: "32Mi" },
    swarm: { cpu: "25m", memory: "64Mi", scratch: "32Mi" },
    elasticSwarm: { cpu: "25m", memory: "64Mi", scratch: "32Mi" },
};

export const resourcesOf = (size: SimpleCli["size"], container: Container): Resources =>
    size === "production"
        ? PRODUCTION[container]
        : { requests: DEV_REQUESTS[container], limits: PRODUCTION[container].limits };
