/** Pages of the alerts that every system has, for links from panels. */
import { alertsOn } from "./spec";

export const onWorkloads = alertsOn("docs/runbooks/workloads.md");
export const onVolumes = alertsOn("docs/runbooks/volumes.md");
export const onJobs = alertsOn("docs/runbooks/jobs.md");
export const onEndpoints = alertsOn("docs/runbooks/endpoints.md");
export const onDataStores = alertsOn("docs/runbooks/data-stores.md");
export const onCluster = alertsOn("docs/runbooks/cluster.md");
export const onMonitoring = alertsOn("docs/runbooks/monitoring.md");
export const onMetrics = alertsOn("docs/runbooks/metrics.md");
