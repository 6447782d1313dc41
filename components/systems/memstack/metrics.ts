/**
 * MemStack's metrics: none. The document promises /metrics on 9090 for API and worker (MEM-26, MEM-27) and names no
 * series; the code has no such endpoint and no Prometheus client (docs/upstream.md, MemStack). Errors and latency come
 * from the load balancer.
 */
import type { Catalogue } from "../../monitoring/catalogue";

export const metrics: Catalogue = {};
