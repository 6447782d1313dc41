/** When an alert fires, in the words of its runbook: how bad, and after how long. */
import type { Alert } from "../../components/monitoring/alerts";

/** The rules of one name: an objective has one for each pair of windows. */
export function firesOf(rules: readonly Pick<Alert, "severity" | "for">[]): string {
    const severities = [...new Set(rules.map(({ severity }) => severity))];
    return severities
        .map((severity) => {
            const times = rules.filter((rule) => rule.severity === severity).map((rule) => timeOf(rule.for.seconds));
            return `${severity} ${[...new Set(times)].join(" or ")}`;
        })
        .join(", ");
}

function timeOf(seconds: number): string {
    if (seconds === 0) return "at once";
    if (seconds % 3600 === 0) return `after ${String(seconds / 3600)} h`;
    return seconds % 60 === 0 ? `after ${String(seconds / 60)} min` : `after ${String(seconds)} s`;
}
