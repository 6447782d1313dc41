/**
 * Myriad's metrics, as the document declares them, each by its row in docs/traceability.md. The code has no reference
 * to prometheus-net, so none of them is produced (docs/upstream.md, Myriad (.NET)).
 */
import { counter, gauge, histogram, PYTHON_CLIENT_BUCKETS } from "../../monitoring/catalogue";
import { httpMetrics } from "./http-metrics";

/** prometheus-net takes over the defaults of the Python client. 2 s, the objective of the base tier, is none of the bounds. */
const DOTNET_CLIENT_BUCKETS = PYTHON_CLIENT_BUCKETS;

const orchestrator = { exportedBy: ["orchestrator"], producedToday: false } as const;
/** Keys of the documented policies (MYR-29 to MYR-31). */
const tier = ["myriad-swift", "myriad-base", "myriad-max"];

export const metrics = {
    requests: counter({
        name: "myriad_requests_total",
        help: "Requests by tier and result.",
        labels: { tier, status: ["success", "error"] },
        ...{ source: "MYR-34", ...orchestrator },
    }),
    requestDuration: histogram({
        name: "myriad_request_duration_seconds",
        help: "Duration of requests by tier.",
        labels: { tier },
        buckets: DOTNET_CLIENT_BUCKETS,
        ...{ source: "MYR-35", ...orchestrator },
    }),
    activeSessions: gauge({
        name: "myriad_active_sessions",
        help: "Sessions of users.",
        ...{ source: "MYR-36", ...orchestrator },
    }),
    neurogenesis: counter({
        name: "myriad_neurogenesis_total",
        help: "Agents created.",
        ...{ source: "MYR-37", ...orchestrator },
    }),
    ...httpMetrics,
} as const;
