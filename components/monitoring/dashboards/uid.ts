/** Stable: bookmarks and alerts hold it. Grafana takes at most 40 characters. */
export type DashboardUid = `mindcloud-${string}`;
