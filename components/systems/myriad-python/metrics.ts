/**
 * Myriad's metrics (INF-19 to INF-24): the orchestrator's own, read from its running code
 * (docs/upstream.md, Myriad (Python)). No other service has a /metrics, although the document lists six more targets.
 */
import { counter, gauge, histogram, PYTHON_CLIENT_BUCKETS } from "../../monitoring/catalogue";

const orchestrator = {
    exportedBy: ["orchestrator"],
    producedToday: true,
} as const;

export const metrics = {
    /** Each query counts twice: as attempted, and with its result. */
    queries: counter({
        name: "orchestrator_queries_total",
        help: "Queries: each as attempted, and again by its result.",
        labels: { status: ["attempted", "success", "error", "invalid"] },
        ...orchestrator,
        source: "INF-19",
    }),
    /** The largest finite bound is 10 s: nothing slower can be told apart. */
    queryDuration: histogram({
        name: "orchestrator_query_duration_seconds",
        help: "Time that a query takes.",
        buckets: PYTHON_CLIENT_BUCKETS,
        ...orchestrator,
        source: "INF-23",
    }),
    activeAgents: gauge({
        name: "orchestrator_active_agents",
        help: "Agents in the graph, read at each scrape.",
        ...orchestrator,
        source: "INF-24",
    }),
    /** Exported, and never incremented: it stays 0. */
    neurogenesis: counter({
        name: "orchestrator_neurogenesis_total",
        help: "Agents created at run time.",
        ...orchestrator,
        source: "INF-21",
    }),
    taskSuccess: counter({
        name: "orchestrator_task_success_total",
        help: "Tasks that succeeded.",
        ...orchestrator,
        source: "INF-20",
    }),
    taskFailure: counter({
        name: "orchestrator_task_failure_total",
        help: "Tasks that failed, partial ones included.",
        // As often as tasks succeed, HighErrorRate would call somebody.
        typical: [0.001, 0.01],
        ...orchestrator,
        source: "INF-20",
    }),
    agentDiscovery: counter({
        name: "orchestrator_agent_discovery_total",
        help: "Look-ups of an agent for a concept.",
        labels: { status: ["found", "not_found", "invalid", "error"] },
        ...orchestrator,
        source: "INF-22",
    }),
} as const;
