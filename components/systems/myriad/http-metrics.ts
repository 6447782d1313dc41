/** What `app.UseHttpMetrics()` adds (MYR-38): names, labels and bounds are prometheus-net 8's own. */
import { counter, gauge, histogram } from "../../monitoring/catalogue";

const orchestrator = {
    exportedBy: ["orchestrator"],
    producedToday: false,
    source: "MYR-38: UseHttpMetrics (prometheus-net 8)",
} as const;

// `endpoint` is also a label that a ServiceMonitor sets: after the scrape it is called exported_endpoint.
const route = { method: ["GET", "POST"], controller: [""], action: [""], endpoint: ["/process"] };
const answered = { code: ["200", "500"], ...route };

export const httpMetrics = {
    httpRequests: counter({
        name: "http_requests_received_total",
        help: "HTTP requests that the application has answered.",
        labels: answered,
        ...orchestrator,
    }),
    httpRequestDuration: histogram({
        name: "http_request_duration_seconds",
        help: "Duration of HTTP requests.",
        labels: answered,
        // 1 ms doubled 15 times.
        buckets: Array.from({ length: 16 }, (_, index) => 0.001 * 2 ** index),
        ...orchestrator,
    }),
    httpRequestsInProgress: gauge({
        name: "http_requests_in_progress",
        help: "HTTP requests that are being answered.",
        labels: route,
        ...orchestrator,
    }),
} as const;
