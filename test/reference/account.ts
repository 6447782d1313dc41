/** What the account holds for all systems: alarms, keys, add-ons, charts. */
import { stringify } from "yaml";
import type { Graph, RecordedResource } from "../../plan/graph";
import { isMap } from "../../plan/values";
import { code, section, table, text, type Cell } from "./markdown";
import { at, listAt } from "./pods";

type Tree = Readonly<Record<string, unknown>>;

export const accountSections = (graph: Graph): readonly string[] => [
    ...section(
        "Alarms of CloudWatch",
        table(
            ["alarm", "metric", "statistic", "every", "of periods", "limit", "when missing", "of"],
            graph.ofType("aws:cloudwatch/metricAlarm:MetricAlarm").map((alarm): readonly Cell[] => {
                const { inputs } = alarm;
                const queries = listAt(inputs, "metricQueries");
                const metric = queries.map((query) => at(query, "metric")).find((each) => each !== undefined) ?? inputs;
                return [
                    alarm.name,
                    `${text(at(metric, "namespace"))} ${text(at(metric, "metricName"))} ${queries.flatMap(({ expression }) => (expression === undefined ? [] : [code(text(expression))])).join(", ")}`,
                    text(at(metric, "statistic") ?? at(metric, "extendedStatistic") ?? at(metric, "stat")),
                    `${text(at(metric, "period"))} s`,
                    `${text(inputs.datapointsToAlarm ?? inputs.evaluationPeriods)} of ${text(inputs.evaluationPeriods)}`,
                    `${text(inputs.comparisonOperator)} ${text(inputs.threshold)}`,
                    text(inputs.treatMissingData),
                    Object.keys(at(metric, "dimensions") ?? {}).join(", "),
                ];
            }),
        ),
    ),
    ...section(
        "Keys",
        table(
            ["key", "rotation", "waits", "may use it", "for", "under"],
            graph
                .ofType("aws:kms/key:Key")
                .flatMap((key) =>
                    statementsOf(key).map((row) => [
                        key.name,
                        `${text(key.inputs.enableKeyRotation)} ${text(key.inputs.rotationPeriodInDays)}`,
                        `${text(key.inputs.deletionWindowInDays)} days`,
                        ...row,
                    ]),
                ),
        ),
    ),
    ...section(
        "Policies of roles",
        table(
            ["role", "may", "on", "under"],
            graph
                .ofType("aws:iam/rolePolicy:RolePolicy")
                .flatMap((policy) =>
                    documentOf(policy.inputs.policy).map((statement) => [
                        policy.name,
                        words(statement.Action),
                        words(statement.Resource),
                        code(condition(statement)),
                    ]),
                ),
        ),
    ),
    ...section(
        "Trust of roles",
        table(
            ["role", "trusted", "may", "under"],
            graph
                .ofType("aws:iam/role:Role")
                .flatMap((role) =>
                    documentOf(role.inputs.assumeRolePolicy).map((statement) => [
                        role.name,
                        text(statement.Principal),
                        words(statement.Action),
                        code(condition(statement)),
                    ]),
                ),
        ),
    ),
    ...section("Add-ons of EKS", [
        "```yaml",
        ...graph.ofType("aws:eks/addon:Addon").map(({ inputs }) =>
            stringify(
                {
                    [text(inputs.addonName)]: {
                        version: inputs.addonVersion,
                        onCreate: inputs.resolveConflictsOnCreate,
                        onUpdate: inputs.resolveConflictsOnUpdate,
                        configuration:
                            typeof inputs.configurationValues === "string"
                                ? (JSON.parse(inputs.configurationValues) as unknown)
                                : undefined,
                    },
                },
                { lineWidth: 0 },
            ).trimEnd(),
        ),
        "```",
        "",
    ]),
    ...section("Charts", [
        "```yaml",
        ...graph
            .ofType("kubernetes:helm.sh/v3:Release")
            .map(({ inputs }) =>
                stringify(
                    { [text(inputs.name)]: plain(inputs) },
                    { lineWidth: 0, aliasDuplicateObjects: false },
                ).trimEnd(),
            ),
        "```",
        "",
    ]),
];

/** Secrets as the word that they print as. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

function documentOf(policy: unknown): readonly Tree[] {
    const parsed: unknown = typeof policy === "string" ? JSON.parse(policy) : policy;
    return isMap(parsed) && Array.isArray(parsed.Statement) ? (parsed.Statement as readonly Tree[]) : [];
}

const statementsOf = ({ inputs }: RecordedResource): readonly (readonly Cell[])[] =>
    documentOf(inputs.policy).map((statement) => [
        text(statement.Principal),
        words(statement.Action),
        code(condition(statement)),
    ]);

const words = (value: unknown): string => (Array.isArray(value) ? value.map(text).join(", ") : text(value));

const condition = ({ Condition, Effect, NotAction }: Tree): string =>
    [
        Effect === "Allow" ? "" : text(Effect),
        text(NotAction),
        Condition === undefined ? "" : JSON.stringify(Condition).replace(/"/g, ""),
    ]
        .filter((each) => each !== "")
        .join(" ");
