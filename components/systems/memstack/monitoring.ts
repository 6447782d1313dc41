import type { Surroundings, SystemMonitoring } from "../../monitoring/watched";
import { memstackAlerts } from "./alerts";
import { dashboards } from "./dashboards";
import { metrics } from "./metrics";
import type { Memstack } from "./schema";

/** How MemStack is watched (MEM-26 to MEM-32). Its own alerts are those on the load balancer. */
export const monitoring = (config: Memstack, around: Surroundings): SystemMonitoring => ({
    dashboard: "mindcloud-memstack",
    catalogue: metrics,
    alerts: (owner) => memstackAlerts(owner, around),
    dashboards: () => dashboards({ config, shown: around }),
    backups: "neo4j-backup",
});
