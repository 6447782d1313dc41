/** Links that alerts and dashboards carry, below the addresses of `monitoring.urls`. */
import type { Settings } from "../../config/schema";

export type MonitoringUrls = Settings["monitoring"]["urls"];

/** A dashboard by its stable uid (Grafana resolves /d/<uid> whatever the title is). */
export const dashboardUrl = ({ grafana }: MonitoringUrls, uid: string): string => `${grafana}/d/${uid}`;

/**
 * A section of a runbook, by the file's path in this repository. Without an address to browse it at, the file itself is named: whoever is
 * called has the repository.
 */
export const runbookUrl = ({ runbooks }: Pick<MonitoringUrls, "runbooks">, file: string, section: string): string =>
    `${runbooks === undefined ? "" : `${runbooks}/`}${file}#${section.toLowerCase()}`;
