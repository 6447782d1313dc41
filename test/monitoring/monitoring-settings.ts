/** Settings under `monitoring:` as a stack file without a word of it has them, with other words for some keys. */
import { COMMON, PROFILES } from "../../config/defaults";
import { monitoring, type MonitoringSettings } from "../../config/schema/monitoring";
import { merge, type Tree } from "../../config/tree";

export const settingsWith = (said: Tree = {}): MonitoringSettings =>
    monitoring.parse(merge(COMMON.monitoring, PROFILES.economy.monitoring, said));
