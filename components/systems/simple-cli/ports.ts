/** The documented ports: SIM-7, SIM-10, SIM-24, SIM-25. */
export const PORTS = { agent: 3000, brain: 3002, healthMonitor: 3004, swarm: 3005, elasticSwarm: 3006 } as const;

/** Of the queue's exporter, beside the agent's 3000 to 3006. */
export const QUEUE_NUMBER = 3010;
