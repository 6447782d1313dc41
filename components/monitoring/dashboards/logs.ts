/** Logs beside the metrics, by the labels that the collector gives every line: namespace, pod and container. */
import type { Row } from "./spec";

export interface LogsOf {
    /** Regular expression, or a variable of the page. */
    readonly namespace: string;
    readonly pod?: string;
}

/** What applications write when something went wrong, whatever their language. */
export const TROUBLE = "(?i)(error|exception|fatal|panic|traceback)";

export function logsRow({ namespace, pod }: LogsOf): Row {
    const chosen = `{namespace=~"${namespace}"${pod === undefined ? "" : `, pod=~"${pod}"`}}`;
    return {
        title: "Logs",
        collapsed: true,
        panels: [
            {
                ...{ title: "Errors", show: "logs" },
                description: `Lines that match ${TROUBLE}. A line says more when it is opened.`,
                logs: `${chosen} |~ "${TROUBLE}"`,
            },
            {
                ...{ title: "Everything", show: "logs" },
                description: "All lines of the pods that are chosen above, the newest first.",
                logs: chosen,
            },
        ],
    };
}
