import type { Surroundings, SystemMonitoring } from "../../monitoring/watched";
import { dashboards } from "./dashboards";
import { metrics } from "./metrics";
import type { SimpleCli } from "./schema";

/**
 * How the digital agency is watched. Its document names one metric (SIM-29) and no alert: what every system gets is
 * what it has.
 */
export const monitoring = (config: SimpleCli, around: Surroundings): SystemMonitoring => ({
    dashboard: "mindcloud-simple-cli",
    catalogue: metrics,
    alerts: () => [],
    dashboards: () => dashboards({ config, shown: around }),
});
