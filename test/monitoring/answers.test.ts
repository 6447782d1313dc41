/** Everything that anybody asks Prometheus is answered, where everybody exports what is catalogued. `prometheus.check.ts` asks a real one. */
import assert from "node:assert/strict";
import type { Graph } from "../../plan/graph";
import { COMPLETE, recordingOf } from "../support/recordings";
import { catalogueBySeries } from "./catalogued";
import { evaluate } from "./evaluate/evaluate";
import { exportedIn, NOW } from "./evaluate/exported";
import { askedOf, rulesOf, type Asker } from "./queries";
import { silenceOf, type Answering } from "./silence";

describe("the environment in which everything exists", () => {
    let graph: Graph;
    let answering: Answering;

    before(async () => {
        ({ graph } = await recordingOf(COMPLETE, "update"));
        answering = answeringFor(graph);
    });

    const askers: readonly (readonly [Asker, string])[] = [
        ["recording", "every recording rule"],
        ["alert", "what every alert is about"],
        ["dashboard", "every panel of every dashboard"],
        ["variable", "every variable of a dashboard"],
        ["scaler", "every scaler"],
    ];
    for (const [by, what] of askers)
        it(`has an answer for ${what}`, async () => {
            const own = askedOf(graph).filter((each) => each.by === by);
            assert.notEqual(own.length, 0, `nobody asks anything as ${by}`);
            const silent = await Promise.all(own.map((each) => silenceOf(each, answering)));
            assert.deepEqual(silent.flat(), []);
        });
});

function answeringFor(graph: Graph): Answering {
    const recorded = rulesOf(graph).flatMap(({ inputs }) =>
        typeof inputs.record === "string" ? [[inputs.record, String(inputs.expr)] as const] : [],
    );
    const world = { series: exportedIn(graph), recorded: new Map(recorded) };
    return {
        graph,
        catalogue: catalogueBySeries(),
        ask: async (expr) => {
            const samples = await Promise.resolve().then(() => evaluate(expr, world, NOW));
            return samples.map(({ labels, value }) => ({ metric: labels, value: [NOW, String(value)] as const }));
        },
    };
}
