import assert from "node:assert/strict";
import { alertsIn } from "../../../../components/monitoring/alerts";
import { dataOf, MOST_BYTES } from "../../../../components/monitoring/dashboards/config-map";
import { DATA_SOURCES } from "../../../../components/monitoring/dashboards/grafana";
import { fixedMonthly, nodeMonthly, nodeTypes } from "../../../../components/monitoring/dashboards/prices";
import { render } from "../../../../components/monitoring/dashboards/render";
import { panelsOf, queriesOf, type Panel } from "../../../../components/monitoring/dashboards/spec";
import { DATASOURCE_UIDS } from "../../../../components/monitoring/grafana";
import { pagesOf } from "../../../../components/systems/show";
import { nodeHourly } from "../../../../plan/node-price";
import type { Map as Json } from "../../../../policy/inputs";
import { manifestsOf, one } from "../../../../policy/kubernetes";
import { groupsOf } from "../../../monitoring/alerts/all";
import { selectedBy } from "../../../monitoring/promql";
import { withoutVariables } from "../../../monitoring/queries";
import {
    changed,
    COMPLETE,
    FOREIGN,
    recordingOf,
    STACK_FILES,
    stackFrom,
    type Stack,
} from "../../../support/recordings";
import { problemsOf } from "./check";
import { DOCUMENTED, SAYING, TITLES } from "./documented";
import { FACTS, jsonOf, specsOf, URLS } from "./fixture";
import { bySdk } from "./sdk";

describe("dashboards of an environment", () => {
    const complete = stackFrom(COMPLETE);
    const specs = specsOf(complete);
    const dashboards = jsonOf(specs);

    const uncloudy = changed(COMPLETE, { monitoring: { cloudWatch: false, logs: { enabled: false } } });
    const stacks: readonly (readonly [string, Stack])[] = [
        ...STACK_FILES.map((file) => [file, stackFrom(file)] as const),
        [COMPLETE, complete],
        [FOREIGN, stackFrom(FOREIGN)],
        ["an environment without CloudWatch and logs", uncloudy],
    ];
    for (const [name, stack] of stacks)
        it(`are sound in ${name}`, () => {
            assert.deepEqual(problemsOf(jsonOf(specsOf(stack)), FACTS), []);
        });

    it("are what the builders of Grafana's Foundation SDK make of them", () => {
        for (const spec of specs)
            assert.deepEqual(JSON.parse(JSON.stringify(render(spec, URLS))), bySdk(spec, URLS), spec.uid);
    });

    it("know every metric that they ask for", () => {
        for (const spec of specs)
            for (const panel of panelsOf(spec))
                for (const query of queriesOf(panel))
                    assert.notEqual(query.metrics.length, 0, `${spec.uid}, ${panel.title}: ${query.expr}`);
    });

    it("have the uids that alerts and bookmarks hold", () => {
        const expected = ["on-call", "data-stores", "cluster", "akosha-ingestion", "akosha-query", "akosha-storage"];
        const more = ["memstack", "myriad", "myriad-overview", "simple-cli"];
        assert.deepEqual(
            specs.map(({ uid }) => uid).sort(),
            [...expected, ...more].map((name) => `mindcloud-${name}`).sort(),
        );
    });

    it("are listed under the system that they are of, or the platform", () => {
        for (const { metadataName, pages } of pagesOf(complete.environment))
            for (const { uid, tag } of pages) assert.equal(tag, metadataName, uid);
    });

    it("ask neither CloudWatch nor Loki where an environment has them not", () => {
        const text = JSON.stringify(jsonOf(specsOf(uncloudy)));
        assert.doesNotMatch(text, /\baws_|"uid":"loki"/);
        assert.match(JSON.stringify(dashboards), /\baws_.*"uid":"loki"/s);
    });

    it("fit into a ConfigMap many times over, so that a system may have more of them", () => {
        for (const { metadataName, pages } of pagesOf(complete.environment))
            assert.ok(JSON.stringify(dataOf(pages, URLS)).length < MOST_BYTES / 5, metadataName);
    });

    it("stay as they are when a company comes", () => {
        const { environment } = changed(COMPLETE, { systems: { simpleCli: { companies: { newcomer: {} } } } });
        const before = new Set(pagesOf(complete.environment).map((shown) => JSON.stringify(shown.pages)));
        assert.deepEqual(
            pagesOf(environment)
                .filter(({ pages }) => !before.has(JSON.stringify(pages)))
                .map(({ metadataName }) => metadataName),
            [],
        );
    });

    it("name data sources by the uids that Grafana gives them", () => {
        assert.deepEqual(
            [DATA_SOURCES.prometheus.uid, DATA_SOURCES.loki.uid],
            [DATASOURCE_UIDS.prometheus, DATASOURCE_UIDS.loki],
        );
    });

    it("lead from a panel to alerts that exist, and draw their thresholds", () => {
        const alerts = new Map(
            Object.values(groupsOf)
                .flatMap(alertsIn)
                .map((alert) => [`${alert.runbook}#${alert.name}`, alert] as const),
        );
        const named = specs
            .flatMap(panelsOf)
            .flatMap((panel) => (panel.alerts ?? []).map((alert) => ({ panel, alert })));
        assert.ok(named.length > 100);
        for (const { panel, alert } of named)
            assert.ok(
                alerts.has(`${alert.runbook}#${alert.name}`),
                `${panel.title}: ${alert.runbook} has no alert ${alert.name}`,
            );

        for (const panel of specs.flatMap(panelsOf)) {
            const own = thresholdAlerts(panel);
            if (own.length === 0 || !("limits" in panel) || panel.limits === undefined) continue;
            const { warning, critical } = panel.limits;
            const exprs = own.map(({ runbook, name }) => alerts.get(`${runbook}#${name}`)?.expr.expr ?? "");
            const thresholds = exprs.map((expr) => Number(/([\d.]+)\)*$/.exec(expr)?.[1]));
            assert.ok(
                thresholds.some((threshold) => threshold === warning || threshold === critical),
                `${panel.title}: ${String(warning)} and ${String(critical)} are no threshold of ${exprs.join(", ")}`,
            );
        }
    });

    for (const { document, panel, uid, titles, asks, over } of DOCUMENTED)
        it(`show what is documented: ${document}: ${panel}`, async () => {
            const page = await recordedDashboard(uid);
            assert.equal(page.title, TITLES[uid]);
            const inside = page.panels.flatMap((each) => [each, ...(each.panels ?? [])]);
            const panels = inside.filter(({ title }) => titles.includes(title));
            assert.deepEqual(panels.map(({ title }) => title).sort(), [...titles].sort());
            const asked = new Set(
                panels
                    .flatMap(({ targets = [] }) => targets)
                    .flatMap(({ expr = "" }) => selectedBy(withoutVariables(expr)).map(({ name }) => name)),
            );
            assert.deepEqual(
                asks.filter((series) => !asked.has(series)),
                [],
            );
            const exprs = panels.flatMap(({ targets = [] }) => targets.map(({ expr = "" }) => expr)).join("\n");
            for (const words of SAYING[panel] ?? []) assert.ok(exprs.includes(words), `${words} is not in ${exprs}`);
            for (const { expr = "" } of panels.flatMap(({ targets = [] }) => targets))
                if (over !== undefined) assert.ok(expr.includes(`[${over}]`), expr);
        });

    it("stand in one object for each system and one for what all share, labelled for Grafana's sidecar", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const found = manifestsOf(graph)
            .of("ConfigMap")
            .filter(({ inputs }) => one(inputs, "metadata.annotations.grafana_folder") === "mindcloud");
        assert.deepEqual(found.map(({ namespace, name }) => `${namespace}/${name}`).sort(), [
            ...["acme/simple-cli-dashboards", "akosha/akosha-dashboards", "memstack/memstack-dashboards"],
            ...["monitoring/platform-dashboards", "myriad-python/myriad-python-dashboards", "myriad/myriad-dashboards"],
        ]);
        for (const { inputs } of found) assert.equal((one(inputs, "metadata.labels") as Json).grafana_dashboard, "1");
    });

    it("price nodes as the plan does, and what is always there as its parts are priced", () => {
        const { environment } = complete;
        for (const { instanceTypes, capacity } of Object.values(environment.nodeGroups)) {
            const [instanceType = ""] = instanceTypes;
            const hourly = nodeHourly({ instanceTypes: [instanceType], spot: capacity === "spot" }) ?? 0;
            assert.equal(nodeMonthly({ instanceType, capacity }), hourly * 730);
        }
        assert.equal(nodeMonthly({ instanceType: "x9z.large", capacity: "onDemand" }), undefined);
        const group = { instanceTypes: ["m7g.large", "m7g.large"], capacity: "spot" };
        const nodeGroups = {
            a: group,
            b: { ...group, capacity: "onDemand" },
        } as unknown as typeof environment.nodeGroups;
        assert.equal(nodeTypes({ nodeGroups }).length, 2);
        const { network, stores } = environment;
        const bare = { ...environment, network: { ...network, nat: "none" as const, interfaceEndpoints: [] } };
        const nobody = { ...bare, needs: { ...bare.needs, postgres: [], redis: { cache: [], queue: [] } } };
        assert.equal(fixedMonthly(nobody), 73); // the control plane: 0.10 USD an hour
        const oneGateway = { ...nobody, network: { ...bare.network, nat: "one" as const } };
        assert.equal(fixedMonthly(oneGateway), Math.round(730 * (0.1 + 0.045 + 0.005)));
        const postgres = { ...stores.postgres, instance: "db.t4g.medium", multiZone: true };
        const withPostgres = {
            ...nobody,
            needs: { ...nobody.needs, postgres: bare.needs.postgres },
            stores: { ...stores, postgres },
        };
        assert.equal(fixedMonthly(withPostgres), Math.round(730 * (0.1 + 2 * 0.065)));
    });
});

/** A system's own alerts that compare what the panel draws with a number. */
const thresholdAlerts = ({ title, alerts = [] }: Panel) =>
    title === "Missing replicas"
        ? []
        : alerts.filter(({ name, runbook }) => runbook.startsWith("components/systems/") && !name.includes("Budget"));

interface Recorded {
    readonly title: string;
    readonly panels: readonly RecordedPanel[];
}
interface RecordedPanel {
    readonly title: string;
    readonly panels?: readonly RecordedPanel[];
    readonly targets?: readonly { readonly expr?: string }[];
}

/** As Grafana's sidecar reads it from its ConfigMap. */
async function recordedDashboard(uid: string): Promise<Recorded> {
    const { graph } = await recordingOf(COMPLETE, "update");
    const texts = manifestsOf(graph)
        .of("ConfigMap")
        .map(({ inputs }) => (inputs.data as Readonly<Record<string, unknown>> | undefined)?.[`${uid}.json`]);
    const text = texts.find((each) => typeof each === "string");
    assert.ok(typeof text === "string", `no ConfigMap has ${uid}.json`);
    return JSON.parse(text) as Recorded;
}
