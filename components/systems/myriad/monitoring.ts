import type { Surroundings, SystemMonitoring } from "../../monitoring/watched";
import { myriadAlerts } from "./alerts";
import { dashboards } from "./dashboards";
import { metrics } from "./metrics";
import type { Myriad } from "./schema";

/** How Myriad (.NET) is watched: spec/000, Step 5 and "Success Metrics". */
export const monitoring = (config: Myriad, around: Surroundings): SystemMonitoring => ({
    dashboard: "mindcloud-myriad",
    catalogue: metrics,
    alerts: (owner) => myriadAlerts(owner, around),
    dashboards: () => dashboards({ config, shown: around }),
    ...(config.neo4j.enabled && { backups: "neo4j-backup" }),
});
