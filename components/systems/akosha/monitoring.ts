import { REDIS_METRICS as REDIS } from "../../monitoring/catalogues/redis";
import { targetGroupsOf } from "../../monitoring/dashboards/load-balancer";
import type { Surroundings, SystemMonitoring } from "../../monitoring/watched";
import { akoshaAlerts } from "./alerts";
import { dashboards } from "./dashboards";
import { metrics } from "./metrics";
import { usesRedis, type Akosha } from "./schema";

/** How Akosha is watched: its guide's metrics, dashboards and alerts (AKO-47 to AKO-64). */
export const monitoring = (config: Akosha, around: Surroundings): SystemMonitoring => ({
    dashboard: "mindcloud-akosha-query",
    parts: {
        ...{ ingestion: "akosha-ingestion", query: "akosha-query", aging: "akosha-aging" },
        ...{ hotStore: "akosha-hot-store", warmStore: "akosha-warm-store" },
    },
    // Its exporter stands in Akosha's namespace.
    catalogue: { ...metrics, ...(usesRedis(config) && { redisUp: REDIS.up }) },
    alerts: (owner) => akoshaAlerts(config, owner),
    dashboards: () => dashboards({ config, shown: around }),
    // AKO-92: P99 < 2 s. The guide promises nothing on errors: 5 % is what MemStack's calls too many (MEM-28).
    traffic: { targetGroups: targetGroupsOf("akosha"), errors: 0.05, p99: 2 },
});
