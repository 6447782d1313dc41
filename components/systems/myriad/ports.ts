/** Of the orchestrator and its agents: MYR-13, and literals of the agents' code (docs/upstream.md, Myriad (.NET)). */
export const PORTS = { orchestrator: 80, lightbulb: 5001, factory: 5002 } as const;
