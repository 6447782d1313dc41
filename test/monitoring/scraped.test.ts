/** Nobody is a target who cannot answer: in every environment, and by the default of every system. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { PLATFORM } from "../../components/monitoring/catalogues";
import type { Metric } from "../../components/monitoring/catalogue";
import { systemName } from "../../components/monitoring/watched";
import { SYSTEMS } from "../../components/systems";
import { scrapedParts } from "../../components/systems/settings";
import type { SystemDefinition } from "../../components/systems/definition";
import { monitoringOf } from "../../components/systems/monitoring";
import type { Graph } from "../../plan/graph";
import { isMap } from "../../policy/inputs";
import { maps } from "../../policy/kubernetes";
import {
    changed,
    COMPLETE,
    FEW_COMPANIES,
    recordStack,
    recordingOf,
    stackFrom,
    STACK_FILES,
} from "../support/recordings";
import { OF_SYSTEMS } from "./catalogued";
import { targetsOf, type Target } from "./targets";

const ROOT = path.join(__dirname, "../..");
const FILES = [...FEW_COMPANIES, ...STACK_FILES];

const KEYS = Object.keys(SYSTEMS) as (keyof typeof SYSTEMS)[];
const platform: readonly Metric[] = Object.values(PLATFORM).flatMap((catalogue): readonly Metric[] =>
    Object.values(catalogue),
);
const exporters = (metrics: readonly Metric[]): readonly string[] =>
    metrics.filter(({ producedToday }) => producedToday).flatMap(({ exportedBy }) => exportedBy);
/** Who of a system exports at least one metric that code produces today; exporters of ours stand beside them. */
const served = (system: string): ReadonlySet<string> => {
    const catalogue = (OF_SYSTEMS as Readonly<Record<string, object>>)[system] ?? {};
    return new Set([...exporters(Object.values(catalogue) as Metric[]), ...exporters(platform)]);
};

/** What the stack file itself says. */
function saidBy(file: string): Readonly<Record<string, unknown>> {
    const { config } = parse(readFileSync(path.join(ROOT, file), "utf8")) as { config: Record<string, unknown> };
    const systems = (config["mindcloud:systems"] ?? {}) as Record<string, { scraped?: unknown }>;
    return Object.fromEntries(KEYS.map((key) => [systemName(key), systems[key]?.scraped]));
}

/** Why a target cannot be up, if so. `said`: by system, whom the stack names itself. */
function problemOf(
    { container, pod, port, monitor }: Target,
    said: Readonly<Record<string, unknown>>,
): string | undefined {
    const system = String(pod.labels["app.kubernetes.io/part-of"]);
    if (!(system in said)) return undefined; // of the platform: programs that are exporters
    const number = maps(container, "ports").find(({ name }) => name === port)?.containerPort;
    const standIn = maps(container, "env").find(({ name }) => name === "STAND_IN")?.value;
    if (typeof standIn === "string") {
        const { listen } = JSON.parse(standIn) as { listen: { port: number; metrics: boolean }[] };
        return listen.some((one) => one.port === number && one.metrics)
            ? undefined
            : `${monitor}: the stand-in has no metrics there`;
    }
    const names = [container.name, pod.labels["app.kubernetes.io/name"]].map(String);
    if (said[system] !== undefined || names.some((name) => served(system).has(name))) return undefined;
    return `${monitor}: no code of ${names.join(", ")} serves a metric today`;
}

const problemsIn = (graph: Graph, said: Readonly<Record<string, unknown>>): readonly string[] =>
    targetsOf(graph).flatMap((target) => problemOf(target, said) ?? []);

describe("whom Prometheus reads", () => {
    for (const file of FILES)
        it(`can answer in ${file}`, async () => {
            const { graph } = await recordingOf(file, "update");
            assert.ok(targetsOf(graph).length > 0 || STACK_FILES.includes(file), "a user's stack may have no system");
            assert.deepEqual(problemsIn(graph, saidBy(file)), []);
        });

    it("could not if the stack named what has no endpoint, which only it can know", async () => {
        const file = "test/environments/runs-today-memstack.yaml";
        const { graph } = await recordStack(
            changed(file, { systems: { memstack: { scraped: ["worker"] } } }),
            "update",
        );
        assert.deepEqual(problemsIn(graph, saidBy(file)), [
            "ServiceMonitor memstack/memstack-worker: no code of memstack-worker, memstack-worker serves a metric today",
        ]);
    });

    it("is by default who serves a metric today (producedToday), and whoever a document names may be added", () => {
        const { environment } = stackFrom("test/environments/economy.yaml");
        const around = { loadBalanced: false, cloudWatch: false } as never;
        for (const key of KEYS) {
            const { defaults, measured = [] } = SYSTEMS[key] as unknown as SystemDefinition<never>;
            const config = environment.systems[key];
            if (!("scraped" in config)) continue;
            const { parts = {} } = monitoringOf(key, config as never, around);
            const today = measured.filter((part) => served(systemName(key)).has(parts[part] ?? part));
            assert.ok(measured.length > 0, key);
            assert.deepEqual(defaults.common?.scraped, today, key);
        }
    });

    it("closes a port that is for Prometheus alone, and takes the alerts and panels of whom it does not read along", async () => {
        const quiet = { memstack: { scraped: [] }, myriad: { scraped: [] }, akosha: { scraped: ["query"] } };
        const { graph } = await recordStack(changed(COMPLETE, { systems: quiet }), "update");
        const all = JSON.stringify(graph.resources.filter(({ custom }) => custom).map(({ inputs }) => inputs));
        for (const gone of ['9090,"targetPort":"metrics"', "myriad_requests_total", "akosha_ingestion_queue_size"])
            assert.ok(!all.includes(gone), `${gone} is still there`);
        const monitors = graph
            .ofType("kubernetes:monitoring.coreos.com/v1:ServiceMonitor")
            .map(({ inputs }) => (isMap(inputs.metadata) ? String(inputs.metadata.name) : ""));
        assert.deepEqual(
            monitors.filter((name) => /^(memstack|akosha)-/.test(name) && !name.includes("redis")),
            ["akosha-query"],
        );
        assert.ok(
            graph.resources.some(({ name }) => name === "dashboards-mindcloud-myriad" || name.includes("myriad")),
        );
    });

    it("names a part once", () => {
        const schema = scrapedParts(["api", "worker"], "none");
        assert.equal(schema.safeParse(["api", "worker"]).success, true);
        assert.equal(schema.safeParse(["api", "api"]).success, false);
        assert.equal(schema.safeParse(["web"]).success, false);
    });
});
