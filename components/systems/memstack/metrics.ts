/**
 * MemStack's metrics: none. The document promises /metrics on 9090 for API and worker (spec/004, Metrics Endpoints) and names no series;
 * the code has no such endpoint and no Prometheus client (upstream-systems 6.3). Errors and latency come from the load balancer.
 */
import type { Catalogue } from "../../monitoring/catalogue";

export const metrics: Catalogue = {};
