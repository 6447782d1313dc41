/**
 * The same dashboards through the builders of Grafana's Foundation SDK: whatever render.ts writes by hand must be what these make. Only
 * positions, ids and the addresses of links are taken from outside, because the SDK knows nothing of them.
 */
import * as bars from "@grafana/grafana-foundation-sdk/bargauge";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as logs from "@grafana/grafana-foundation-sdk/logs";
import * as loki from "@grafana/grafana-foundation-sdk/loki";
import * as pie from "@grafana/grafana-foundation-sdk/piechart";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as table from "@grafana/grafana-foundation-sdk/table";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import { placed, type Placed } from "../../../../components/monitoring/dashboards/layout";
import type { RenderOptions } from "../../../../components/monitoring/dashboards/render";
import type {
    AlertName,
    DashboardSpec,
    Limits,
    Panel,
    SeriesPanel,
    Variable,
} from "../../../../components/monitoring/dashboards/spec";

const PROMETHEUS = { type: "prometheus", uid: "prometheus" };
const LOKI = { type: "loki", uid: "loki" };

/** As JSON has it: without methods and without what is undefined. */
export function bySdk(spec: DashboardSpec, options: RenderOptions): unknown {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is not what the sidecar's files are read as
    const builder = new dashboard.DashboardBuilder(spec.title)
        .uid(spec.uid)
        .description(spec.description)
        .tags(["mindcloud", spec.tag])
        .timezone("utc")
        .readonly()
        .tooltip(dashboard.DashboardCursorSync.Crosshair)
        .refresh(spec.refresh ?? "30s")
        .time({ from: spec.from ?? "now-6h", to: "now" })
        .variables((spec.variables ?? []).map(variable))
        .links([
            ...(spec.related ?? []).map(({ title, uid }) => goTo(title, `/d/${uid}`)),
            new dashboard.DashboardLinkBuilder("All")
                .type(dashboard.DashboardLinkType.Dashboards)
                .tags(["mindcloud"])
                .asDropdown(true)
                .keepTime(true),
        ]);
    let id = 0;
    for (const { item, at, panels } of placed(spec)) {
        const row = new dashboard.RowBuilder(item.title).id(++id).gridPos(at);
        const inside = panels.map((each) => panel(each, ++id, options));
        if (item.collapsed === true) for (const each of inside) row.withPanel(each);
        builder.withRow(row.collapsed(item.collapsed === true));
        if (item.collapsed !== true) for (const each of inside) builder.withPanel(each);
    }
    return withoutPlacement(JSON.parse(JSON.stringify(builder.build())));
}

/** The SDK puts every link into a menu and cannot be told otherwise; ours stand in the head, where they are seen. */
function withoutPlacement(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(withoutPlacement);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value)
            .filter(([key]) => key !== "placement" || !("asDropdown" in value))
            .map(([key, inner]) => [key, withoutPlacement(inner)]),
    );
}

const goTo = (title: string, url: string) =>
    new dashboard.DashboardLinkBuilder(title).url(url).icon("dashboard").keepTime(true);

/** What the builders of all kinds have in common; each names itself as its own result. */
interface PanelBuilder<Self> extends Builder<dashboard.Panel> {
    id: (id: number) => Self;
    title: (title: string) => Self;
    description: (description: string) => Self;
    gridPos: (at: dashboard.GridPos) => Self;
    links: (links: Builder<dashboard.DashboardLink>[]) => Self;
    datasource: (source: common.DataSourceRef) => Self;
}

const sectionOf = ({ runbook, name }: AlertName): string => `${runbook}#${name.toLowerCase()}`;

function panel({ item, at }: Placed<Panel>, id: number, { runbooks }: RenderOptions): Builder<dashboard.Panel> {
    const described = <Self extends PanelBuilder<Self>>(builder: Self): Self =>
        builder
            .id(id)
            .title(item.title)
            .description(
                runbooks === undefined && item.alerts !== undefined
                    ? `${item.description}\n\nRunbooks: ${item.alerts.map(sectionOf).join(", ")}`
                    : item.description,
            )
            .gridPos(at)
            .datasource(item.show === "logs" ? LOKI : PROMETHEUS)
            .links([
                ...(runbooks === undefined ? [] : (item.alerts ?? [])).map((alert) =>
                    new dashboard.DashboardLinkBuilder(`Runbook: ${alert.name}`)
                        .url(`${runbooks}/${sectionOf(alert)}`)
                        .targetBlank(true),
                ),
                ...(item.dashboards ?? []).map(({ title, uid }) => goTo(title, `/d/${uid}`)),
            ]);
    switch (item.show) {
        case "logs":
            return described(logLooks()).withTarget(
                new loki.DataqueryBuilder()
                    .refId("A")
                    .datasource(LOKI)
                    .expr(item.logs)
                    .queryType("range")
                    .maxLines(500),
            );
        case "table": {
            const headings = { ...item.columns, ...(item.value && { Value: item.value.heading }) };
            const names = Object.keys(headings);
            const indexByName = Object.fromEntries(names.map((name, index) => [name, index]));
            const builder = described(new table.PanelBuilder())
                .unit(item.value?.unit ?? "none")
                .withTarget(asked(item.query.expr, 0).instant().format(prometheus.PromQueryFormat.Table))
                .withTransformation({ id: "filterFieldsByName", options: { include: { names } } })
                .withTransformation({ id: "organize", options: { indexByName, renameByName: headings } })
                .cellHeight(common.TableCellHeight.Sm);
            return item.whenEmpty === undefined ? builder : builder.noValue(item.whenEmpty);
        }
        default:
            return seriesPanel(item, described(builderOf(item)));
    }
}

const asked = (expr: string, index: number) =>
    new prometheus.DataqueryBuilder()
        .refId(String.fromCharCode(65 + index))
        .datasource(PROMETHEUS)
        .editorMode(prometheus.QueryEditorMode.Code)
        .expr(expr);

type SeriesBuilder = timeseries.PanelBuilder | stat.PanelBuilder | bars.PanelBuilder | pie.PanelBuilder;

function seriesPanel(item: SeriesPanel, builder: SeriesBuilder): SeriesBuilder {
    const now = item.show === "bars" || item.show === "pie";
    item.series.forEach(({ query, legend }, index) => {
        const target = asked(query.expr, index).legendFormat(legend);
        builder.withTarget(now ? target.instant() : target.range());
    });
    builder.unit(item.unit).thresholds(thresholds(item.limits));
    const least = item.least ?? (item.unit === "percentunit" ? 0 : undefined);
    if (least !== undefined) builder.min(least);
    if (item.most !== undefined) builder.max(item.most);
    if (item.decimals !== undefined) builder.decimals(item.decimals);
    if (item.whenEmpty !== undefined) builder.noValue(item.whenEmpty);
    const byLimits = item.show === "number" || item.show === "bars";
    const { PaletteClassic, Thresholds } = dashboard.FieldColorModeId;
    return builder.colorScheme(new dashboard.FieldColorBuilder().mode(byLimits ? Thresholds : PaletteClassic));
}

const latest = () => new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false).fields("");

function builderOf({ show, limits }: SeriesPanel): SeriesBuilder {
    const { Horizontal } = common.VizOrientation;
    if (show === "number") return new stat.PanelBuilder().reduceOptions(latest());
    if (show === "bars")
        return new bars.PanelBuilder()
            .displayMode(common.BarGaugeDisplayMode.Basic)
            .orientation(Horizontal)
            .reduceOptions(latest());
    if (show === "pie")
        return new pie.PanelBuilder()
            .pieType(pie.PieChartType.Donut)
            .orientation(common.VizOrientation.Auto)
            .reduceOptions(latest())
            .legend(
                new pie.PieChartLegendOptionsBuilder()
                    .displayMode(common.LegendDisplayMode.Table)
                    .placement(common.LegendPlacement.Right)
                    .showLegend(true)
                    .values([pie.PieChartLegendValues.Value, pie.PieChartLegendValues.Percent]),
            );
    const lines = new timeseries.PanelBuilder()
        .legend(new common.VizLegendOptionsBuilder().showLegend(true))
        .tooltip(
            new common.VizTooltipOptionsBuilder()
                .mode(common.TooltipDisplayMode.Multi)
                .sort(common.SortOrder.Descending),
        )
        .fillOpacity(show === "stack" ? 40 : 10)
        .showPoints(common.VisibilityMode.Never)
        .spanNulls(false);
    if (show === "stack")
        lines.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group("A"));
    return limits === undefined
        ? lines
        : lines.thresholdsStyle(
              new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
          );
}

const logLooks = () =>
    new logs.PanelBuilder()
        .showTime(true)
        .showLogContextToggle(true)
        .wrapLogMessage(true)
        .enableLogDetails(true)
        .sortOrder(common.LogsSortOrder.Descending);

/** By hand, as the SDK leaves the steps to whoever uses it. */
function thresholds(limits: Limits | undefined): dashboard.ThresholdsConfigBuilder {
    const { worse, warning, critical } = limits ?? { worse: "above" };
    const rising: [number | undefined, string][] =
        worse === "above"
            ? [
                  [warning, "orange"],
                  [critical, "red"],
              ]
            : [
                  [critical, warning === undefined ? "green" : "orange"],
                  [warning, "green"],
              ];
    const first =
        limits === undefined ? "blue" : worse === "above" ? "green" : critical === undefined ? "orange" : "red";
    const steps = rising.flatMap(([value, color]) => (value === undefined ? [] : [{ value, color }]));
    return new dashboard.ThresholdsConfigBuilder()
        .mode(dashboard.ThresholdsMode.Absolute)
        .steps([{ value: null, color: first }, ...steps]);
}

function variable(one: Variable): dashboard.QueryVariableBuilder {
    const series = one.of.type === "histogram" ? one.of.count : one.of.name;
    const query = `label_values(${series}${one.where === undefined ? "" : `{${one.where}}`}, ${one.valuesOf})`;
    const several = one.single !== true;
    const builder = new dashboard.QueryVariableBuilder(one.name)
        .label(one.label)
        .description(one.description)
        .datasource(PROMETHEUS)
        .query({ query, refId: "values" })
        .definition(query)
        .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
        .sort(dashboard.VariableSort.AlphabeticalAsc)
        .multi(several)
        .includeAll(several)
        .allowCustomValue(false);
    return several
        ? builder.allValue(one.all ?? ".*").current({ selected: true, text: ["All"], value: ["$__all"] })
        : builder;
}
