import type { Surroundings, SystemMonitoring } from "../../monitoring/watched";
import { myriadAlerts } from "./alerts";
import { dashboards } from "./dashboards";
import { metrics } from "./metrics";
import type { Myriad } from "./schema";

/** How Myriad (.NET) is watched: its document's metrics (MYR-34 to MYR-38) and promises (MYR-71, MYR-77, MYR-78). */
export const monitoring = (config: Myriad, around: Surroundings): SystemMonitoring => ({
    dashboard: "mindcloud-myriad",
    catalogue: metrics,
    alerts: (owner) => myriadAlerts(owner, around),
    dashboards: () => dashboards({ config, shown: around }),
    ...(config.neo4j.enabled && { backups: "neo4j-backup" }),
});
