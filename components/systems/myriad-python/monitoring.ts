import { REDIS_METRICS as REDIS } from "../../monitoring/catalogues/redis";
import type { Surroundings, SystemMonitoring } from "../../monitoring/watched";
import { myriadPythonAlerts } from "./alerts";
import { dashboards } from "./dashboards";
import { metrics } from "./metrics";
import type { MyriadPython } from "./schema";

/** How Myriad (Python) is watched: as its document (INF-1) and upstream's monitoring guide (INF-64) say. */
export const monitoring = (_config: MyriadPython, around: Surroundings): SystemMonitoring => ({
    dashboard: "mindcloud-myriad-overview",
    // Its exporter stands in Myriad's namespace.
    catalogue: { ...metrics, redisUp: REDIS.up },
    alerts: (owner) => myriadPythonAlerts(owner),
    dashboards: () => dashboards({ shown: around }),
    backups: "neo4j-backup",
});
