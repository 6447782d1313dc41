/** From a panel's data to Grafana's: how each kind looks. */
import {
    COLORS,
    DATA_SOURCES,
    type GrafanaFields,
    type GrafanaLines,
    type GrafanaPanel,
    type GrafanaTarget,
    type GrafanaThresholds,
} from "./grafana";
import type { Limits, LogsPanel, Panel, SeriesPanel, TablePanel } from "./spec";

type Looks = Pick<GrafanaPanel, "type" | "options" | "targets" | "datasource"> &
    Partial<Pick<GrafanaPanel, "fieldConfig" | "transformations">>;

export function looksOf(panel: Panel): Looks {
    if (panel.show === "logs") return logs(panel);
    return panel.show === "table" ? table(panel) : series(panel);
}

const TYPES: Readonly<Record<SeriesPanel["show"], string>> = {
    lines: "timeseries",
    stack: "timeseries",
    number: "stat",
    bars: "bargauge",
    pie: "piechart",
};

function series(panel: SeriesPanel): Looks {
    const { show, unit, limits, least = unit === "percentunit" ? 0 : undefined, most, decimals, whenEmpty } = panel;
    const lines = show === "lines" || show === "stack";
    // A number shows its course behind it, so it needs one; bars and slices stand for the present.
    const range = lines || show === "number";
    const defaults: GrafanaFields = {
        unit,
        ...(least !== undefined && { min: least }),
        ...(most !== undefined && { max: most }),
        ...(decimals !== undefined && { decimals }),
        ...(whenEmpty !== undefined && { noValue: whenEmpty }),
        thresholds: thresholdsOf(limits),
        color: { mode: lines || show === "pie" ? "palette-classic" : "thresholds" },
        ...(lines && { custom: lineLooks(show, limits) }),
        ...(show === "pie" && { custom: {} }),
    };
    return {
        ...{ type: TYPES[show], datasource: DATA_SOURCES.prometheus },
        targets: panel.series.map(({ query, legend }, index) => ({
            ...prometheusTarget(query.expr, index),
            ...{ legendFormat: legend, range, instant: !range },
        })),
        fieldConfig: { defaults, overrides: [] },
        options: OPTIONS[show],
    };
}

function table({ query, columns, value, whenEmpty }: TablePanel): Looks {
    const headings = { ...columns, ...(value && { Value: value.heading }) };
    const order = Object.keys(headings);
    return {
        ...{ type: "table", datasource: DATA_SOURCES.prometheus },
        targets: [{ ...prometheusTarget(query.expr, 0), range: false, instant: true, format: "table" }],
        fieldConfig: {
            defaults: {
                unit: value?.unit ?? "none",
                ...(whenEmpty !== undefined && { noValue: whenEmpty }),
                custom: { align: "auto", inspect: false },
            },
            overrides: [],
        },
        transformations: [
            { id: "filterFieldsByName", options: { include: { names: order } } },
            {
                id: "organize",
                options: {
                    indexByName: Object.fromEntries(order.map((name, index) => [name, index])),
                    renameByName: headings,
                },
            },
        ],
        options: OPTIONS.table,
    };
}

function logs({ logs: expr }: LogsPanel): Looks {
    return {
        ...{ type: "logs", datasource: DATA_SOURCES.loki },
        targets: [{ refId: "A", datasource: DATA_SOURCES.loki, expr, queryType: "range", maxLines: 500 }],
        options: OPTIONS.logs,
    };
}

/** Grafana counts targets in letters. */
function prometheusTarget(expr: string, index: number): GrafanaTarget {
    if (index > 25) throw new Error("a panel has more than 26 queries: split it");
    const refId = String.fromCharCode("A".charCodeAt(0) + index);
    return { refId, datasource: DATA_SOURCES.prometheus, editorMode: "code", expr };
}

/** Steps from the lowest value upwards; the first has none and covers the rest. */
function thresholdsOf(limits: Limits | undefined): GrafanaThresholds {
    const { good, warning, critical, note } = COLORS;
    if (limits === undefined) return { mode: "absolute", steps: [{ value: null, color: note }] };
    const at = (value: number | undefined, color: string) => (value === undefined ? [] : [{ value, color }]);
    const steps =
        limits.worse === "above"
            ? [{ value: null, color: good }, ...at(limits.warning, warning), ...at(limits.critical, critical)]
            : below(limits);
    return { mode: "absolute", steps };
}

function below({ warning, critical }: Limits): GrafanaThresholds["steps"] {
    const { good, warning: orange, critical: red } = COLORS;
    if (warning === undefined || critical === undefined) {
        const only = warning ?? critical;
        const lowest = { value: null, color: critical === undefined ? orange : red };
        return only === undefined ? [{ value: null, color: good }] : [lowest, { value: only, color: good }];
    }
    return [
        { value: null, color: red },
        { value: critical, color: orange },
        { value: warning, color: good },
    ];
}

function lineLooks(show: "lines" | "stack", limits: Limits | undefined): GrafanaLines {
    return {
        fillOpacity: show === "stack" ? 40 : 10,
        showPoints: "never",
        // A pod that is gone leaves a gap: joining it to the next one of that name would invent what lies between.
        spanNulls: false,
        ...(show === "stack" && { stacking: { mode: "normal", group: "A" } }),
        ...(limits !== undefined && { thresholdsStyle: { mode: "dashed" } }),
    };
}

const LATEST = { calcs: ["lastNotNull"], values: false, fields: "" } as const;
const LINES = {
    legend: { displayMode: "list", placement: "bottom", showLegend: true, calcs: [] },
    // All lines of a moment, the largest first: that is what one looks for.
    tooltip: { mode: "multi", sort: "desc" },
} as const;

const OPTIONS: Readonly<Record<Panel["show"], object>> = {
    lines: LINES,
    stack: LINES,
    number: {
        ...{ graphMode: "area", colorMode: "value", justifyMode: "auto", textMode: "auto", wideLayout: true },
        ...{ showPercentChange: false, reduceOptions: LATEST, percentChangeColorMode: "standard", orientation: "auto" },
    },
    bars: {
        ...{ displayMode: "basic", valueMode: "color", namePlacement: "auto", showUnfilled: true, sizing: "auto" },
        ...{ minVizWidth: 8, minVizHeight: 16, maxVizHeight: 300, reduceOptions: LATEST, orientation: "horizontal" },
        legend: { displayMode: "list", placement: "bottom", showLegend: false, calcs: [] },
    },
    pie: {
        ...{ pieType: "donut", reduceOptions: LATEST, orientation: "auto", tooltip: { mode: "single", sort: "asc" } },
        legend: {
            ...{ displayMode: "table", placement: "right", showLegend: true, values: ["value", "percent"], calcs: [] },
        },
    },
    table: {
        ...{ frameIndex: 0, showHeader: true, showTypeIcons: false, cellHeight: "sm" },
        footer: { show: false, reducer: [], countRows: false },
    },
    logs: {
        ...{ showLabels: false, showCommonLabels: false, showTime: true, showLogContextToggle: true },
        ...{ wrapLogMessage: true, prettifyLogMessage: false, enableLogDetails: true },
        ...{ sortOrder: "Descending", dedupStrategy: "none" },
    },
};
