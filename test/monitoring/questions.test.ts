/** What Prometheus is asked, in every stack: it can be read, and somebody exports it. */
import assert from "node:assert/strict";
import { one } from "../../policy/kubernetes";
import { COMPLETE, recordingOf, STACK_FILES } from "../support/recordings";
import { catalogueBySeries, problemsOf, recordedIn } from "./catalogued";
import { askedOf, dashboardsOf, rulesOf, type Asked } from "./queries";

describe("what Prometheus is asked", () => {
    const catalogue = catalogueBySeries();

    for (const file of [...STACK_FILES, COMPLETE])
        it(`is PromQL over catalogued metrics and their labels, in ${file}`, async () => {
            const { graph } = await recordingOf(file, "update");
            const recorded = recordedIn(graph);
            assert.deepEqual(
                askedOf(graph).flatMap((asked) => problemsOf(asked, catalogue, recorded)),
                [],
            );
        });

    for (const file of [...STACK_FILES, COMPLETE])
        it(`leads from each alert of ${file} to a dashboard that is there`, async () => {
            const { graph } = await recordingOf(file, "update");
            const there = dashboardsOf(graph).map(({ inputs }) => String(inputs.uid));
            const led = rulesOf(graph).flatMap(({ where, inputs }) => {
                const to = String(one(inputs, "annotations.dashboard_url")).split("/d/")[1] ?? "";
                return inputs.alert === undefined || there.includes(to) ? [] : [`${where}: ${to}`];
            });
            assert.deepEqual(led, []);
        });

    const rows: readonly (readonly [string, RegExp])[] = [
        ["sum(rate(akosha_query_requests_total[5m])", /no PromQL/],
        ["sum(rate(akosha_requests_total[5m]))", /akosha_requests_total is in no catalogue/],
        ['queue_length{colour="red"}', /queue_length has no label colour/],
        ["akosha:errors:ratio5m", /nobody records akosha:errors:ratio5m/],
        ['{__name__=~"akosha_.+"}', /no name is in no catalogue/],
        [
            "histogram_quantile(0.9, sum by (le) (rate(orchestrator_query_duration_seconds[5m])))",
            /seconds is in no catalogue/,
        ],
    ];
    for (const [expr, expected] of rows)
        it(`is refused: ${expr}`, () => {
            const asked: Asked = { by: "alert", where: "here", namespace: "akosha", expr };
            assert.match(problemsOf(asked, catalogue, new Set()).join("; "), expected);
        });
});
