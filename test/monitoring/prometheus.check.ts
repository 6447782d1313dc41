/**
 * A real Prometheus with the rules of the complete environment scrapes images/stand-in as each system's pods, and stand-ins of the exporters:
 * everything that anybody asks it is answered.
 */
import assert from "node:assert/strict";
import { seriesOf, type Metric } from "../../components/monitoring/catalogue";
import { SYSTEMS } from "../../components/systems";
import { at } from "../../policy/inputs";
import { one } from "../../policy/kubernetes";
import { catalogueBySeries, kebab, systemMetrics } from "./catalogued";
import { askedOf, ASKERS, dashboardsOf, rulesOf, type Asked } from "./queries";
import { ordinarily } from "./ordinary";
import { startRig, type Rig } from "./rig";
import { silenceOf } from "./silence";

interface Group {
    readonly rules: readonly { readonly name: string; readonly health: string; readonly lastError?: string }[];
}

describe("a real Prometheus, over the complete environment", function () {
    this.timeout(600_000); // the first run builds it
    let rig: Rig;
    let asked: readonly Asked[];
    const catalogue = catalogueBySeries();

    before(async () => {
        rig = await startRig();
        asked = askedOf(rig.graph);
    });
    after(() => rig.stop());

    it("reaches everybody whom a monitor names", async () => {
        const targets = await rig.prometheus.targets();
        assert.equal(targets.length, rig.scrapes.length);
        assert.deepEqual(
            targets
                .filter(({ health }) => health !== "up")
                .map(({ labels, lastError }) => `${String(labels.job)}: ${lastError}`),
            [],
        );
    });

    it("evaluates every rule", async () => {
        const { groups } = await rig.prometheus.api<{ groups: readonly Group[] }>("rules");
        const rules = groups.flatMap((group) => group.rules);
        assert.equal(rules.length, rulesOf(rig.graph).length + rig.drills);
        assert.deepEqual(
            rules
                .filter(({ health }) => health !== "ok")
                .map(({ name, health, lastError }) => `${name} is ${health}: ${String(lastError)}`),
            [],
        );
    });

    for (const [by, what] of ASKERS)
        it(`has an answer for ${what}`, async () => {
            const own = asked.filter((each) => each.by === by);
            assert.notEqual(own.length, 0, `nobody asks anything as ${by}`);
            const silent = (await Promise.all(own.map((each) => silenceOf(each, { ...rig, catalogue })))).flat();
            assert.deepEqual(silent, []);
        });

    const wrong: readonly (readonly [string, string, RegExp])[] = [
        ["a namespace that is not there", 'probe_success{namespace="akohsa"} == 0', /nothing from probe_success/],
        [
            "a value that a label never has",
            'rate(akosha_query_requests_total{status="failed"}[5m])',
            /nothing from rate/,
        ],
        ["a metric that nobody exports", "sum(rate(akosha_requests_total[5m])) > 1 or vector(0)", /nothing from sum/],
        ["sides that never meet", "redis_up * on (pod) group_left () pg_up", /nothing from redis_up/],
        ["a question that cannot be evaluated", "up / on (namespace) up", /many-to-many|duplicate/],
    ];
    for (const [what, expr, expected] of wrong)
        it(`is silent about ${what}`, async () => {
            const silence = await silenceOf(
                { by: "alert", where: "here", namespace: "here", expr },
                { ...rig, catalogue },
            );
            assert.match(silence.join("; "), expected);
        });

    it("keeps every metric of every catalogue that anybody exports here, with its labels", async () => {
        const there = [...systemMetrics(), ...rig.foreign];
        assert.ok(there.length > 100);
        const wrong = await Promise.all(there.map((metric) => missingOf(metric, rig)));
        assert.deepEqual(wrong.flat(), []);
    });

    it("is told something by every system, and shown on a dashboard of it", () => {
        const systems = Object.keys(SYSTEMS).map(kebab);
        const alerting = new Set(rulesOf(rig.graph).map(({ inputs }) => one(inputs, "labels.system")));
        const shown = new Set(dashboardsOf(rig.graph).flatMap(({ inputs }) => at(inputs, "tags[]")));
        assert.deepEqual(
            systems.filter((system) => !alerting.has(system)),
            [],
            "without an alert",
        );
        assert.deepEqual(
            systems.filter((system) => !shown.has(system)),
            [],
            "without a dashboard",
        );
    });
});

/** What is wrong with a metric as it is stored. Empty labels are none. */
async function missingOf(metric: Metric, { ask }: Rig): Promise<readonly string[]> {
    const stored = await Promise.all(seriesOf(metric).map(async (name) => [name, await ask(name)] as const));
    return stored.flatMap(([name, samples]) => {
        const labels = new Set(samples.flatMap((sample) => Object.keys(sample.metric)));
        const absent = metric.labels.filter(
            (label) => !labels.has(label) && ordinarily(metric).labelValues[label]?.some((value) => value !== ""),
        );
        return samples.length === 0 ? [`${name}: nothing`] : absent.map((label) => `${name} has no label ${label}`);
    });
}
