/** What is measured, shown and alerted on. */
import { stringify } from "yaml";
import type { Catalogue } from "../../components/monitoring/catalogue";
import type { RecordedResource } from "../../plan/graph";
import { isMap } from "../../plan/values";
import { ordinarily } from "../monitoring/ordinary";
import { code, section, table, text, type Cell } from "./markdown";
import { at, kindOf, listAt } from "./pods";

type Tree = Readonly<Record<string, unknown>>;

export const metricSection = (catalogue: Catalogue): readonly string[] =>
    section(
        "Metrics",
        table(
            ["metric", "type", "labels", "buckets", "ordinarily", "exported by", "today", "source", "help"],
            Object.values(catalogue).map((metric): readonly Cell[] => [
                code(metric.name),
                metric.type,
                Object.entries(ordinarily(metric).labelValues)
                    .map(([label, values]) => `${label}: ${values.join(", ")}`)
                    .join("; "),
                metric.buckets?.join(", "),
                ordinarily(metric).typical.join(" to "),
                metric.exportedBy.join(", "),
                metric.producedToday ? "yes" : "no",
                metric.source,
                metric.help,
            ]),
        ),
    );

export function alertSection(rules: readonly RecordedResource[]): readonly string[] {
    const all = rules
        .flatMap(({ inputs }) => listAt(inputs, "spec", "groups"))
        .flatMap((group) => listAt(group, "rules"));
    const alerts = all.filter(({ alert }) => alert !== undefined);
    const records = all.filter(({ record }) => record !== undefined);
    return [
        ...section(
            "Alerts",
            table(
                ["alert", "severity", "for", "expression", "labels", "says"],
                alerts.map((rule) => [
                    rule.alert as string,
                    text(at(rule, "labels", "severity")),
                    text(rule.for),
                    code(text(rule.expr).replace(/\s+/g, " ")),
                    pairs(rule.labels, ["severity"]),
                    [at(rule, "annotations", "summary"), at(rule, "annotations", "description")]
                        .filter(Boolean)
                        .join(" "),
                ]),
            ),
        ),
        ...(records.length === 0
            ? []
            : section(
                  "Recorded",
                  table(
                      ["record", "expression", "labels"],
                      records.map((rule) => [
                          code(text(rule.record)),
                          code(text(rule.expr).replace(/\s+/g, " ")),
                          pairs(rule.labels, []),
                      ]),
                  ),
              )),
    ];
}

const pairs = (map: unknown, without: readonly string[]): string =>
    isMap(map)
        ? Object.entries(map)
              .filter(([key]) => !without.includes(key))
              .map(([key, value]) => `${key}=${text(value)}`)
              .join(", ")
        : "";

export function dashboardSection(maps: readonly RecordedResource[]): readonly string[] {
    const boards = maps.flatMap(({ inputs }) =>
        Object.values((at(inputs, "data") ?? {}) as Tree).map((board) => JSON.parse(text(board)) as Tree),
    );
    return boards.flatMap((board) => section(`Dashboard: ${text(board.title)}`, dashboard(board)));
}

function dashboard({ description, templating, panels, uid, time, refresh, links, tags }: Tree): readonly string[] {
    const flat = (panels as readonly Tree[]).flatMap((panel) => [panel, ...listAt(panel, "panels")]);
    const variables = listAt(templating, "list").map((each) => [
        code(text(each.name)),
        text(each.label),
        code(short(each.query ?? each.definition)),
        text(each.type),
        options(each, ["name", "label", "query", "definition", "type"]),
    ]);
    return [
        `${text(description)} (\`${text(uid)}\`, from ${text(at(time, "from"))}, every ${text(refresh)}, tags ${(tags as readonly string[]).join(", ")})`,
        "",
        `Leads to: ${(links as readonly Tree[]).map((link) => `${text(link.title)} ${code(text(link.url ?? (link.tags as readonly string[] | undefined)?.join(", ")))}`).join(", ")}`,
        "",
        ...(variables.length === 0 ? [] : table(["variable", "label", "query", "type", "options"], variables)),
        ...table(
            ["panel", "shows", "queries", "unit and limits", "looks", "place"],
            flat.map((panel) => [
                text(panel.title),
                `${text(panel.type)}: ${text(panel.description)}${listAt(panel, "links")
                    .map(({ title }) => ` [${text(title)}]`)
                    .join("")}`,
                listAt(panel, "targets")
                    .map(
                        (target) =>
                            `${code(short(target.expr ?? target.query))} as ${code(text(target.legendFormat))}${target.instant === true ? " now" : ""}`,
                    )
                    .join("; "),
                limits(at(panel, "fieldConfig", "defaults")),
                options(
                    {
                        options: panel.options,
                        custom: at(panel, "fieldConfig", "defaults", "custom"),
                        overrides: at(panel, "fieldConfig", "overrides"),
                        transformations: panel.transformations,
                    },
                    [],
                ),
                options(panel.gridPos as Tree, []),
            ]),
        ),
    ];
}

const short = (value: unknown): string =>
    (typeof value === "string" ? value : JSON.stringify(value ?? "")).replace(/\s+/g, " ");

function limits(defaults: unknown): string {
    const steps = listAt(defaults, "thresholds", "steps").map(
        ({ color, value }) => `${text(color)}${value === null ? "" : ` from ${text(value)}`}`,
    );
    const besides = ["min", "max", "decimals"].flatMap((key) =>
        at(defaults, key) === undefined ? [] : [`${key} ${text(at(defaults, key))}`],
    );
    const mappings = at(defaults, "mappings");
    return [
        text(at(defaults, "unit")),
        steps.join(", "),
        ...besides,
        ...(mappings === undefined ? [] : [code(JSON.stringify(mappings))]),
    ]
        .filter((each) => each !== "")
        .join("; ");
}

/** What is left of an object, short. */
export const options = (tree: Tree, without: readonly string[]): string =>
    code(
        JSON.stringify(
            Object.fromEntries(
                Object.entries(tree).filter(([key, value]) => !without.includes(key) && value !== undefined),
            ),
        ).replace(/"/g, ""),
    );

/** Objects whose specification is the thing itself. */
export const specSection = (
    title: string,
    objects: readonly RecordedResource[],
    kinds: readonly string[],
): readonly string[] => {
    const chosen = objects.filter((object) => kinds.includes(kindOf(object)));
    if (chosen.length === 0) return [];
    const texts = chosen.map(({ type, inputs }) => {
        const { spec, rules, value, data } = inputs;
        const kind = type.split(":").at(-1) ?? "";
        return stringify(
            { [`${kind} ${text(at(inputs, "metadata", "name"))}`]: spec ?? rules ?? value ?? data },
            { lineWidth: 0 },
        ).trimEnd();
    });
    return section(title, ["```yaml", ...texts, "```", ""]);
};
