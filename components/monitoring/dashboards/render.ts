/** From a dashboard's data to the JSON that Grafana reads (its v1 schema, which files and sidecars are read in). */
import { seriesOf } from "../catalogue";
import {
    DATA_SOURCES,
    SCHEMA_VERSION,
    type GrafanaDashboard,
    type GrafanaLink,
    type GrafanaPanel,
    type GrafanaRow,
    type GrafanaVariable,
} from "./grafana";
import { runbookUrl, type MonitoringUrls } from "../urls";
import { placed, type Placed } from "./layout";
import { looksOf } from "./panels";
import { pathOf, type AlertName, type DashboardName, type DashboardSpec, type Panel, type Variable } from "./spec";

/** Where people browse this repository. Without it a panel's description names files and sections. */
export type RenderOptions = Pick<MonitoringUrls, "runbooks">;

/** Every dashboard of ours carries it, and the list in each one's head is made of it. */
export const TAG = "mindcloud";

export function render(spec: DashboardSpec, options: RenderOptions): GrafanaDashboard {
    const { uid, title, description, tag, variables = [], related = [], from = "now-6h", refresh = "30s" } = spec;
    return {
        ...{ uid, title, description, tags: [TAG, tag] },
        // Whoever talks about an incident, and whatever runs at night, means the same hour.
        timezone: "utc",
        editable: false,
        // One moment is marked in all panels.
        graphTooltip: 1,
        ...{ fiscalYearStartMonth: 0, schemaVersion: SCHEMA_VERSION, refresh, time: { from, to: "now" } },
        templating: { list: variables.map(variable) },
        annotations: {},
        links: [...related.map((to) => linkTo(to)), LIST_OF_ALL],
        panels: panels(spec, options),
    };
}

/** Compact: a ConfigMap holds at most 1 MiB (Kubernetes, ConfigMap). */
export const jsonOf = (spec: DashboardSpec, options: RenderOptions): string => JSON.stringify(render(spec, options));

function panels(spec: DashboardSpec, options: RenderOptions): readonly (GrafanaPanel | GrafanaRow)[] {
    let id = 0;
    return placed(spec).flatMap(({ item, at, panels: within }): readonly (GrafanaPanel | GrafanaRow)[] => {
        const row = { type: "row", id: ++id, title: item.title, gridPos: at } as const;
        const inside = within.map((each) => panelAt(each, ++id, options));
        return item.collapsed === true
            ? [{ ...row, collapsed: true, panels: inside }]
            : [{ ...row, collapsed: false, panels: [] }, ...inside];
    });
}

function panelAt({ item, at }: Placed<Panel>, id: number, urls: RenderOptions): GrafanaPanel {
    const { title, alerts = [], dashboards = [] } = item;
    const pages = urls.runbooks === undefined ? [] : alerts;
    return {
        ...{ id, title, description: describe(item, urls), gridPos: at, transparent: false, repeatDirection: "h" },
        ...looksOf(item),
        links: [
            ...pages.map((alert) =>
                link({ title: `Runbook: ${alert.name}`, url: urlOf(urls, alert), targetBlank: true }),
            ),
            ...dashboards.map((to) => linkTo(to)),
        ],
    };
}

const urlOf = (urls: RenderOptions, { runbook, name }: AlertName): string => runbookUrl(urls, runbook, name);

function describe({ description, alerts = [] }: Panel, urls: RenderOptions): string {
    if (urls.runbooks !== undefined || alerts.length === 0) return description;
    return `${description}\n\nRunbooks: ${alerts.map((alert) => urlOf(urls, alert)).join(", ")}`;
}

const LINK: GrafanaLink = {
    ...{ title: "", type: "link", icon: "", tooltip: "", tags: [], asDropdown: false },
    // The time that one looks at goes along; what is chosen in variables does not, as others have other variables.
    ...{ targetBlank: false, includeVars: false, keepTime: false },
};
const link = (args: Partial<GrafanaLink>): GrafanaLink => ({ ...LINK, ...args });
const linkTo = (to: DashboardName): GrafanaLink =>
    link({ title: to.title, url: pathOf(to), icon: "dashboard", keepTime: true });
const LIST_OF_ALL = link({ title: "All", type: "dashboards", tags: [TAG], asDropdown: true, keepTime: true });

function variable({
    name,
    label,
    description,
    of,
    valuesOf,
    where = "",
    all = ".*",
    single = false,
}: Variable): GrafanaVariable {
    const series = of.type === "histogram" ? of.count : (seriesOf(of)[0] ?? of.name);
    const query = `label_values(${series}${where === "" ? "" : `{${where}}`}, ${valuesOf})`;
    return {
        ...{ type: "query", name, label, description, skipUrlSync: false, datasource: DATA_SOURCES.prometheus },
        ...{ query: { query, refId: "values" }, definition: query, refresh: 2, sort: 1 },
        ...{ multi: !single, includeAll: !single, allowCustomValue: false },
        ...(!single && { allValue: all, current: { selected: true, text: ["All"], value: ["$__all"] } }),
        ...{ auto: false, auto_min: "10s", auto_count: 30 },
    };
}
