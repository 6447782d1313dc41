/** What is wrong with dashboards as Grafana reads them. Over the JSON, so that a mistake in making it shows too. */
import { parser as logql } from "@grafana/lezer-logql";
import type { Metric } from "../../../../components/monitoring/catalogue";
import { isMap, list, type Map } from "../../../../policy/inputs";
import { brokenAt, selectedBy } from "../../../monitoring/promql";
import { withoutVariables } from "../../../monitoring/queries";

export interface Facts {
    /** uids of the data sources that Grafana is given. */
    readonly sources: ReadonlySet<string>;
    readonly catalogue: ReadonlyMap<string, Metric>;
    /** `file#section` of every runbook's section. */
    readonly sections: ReadonlySet<string>;
    /** What links to runbooks begin with. */
    readonly runbooks: string;
}

type Rule = (dashboard: Map, all: readonly Map[], facts: Facts) => readonly string[];

const maps = (value: unknown): readonly Map[] => list(value).filter(isMap);
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Rows, and panels in and between them. */
const everything = (dashboard: Map): readonly Map[] =>
    maps(dashboard.panels).flatMap((panel) => [panel, ...maps(panel.panels)]);
const panelsIn = (dashboard: Map): readonly Map[] => everything(dashboard).filter(({ type }) => type !== "row");
const exprsOf = (panel: Map): readonly string[] => maps(panel.targets).map(({ expr }) => text(expr));
const isLogs = ({ type }: Map): boolean => type === "logs";

export const RULES: Readonly<Record<string, Rule>> = {
    "a uid that stays and is its own": (dashboard, all) => [
        ...(/^mindcloud-[a-z][a-z-]{1,29}$/.test(text(dashboard.uid)) ? [] : ["uid is no mindcloud-<name>"]),
        ...(all.filter(({ uid }) => uid === dashboard.uid).length === 1 ? [] : ["uid is another's too"]),
        ...(all.filter(({ title }) => title === dashboard.title).length === 1 ? [] : ["title is another's too"]),
    ],
    "ids of panels that differ": (dashboard) => {
        const ids = everything(dashboard).map(({ id }) => id);
        return new Set(ids).size === ids.length && !ids.includes(undefined) ? [] : ["two panels have one id"];
    },
    "a place for every panel": (dashboard) =>
        overlapping(maps(dashboard.panels)).concat(
            ...maps(dashboard.panels).map(({ panels }) => overlapping(maps(panels))),
        ),
    "a title and a description for every panel": (dashboard) =>
        panelsIn(dashboard)
            .filter(({ title, description }) => text(title) === "" || text(description).length < 10)
            .map(({ title, id }) => `panel ${text(title) || String(id)} says nothing of itself`),
    "a unit for every panel that shows numbers": (dashboard) =>
        panelsIn(dashboard)
            .filter((panel) => !isLogs(panel) && text(fieldsOf(panel).unit) === "")
            .map(({ title }) => `${text(title)} has no unit`),
    "data sources that exist": (dashboard, _all, { sources }) =>
        [
            ...panelsIn(dashboard),
            ...panelsIn(dashboard).flatMap(({ targets }) => maps(targets)),
            ...variablesOf(dashboard),
        ]
            .map(({ datasource }) => (isMap(datasource) ? text(datasource.uid) : "none"))
            .filter((uid) => !sources.has(uid))
            .map((uid) => `data source ${uid} does not exist`),
    "queries that can be read": (dashboard) =>
        panelsIn(dashboard).flatMap((panel) =>
            exprsOf(panel)
                .flatMap((expr) => (isLogs(panel) ? brokenLogs(expr) : brokenAt(withoutVariables(expr))))
                .map((where) => `${text(panel.title)}: cannot be read at ${where}`),
        ),
    "queries of what is catalogued": (dashboard, _all, { catalogue }) =>
        [
            ...panelsIn(dashboard)
                .filter((panel) => !isLogs(panel))
                .flatMap(exprsOf),
            ...variablesOf(dashboard).map((variable) => seriesOf(variable)),
        ]
            .flatMap((expr) => selectedBy(withoutVariables(expr)))
            .filter(({ name }) => !catalogue.has(name))
            .map(({ name }) => `${name} is in no catalogue`),
    "something asked by every panel": (dashboard) =>
        panelsIn(dashboard)
            .filter((panel) => exprsOf(panel).length === 0)
            .map(({ title }) => `${text(title)} asks nothing`),
    "variables that are declared, and used as patterns": (dashboard) => {
        const declared = new Set(variablesOf(dashboard).map(({ name }) => text(name)));
        const exprs = [
            ...panelsIn(dashboard).flatMap(exprsOf),
            ...variablesOf(dashboard).map((each) => seriesOf(each)),
        ];
        const used = exprs.flatMap((expr) => [...expr.matchAll(/(.{0,3})\$(\w+)/g)]);
        const own = used.filter(([, , name = ""]) => !name.startsWith("__"));
        return [
            ...own
                .filter(([, , name = ""]) => !declared.has(name))
                .map(([, , name]) => `$${String(name)} is not declared`),
            // Several values become a|b, which only =~ understands.
            ...own
                .filter(([, before = ""]) => !before.endsWith('=~"'))
                .map(([found]) => `${found} is not asked with =~`),
            ...[...declared]
                .filter((name) => !own.some((match) => match[2] === name))
                .map((name) => `$${name} is not used`),
        ];
    },
    "links to what is there": (dashboard, all, { sections, runbooks }) => {
        const uids = new Set(all.map(({ uid }) => `/d/${text(uid)}`));
        const targets = new Set([...sections].map((section) => `${runbooks}/${section}`));
        return [...maps(dashboard.links), ...panelsIn(dashboard).flatMap(({ links }) => maps(links))]
            .filter(({ type, url }) => type === "link" && !uids.has(text(url)) && !targets.has(text(url)))
            .map(({ url }) => `${text(url)} is not there`);
    },
    "nobody's own changes": ({ editable, id, version }) =>
        editable === false && id === undefined && version === undefined
            ? []
            : ["may be changed by hand, and then is lost"],
};

export const problemsOf = (all: readonly Map[], facts: Facts): readonly string[] =>
    Object.entries(RULES).flatMap(([rule, check]) =>
        all.flatMap((dashboard) =>
            check(dashboard, all, facts).map((what) => `${rule}: ${text(dashboard.uid)}: ${what}`),
        ),
    );

const variablesOf = ({ templating }: Map): readonly Map[] => (isMap(templating) ? maps(templating.list) : []);

/** Series that `label_values(series, label)` looks at. */
function seriesOf({ query }: Map): string {
    const asked = isMap(query) ? text(query.query) : "";
    return /^label_values\((.+), \w+\)$/.exec(asked)?.[1] ?? `unreadable(${asked}`;
}

function fieldsOf({ fieldConfig }: Map): Map {
    return isMap(fieldConfig) && isMap(fieldConfig.defaults) ? fieldConfig.defaults : {};
}

const brokenLogs = (expr: string): string[] => {
    const broken: string[] = [];
    logql.parse(expr).iterate({
        enter: ({ type, from }) => {
            if (type.isError) broken.push(expr.slice(Math.max(0, from - 10), from + 20));
        },
    });
    return broken;
};

/** Cells of the grid that two panels have, and panels beside it. */
function overlapping(panels: readonly Map[]): string[] {
    const taken = new globalThis.Map<string, string>();
    return panels.flatMap(({ gridPos, title }) => {
        const at = isMap(gridPos) ? gridPos : {};
        const [x, y, w, h] = [at.x, at.y, at.w, at.h].map((each) => (typeof each === "number" ? each : -1));
        if (x === undefined || y === undefined || w === undefined || h === undefined) return [];
        if (x < 0 || y < 0 || w < 1 || h < 1 || x + w > 24) return [`${text(title)} is beside the grid`];
        const cells = Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`);
        const other = cells.map((cell) => taken.get(cell)).find((each) => each !== undefined);
        for (const cell of cells) taken.set(cell, text(title));
        return other === undefined ? [] : [`${text(title)} stands on ${other}`];
    });
}
