import type { Graph } from "../../graph";
import type { Plan } from "../../plan";
import { isMap } from "../../values";
import { counted } from "../../words";
import { markup, type Html, type Part } from "../html";
import { runbookSection } from "../runbooks";
import { folded, table, type Section } from "../section";

interface Alert {
    readonly name: string;
    readonly severity: string;
    readonly systems: readonly string[];
    /** One for each window, where an objective has several. */
    readonly waits: readonly string[];
    readonly summary: string;
    readonly runbook: string;
}

export function alerts({ graph }: Plan): Section {
    const all = alertsIn(graph);
    const runbooks = [...new Map(all.map((alert) => [alert.runbook, alert])).values()];
    return {
        id: "alerts",
        title: "Alerts and runbooks",
        body:
            all.length === 0
                ? markup`<p>None: the environment has no monitoring of its own.</p>`
                : markup` <p>${counted(new Set(all.map(({ name }) => name)).size, "alert")}, each with what to do.</p>
                      ${table(
                          "Alerts",
                          [
                              { title: "alert" },
                              { title: "severity" },
                              { title: "about" },
                              { title: "after", number: true },
                              { title: "means", wide: true },
                          ],
                          all.map(({ name, severity, systems, waits, summary, runbook }) => [
                              markup`<a href="#${idOf(runbook)}">${name}</a>`,
                              severity,
                              systems.join(", "),
                              waits.join(", "),
                              summary,
                          ]),
                      )}
                      <h3>Runbooks</h3>
                      ${runbooks.map(runbookOf)}`,
    };
}

function runbookOf({ name, runbook }: Alert): Html {
    const link: Part = runbook.startsWith("https://")
        ? markup`<a href="${runbook}">${runbook}</a>`
        : markup`<code>${runbook}</code>`;
    return markup`<div id="${idOf(runbook)}">
        ${folded(
            name,
            markup`${runbookSection(runbook)}
                <p class="quiet">${link}</p>`,
        )}
    </div>`;
}

const idOf = (runbook: string): string =>
    `runbook-${runbook.replace(/^https:\/\/[^/]*\//, "").replace(/[^\w-]+/g, "-")}`;

/** One row for an alert that several systems have. */
function alertsIn(graph: Graph): readonly Alert[] {
    const rules = graph
        .ofType("kubernetes:monitoring.coreos.com/v1:PrometheusRule")
        .flatMap(({ inputs: { spec } }) => mapsIn(isMap(spec) ? spec.groups : undefined))
        .flatMap((group) => mapsIn(group.rules))
        .filter(({ alert }) => typeof alert === "string");
    const byName = new Map<string, Alert>();
    for (const rule of rules) {
        const [labels, annotations] = [mapOf(rule.labels), mapOf(rule.annotations)];
        const alert = {
            name: text(rule.alert),
            severity: text(labels.severity),
            summary: text(annotations.summary),
            runbook: text(annotations.runbook_url),
        };
        const key = JSON.stringify(alert);
        const systems = new Set([...(byName.get(key)?.systems ?? []), text(labels.system)]);
        const waits = new Set([...(byName.get(key)?.waits ?? []), text(rule.for)]);
        byName.set(key, { ...alert, waits: [...waits], systems: [...systems].filter((each) => each !== "").sort() });
    }
    const weight = ({ severity }: Alert): number => ["critical", "warning", "info"].indexOf(severity);
    return [...byName.values()].sort((a, b) => weight(a) - weight(b) || (a.name < b.name ? -1 : 1));
}

const mapsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
    Array.isArray(value) ? value.filter(isMap) : [];
const mapOf = (value: unknown): Readonly<Record<string, unknown>> => (isMap(value) ? value : {});
const text = (value: unknown): string => (typeof value === "string" ? value : "");
