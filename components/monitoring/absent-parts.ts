/** What goes with a part that is not there, or that nobody reads: its metrics, and every alert and panel that asks for one of them. */
import type { AlertGroup, Owner } from "./alerts";
import { alertsIn } from "./alerts";
import type { Catalogue, Metric } from "./catalogue";
import { panelsOf, queriesOf, type DashboardSpec, type Panel } from "./dashboards/spec";
import type { Query } from "./promql";
import type { SystemMonitoring } from "./watched";

/** `absent`: names of containers, as catalogues have them in `exportedBy`. */
export function withoutParts(monitoring: SystemMonitoring, absent: readonly string[]): SystemMonitoring {
    const gone = new Set(
        Object.values(monitoring.catalogue).filter(({ exportedBy }) =>
            exportedBy.every((name) => absent.includes(name)),
        ),
    );
    const asksNothingGone = ({ metrics }: Query): boolean => !metrics.some((metric) => gone.has(metric));
    const alerts = (owner: Owner): readonly AlertGroup[] =>
        monitoring
            .alerts(owner)
            .map((group) => ({ ...group, rules: group.rules.filter(({ expr }) => asksNothingGone(expr)) }));
    const pages = () => pagesWithout(monitoring, gone, asksNothingGone);
    const shown = pages().map(({ uid }) => uid);
    const owner: Owner = { system: "parts", team: "parts", dashboard: monitoring.dashboard };
    const dropped = alertNames(monitoring.alerts(owner)).filter((name) => !alertNames(alerts(owner)).includes(name));
    return {
        ...monitoring,
        catalogue: Object.fromEntries(
            Object.entries(monitoring.catalogue)
                .filter(([, metric]) => !gone.has(metric))
                .map(([key, metric]) => [
                    key,
                    { ...metric, exportedBy: metric.exportedBy.filter((name) => !absent.includes(name)) },
                ]),
        ),
        alerts: (whose) =>
            alerts(whose).map((group) => ({
                ...group,
                rules: group.rules.map((rule) =>
                    rule.kind === "alert" && !shown.includes(rule.dashboard) && isOurs(monitoring, rule.dashboard)
                        ? { ...rule, dashboard: whose.dashboard }
                        : rule,
                ),
            })),
        dashboards: () => pages().map((page) => withoutNames(page, dropped, shown)),
    };
}

const alertNames = (groups: readonly AlertGroup[]): readonly string[] => alertsIn(groups).map(({ name }) => name);

const isOurs = ({ dashboards }: SystemMonitoring, uid: string): boolean =>
    dashboards().some((page) => page.uid === uid);

/** A page that showed what is gone and nothing else of the system's own metrics goes with it; the one that links lead to stays. */
function pagesWithout(
    { catalogue, dashboard, dashboards }: SystemMonitoring,
    gone: ReadonlySet<Metric>,
    stays: (query: Query) => boolean,
): readonly DashboardSpec[] {
    const keeps = (panel: Panel): boolean => queriesOf(panel).every(stays);
    return dashboards().flatMap((page) => {
        const left = { ...page, rows: page.rows.map((row) => ({ ...row, panels: row.panels.filter(keeps) })) };
        const had = panelsOf(page).some((panel) => isAbout(panel, Object.values(catalogue)));
        const has = panelsOf(left).some((panel) => isAbout(panel, Object.values(catalogue)));
        if (had && !has && page.uid !== dashboard) return [];
        const rows = left.rows.filter(({ panels }) => panels.length > 0);
        return [
            { ...left, rows, ...(page.variables && { variables: page.variables.filter(({ of }) => !gone.has(of)) }) },
        ];
    });
}

const isAbout = (panel: Panel, own: Catalogue[string][]): boolean =>
    queriesOf(panel).some(({ metrics }) => metrics.some((metric) => own.includes(metric)));

function withoutNames(page: DashboardSpec, alerts: readonly string[], shown: readonly string[]): DashboardSpec {
    const panel = (one: Panel): Panel => ({
        ...one,
        ...(one.alerts && { alerts: one.alerts.filter(({ name }) => !alerts.includes(name)) }),
    });
    return {
        ...page,
        rows: page.rows.map((row) => ({ ...row, panels: row.panels.map(panel) })),
        ...(page.related && { related: page.related.filter(({ uid }) => shown.includes(uid)) }),
    };
}
