/** Everything that anybody asks Prometheus is answered, where everybody exports what is catalogued. `prometheus.check.ts` asks a real one. */
import assert from "node:assert/strict";
import { COLORS } from "../../components/monitoring/dashboards/grafana";
import type { Graph } from "../../plan/graph";
import { COMPLETE, recordingOf } from "../support/recordings";
import { catalogueBySeries } from "./catalogued";
import { evaluate, type World } from "./evaluate/evaluate";
import { exportedIn, NOW } from "./evaluate/exported";
import { answersOf } from "./promql";
import { panelProblems } from "./panels";
import { askedOf, ASKERS, dashboardsOf, rulesOf, withoutVariables } from "./queries";
import { silenceOf, type Answering } from "./silence";

describe("the environment in which everything exists", () => {
    let graph: Graph;
    let world: World;

    before(async () => {
        ({ graph } = await recordingOf(COMPLETE, "update"));
        world = worldOf(graph);
    });

    for (const [by, what] of ASKERS)
        it(`has an answer for ${what}`, async () => {
            const answering = answeringFor(graph, world);
            const own = askedOf(graph).filter((each) => each.by === by);
            assert.notEqual(own.length, 0, `nobody asks anything as ${by}`);
            const silent = await Promise.all(own.map((each) => silenceOf(each, answering)));
            assert.deepEqual(silent.flat(), []);
        });

    it("wakes nobody on an ordinary day, but for what fails there as often as it succeeds, and the Watchdog", () => {
        const firing = rulesOf(graph).filter(
            ({ inputs }) => inputs.alert !== undefined && evaluate(String(inputs.expr), world, NOW).length > 0,
        );
        // Every value of a status label has the same numbers here, and memory is held against a limit of no particular pod.
        const shares = ["HighMemoryUsage", "LokiErrors", "LowIngestionSuccessRate"];
        assert.deepEqual(firing.map(({ inputs }) => inputs.alert).sort(), [...shares, "Watchdog"]);
    });

    it("shows in each panel what its answers have: labels, units, axes that fit them, and a line where its alert fires", () => {
        const dashboards = dashboardsOf(graph);
        const labelsOf = (expr: string) =>
            answersOf(withoutVariables(expr))
                .slice(0, 1)
                .flatMap((part) => evaluate(part, world, NOW).map(({ labels }) => labels));
        const answers = { labelsOf, rules: rulesOf(graph) };
        assert.ok(dashboards.length > 8);
        assert.deepEqual(
            dashboards.flatMap((dashboard) => panelProblems(dashboard, answers)),
            [],
        );
    });
});

describe("a panel", () => {
    const GREEN = { value: null, color: COLORS.good };
    const good = {
        ...{ type: "timeseries", title: "Busy", description: "How busy.\n\nRunbooks: jobs.md#busy" },
        targets: [{ expr: "busy", legendFormat: "{{pod}}" }],
        fieldConfig: {
            defaults: {
                unit: "percentunit",
                min: 0,
                max: 1,
                decimals: 0,
                thresholds: { steps: [GREEN, { value: 0.9 }] },
            },
        },
    };
    const rule = { alert: "Busy", expr: "busy > 0.9", annotations: { runbook_url: "jobs.md#busy" } };
    const answers = {
        labelsOf: () => [{ pod: "a" }],
        rules: [{ where: "", namespace: "", group: "", inputs: rule }],
    };
    const problems = (panel: object): string =>
        panelProblems({ where: "here", namespace: "", inputs: { panels: [panel] } }, answers).join("; ");
    const fields = (change: object): object => ({
        fieldConfig: { defaults: { ...good.fieldConfig.defaults, ...change } },
    });

    it("is sound with its alert's limit as a share, from the other side, and in percent", () => {
        assert.equal(problems(good), "");
        for (const value of [0.1, 90, 10])
            assert.equal(problems({ ...good, ...fields({ thresholds: { steps: [GREEN, { value }] } }) }), "");
    });

    const rows: readonly (readonly [string, object, RegExp])[] = [
        [
            "a label that no answer has",
            { targets: [{ expr: "busy", legendFormat: "{{node}}" }] },
            /label node for the legend/,
        ],
        [
            "a word that runs into a value",
            { targets: [{ expr: "busy", legendFormat: "{{pod}}s" }] },
            /runs into a value/,
        ],
        [
            "a column that no answer has",
            { transformations: [{ options: { indexByName: { node: 0 } } }] },
            /node for the column/,
        ],
        ["a unit that Grafana has not", fields({ unit: "percentage" }), /percentage is no unit/],
        ["an axis that ends elsewhere", fields({ max: 2 }), /ends at 2 percentunit/],
        ["an axis that begins elsewhere", fields({ min: 1 }), /begins at 1/],
        ["a fraction of what is counted", fields({ decimals: 1 }), /1 decimals/],
        [
            "a line that nobody explains",
            fields({ thresholds: { steps: [GREEN, { value: 0.9 }, { value: 0.5 }] } }),
            /line at 0.5/,
        ],
        [
            "a quantile under another's name",
            { targets: [{ expr: "histogram_quantile(0.99, busy)", legendFormat: "p95 {{pod}}" }] },
            /quantile of 99 of 100 is called p95/,
        ],
        [
            "two quantiles, and one in its words",
            {
                description: "Time within which 99 of 100 are done.",
                targets: [0.5, 0.99].map((share) => ({
                    expr: `histogram_quantile(${share}, busy)`,
                    legendFormat: `p${share * 100}`,
                })),
            },
            /says 99 of 100 and asks 50,99/,
        ],
        [
            "a number from nowhere",
            { description: "At 101 % it stops; from 90 % on look." },
            /says 101 %, which is no line/,
        ],
        ["a comparison without a word", { targets: [{ expr: "busy == 1", legendFormat: "{{pod}}" }] }, /asks == 1/],
        ["one of what is not there", fields({ noValue: "1" }), /shows 1 where there is nothing/],
        [
            "a line that is good beyond what its words say",
            {
                description: "One of 5 minutes or more waits.",
                ...fields({
                    unit: "s",
                    max: undefined,
                    thresholds: { steps: [{ value: null, color: COLORS.critical }, { value: 300 }] },
                }),
            },
            /says above 300, and is bad below it/,
        ],
        ["a height of its own", { gridPos: { y: 0, w: 24, h: 9 } }, /line at 0 is uneven/],
        ["a page that it does not fill", { gridPos: { y: 0, w: 12, h: 8 } }, /does not fill the page/],
        [
            "a line by a name that nothing has",
            { targets: [{ expr: 'busy{tier="cold"}', legendFormat: "{{pod}} colds and hot" }] },
            /names: nothing that busy\{tier="cold"\} asks is called hot$/,
        ],
        [
            "a line that is bad on the side on which nothing fires",
            fields({ thresholds: { steps: [{ value: null, color: COLORS.critical }, { value: 0.9 }] } }),
            /bad below 0.9, and Busy fires on the other side/,
        ],
        [
            "a line where no alert fires",
            fields({ thresholds: { steps: [GREEN, { value: 0.8 }] } }),
            /Busy fires at 0.9.*0.8/,
        ],
    ];
    for (const [what, change, expected] of rows)
        it(`is refused with ${what}`, () => {
            assert.match(problems({ ...good, ...change }), expected);
        });
});

function worldOf(graph: Graph): World {
    const recorded = rulesOf(graph).flatMap(({ inputs }) =>
        typeof inputs.record === "string" ? [[inputs.record, String(inputs.expr)] as const] : [],
    );
    return { series: exportedIn(graph), recorded: new Map(recorded) };
}

const answeringFor = (graph: Graph, world: World): Answering => ({
    graph,
    catalogue: catalogueBySeries(),
    ask: async (expr) => {
        const samples = await Promise.resolve().then(() => evaluate(expr, world, NOW));
        return samples.map(({ labels, value }) => ({ metric: labels, value: [NOW, String(value)] as const }));
    },
});
