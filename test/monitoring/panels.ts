/** What is wrong with a panel that can be read and is answered: labels that no answer has, units that are none, limits that are not the alerts'. */
import * as grafanaUnits from "@grafana/grafana-foundation-sdk/units";
import { COLORS } from "../../components/monitoring/dashboards/grafana";
import { isMap, type Map } from "../../policy/inputs";
import { maps, one } from "../../policy/kubernetes";
import type { Labels } from "./evaluate/series";
import {
    gridProblems,
    legendProblems,
    numberProblems,
    quantileProblems,
    saysNumber,
    sideSaid,
    type Words,
} from "./panel-words";
import { comparisonOf } from "./promql";
import { panelsIn, withoutVariables, type Dashboard, type Rule } from "./queries";

export interface Answers {
    /** Labels of each series of an answer. */
    readonly labelsOf: (expr: string) => readonly Labels[];
    readonly rules: readonly Rule[];
}

type Check = (panel: Map, answers: Answers) => readonly string[];

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const fieldsOf = (panel: Map): Map => {
    const fields = one(panel, "fieldConfig.defaults");
    return isMap(fields) ? fields : {};
};
const isAsked = (panel: Map): boolean => text(panel.type) !== "logs" && text(panel.type) !== "row";
const asked = (panel: Map): readonly Map[] => maps(panel, "targets").filter(({ expr }) => expr !== undefined);

/** `{{pod}}` of an answer without pods would be an empty name. */
const legends: Check = (panel, { labelsOf }) =>
    asked(panel).flatMap(({ expr, legendFormat }) =>
        [...text(legendFormat).matchAll(/\{\{\s*(\w+)\s*\}\}/g)]
            .map(([, label = ""]) => label)
            .filter((label) => labelsOf(text(expr)).some((labels) => labels[label] === undefined))
            .map((label) => `no series of ${text(expr)} has a label ${label} for the legend`)
            .concat(/\w\{\{|\}\}\w/.test(text(legendFormat)) ? [`${text(legendFormat)} runs into a value`] : []),
    );

/** A table's columns are labels; Time and Value are Grafana's own. */
const columns: Check = (panel, { labelsOf }) =>
    maps(panel, "transformations").flatMap((transformation) => {
        const order = one(transformation, "options.indexByName");
        const names = Object.keys(isMap(order) ? order : {}).filter((name) => !["Time", "Value"].includes(name));
        return asked(panel).flatMap(({ expr }) =>
            names
                .filter((name) => !labelsOf(text(expr)).some((labels) => labels[name] !== undefined))
                .map((name) => `no series has a label ${name} for the column`),
        );
    });

const UNITS = new Set<unknown>(Object.values(grafanaUnits));
const units: Check = (panel) => {
    const { unit } = fieldsOf(panel);
    return unit === undefined || UNITS.has(unit) || /^suffix: \S/.test(text(unit)) ? [] : [`${text(unit)} is no unit`];
};

/** An axis begins at 0 and ends where its unit does: shares and states at 1, percentages at 100. */
const ENDS: Readonly<Record<string, number>> = { percentunit: 1, none: 1, percent: 100 };
const axes: Check = (panel) => {
    const { unit, min, max, decimals } = fieldsOf(panel);
    return [
        ...(min === undefined || min === 0 ? [] : [`begins at ${JSON.stringify(min)}`]),
        ...(max === undefined || max === ENDS[text(unit)] ? [] : [`ends at ${JSON.stringify(max)} ${text(unit)}`]),
        // What is counted is whole; what is written without a fraction is counted, or money.
        ...(decimals === undefined || decimals === 0 ? [] : [`has ${JSON.stringify(decimals)} decimals`]),
    ];
};

/** A value, as a share of the other side, and in percent. */
const sameAs = (value: number): readonly number[] => [value, 1 - value, value * 100, 100 - value * 100, value / 100];
const near = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));

/**
 * The lines in a panel are where its alerts fire; of more alerts than lines, some of them. States (0 and 1) are told by words, not by a line.
 */
const limits: Check = (panel, { rules }) => {
    const steps = maps(fieldsOf(panel), "thresholds.steps");
    const lines = steps.flatMap(({ value }) => (typeof value === "number" ? [value] : []));
    const fire = alertsOf(panel, rules).filter(({ limit }) => limit !== 0);
    const isAt = (line: number, limit: number): boolean => sameAs(limit).some((each) => near(each, line));
    const values = new Set(fire.map(({ limit }) => limit));
    if (lines.length === 0) return [];
    if (values.size > lines.length)
        return lines
            .filter((line) => !fire.some(({ limit }) => isAt(line, limit)))
            .map((line) => `a line at ${String(line)}, where no alert fires`);
    return fire
        .filter(({ limit }) => limit !== 1 && !lines.some((line) => isAt(line, limit)))
        .map(({ name, limit }) => `${name} fires at ${String(limit)}, and the lines are at ${lines.join(", ")}`);
};

interface Firing {
    readonly name: string;
    readonly limit: number;
    readonly side: "above" | "below" | "at";
}

/** Alerts that a panel names, by the address of their section, and that compare one thing with one number. */
function alertsOf(panel: Map, rules: readonly Rule[]): readonly Firing[] {
    const pages = text(panel.description).split("\n\nRunbooks: ")[1]?.split(", ") ?? [];
    return rules
        .filter(({ inputs }) => pages.includes(text(one(inputs, "annotations.runbook_url"))))
        .flatMap(({ inputs }) => {
            const compared = comparisonOf(text(inputs.expr));
            return compared === undefined ? [] : [{ name: text(inputs.alert), ...compared }];
        });
}

/** A line that no alert of the panel has is explained in its words; states and whole shares (0 and 1) explain themselves. */
const explained: Check = (panel, { rules }) => {
    const fire = alertsOf(panel, rules).flatMap(({ limit }) => sameAs(limit));
    const counts = ["none", "short", "percentunit"].includes(text(fieldsOf(panel).unit));
    const isState = (value: number): boolean => counts && (value === 0 || value === 1);
    return maps(fieldsOf(panel), "thresholds.steps")
        .flatMap(({ value }) => (typeof value === "number" && !isState(value) ? [value] : []))
        .filter((line) => !fire.some((limit) => near(limit, line)) && !saysNumber(text(panel.description), line))
        .map((line) => `nothing says what the line at ${String(line)} is`);
};

const wordsOf = (panel: Map): Words => ({
    ...{ title: text(panel.title), description: text(panel.description) },
    lines: asked(panel).map(({ expr, legendFormat }) => ({ expr: text(expr), legend: text(legendFormat) })),
});

const quantiles: Check = (panel) => quantileProblems(wordsOf(panel));
const names: Check = (panel) => legendProblems(wordsOf(panel));
const numbers: Check = (panel) =>
    numberProblems(
        wordsOf(panel),
        maps(fieldsOf(panel), "thresholds.steps").flatMap(({ value }) => (typeof value === "number" ? [value] : [])),
    );

/** What is beyond a line is red on the side on which its alert fires; where the panel shows what is left of it, on the other. */
const sides: Check = (panel, { rules }) => {
    const [first, ...steps] = maps(fieldsOf(panel), "thresholds.steps");
    const worse = first?.color === COLORS.good ? "above" : "below";
    const fire = alertsOf(panel, rules);
    return steps.flatMap(({ value }) => {
        if (typeof value !== "number") return [];
        const same = fire.filter(
            ({ limit, side }) => side !== "at" && [limit, limit * 100, limit / 100].some((each) => near(each, value)),
        );
        return same.length > 0 && same.every(({ side }) => side !== worse)
            ? [`is bad ${worse} ${String(value)}, and ${String(same[0]?.name)} fires on the other side`]
            : [];
    });
};

/** "From 80 % on" is bad above, "below 95 %" below. */
const said: Check = (panel) => {
    const [first, ...steps] = maps(fieldsOf(panel), "thresholds.steps");
    const worse = first?.color === COLORS.good ? "above" : "below";
    return steps.flatMap(({ value }) => {
        const side = typeof value === "number" ? sideSaid(text(panel.description), value) : undefined;
        return side === undefined || side === worse ? [] : [`says ${side} ${String(value)}, and is bad ${worse} it`];
    });
};

/** Where there is nothing to count, there are none of it: in a number, or in words. */
const empty: Check = (panel) => {
    const { noValue } = fieldsOf(panel);
    return noValue === undefined || /^(0$|no\b|none\b|nothing\b)/i.test(text(noValue))
        ? []
        : [`shows ${text(noValue)} where there is nothing`];
};

/** Who is shown is compared with nothing, with 1 where that says that a state holds, or with a number that the words give. */
const compared: Check = (panel) =>
    asked(panel).flatMap(({ expr }) => {
        const known = /_(phase|condition|reason)\b/.test(text(expr)) ? ["0", "1"] : ["0"];
        return [...text(expr).matchAll(/(?:[=!<>]=|[<>]) (?:bool )?(\d[\d.]*)/g)]
            .filter(
                ([, number = ""]) => !known.includes(number) && !saysNumber(text(panel.description), Number(number)),
            )
            .map(([whole]) => `asks ${whole}, which its words do not say`);
    });

const CHECKS: Readonly<Record<string, Check>> = {
    ...{ legends, columns, units, axes, limits, sides, explained, quantiles, names, numbers, said, empty, compared },
};

export const panelProblems = ({ where, inputs }: Dashboard, answers: Answers): readonly string[] => [
    ...panelsIn(inputs)
        .filter(isAsked)
        .flatMap((panel) =>
            Object.entries(CHECKS).flatMap(([check, of]) =>
                of(panel, answers).map((what) => `${where}, ${text(panel.title)}: ${check}: ${what}`),
            ),
        ),
    ...variableProblems(inputs, answers).map((what) => `${where}: ${what}`),
    ...gridProblems(placesOf(inputs)).map((what) => `${where}: ${what}`),
];

const placesOf = (inputs: Map) =>
    panelsIn(inputs)
        .filter(({ type, gridPos }) => text(type) !== "row" && gridPos !== undefined)
        .map((panel) => ({
            ...{ y: Number(one(panel, "gridPos.y")), w: Number(one(panel, "gridPos.w")) },
            h: Number(one(panel, "gridPos.h")),
        }));

/** What is chosen from are the values of a label. */
const variableProblems = (inputs: Map, { labelsOf }: Answers): readonly string[] =>
    maps(inputs, "templating.list").flatMap((variable) => {
        const [, series, label = ""] = /^label_values\((.+),\s*(\w+)\)$/.exec(text(one(variable, "query.query"))) ?? [];
        if (series === undefined) return [];
        const there = labelsOf(withoutVariables(series)).some((labels) => labels[label] !== undefined);
        return there ? [] : [`$${text(variable.name)}: no series has a label ${label}`];
    });
