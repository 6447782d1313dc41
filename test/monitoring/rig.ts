/** The complete environment's monitoring on this machine: stand-ins, exporters, and a real Prometheus that reads them and its rules. */
import { setTimeout as pause } from "node:timers/promises";
import { record } from "../../plan/record";
import type { Metric } from "../../components/monitoring/catalogue";
import type { Graph } from "../../plan/graph";
import { deploy } from "../../program";
import { freePorts } from "../../rehearsal/cluster/ports";
import { configurationFor, inHaste, ruleFilesOf, type Scrape } from "./configuration";
import { ExporterServer } from "./exporter-server";
import { chartExportersIn, exporterOf, metricsOf } from "./exporters";
import { Prometheus, type Sample } from "./prometheus";
import { canStand, completeWithStandIns, imageOf, startStandIns, type Standing } from "./stand-ins";
import { drillFor } from "./drill";
import { probesOf, targetsOf, type Target } from "./targets";

export interface Rig {
    readonly graph: Graph;
    readonly prometheus: Prometheus;
    /** What exporters that are not ours were told to say, and Prometheus itself says. */
    readonly foreign: readonly Metric[];
    /** Number of rules that are not in the graph. */
    readonly drills: number;
    /** Whom it was told to scrape. */
    readonly scrapes: readonly Scrape[];
    /** Asks for what was there when everybody had been scraped often enough, whatever the machine does since. */
    readonly ask: (expr: string) => Promise<readonly Sample[]>;
    readonly stop: () => Promise<void>;
}

export async function startRig(): Promise<Rig> {
    const { environment, secrets } = completeWithStandIns();
    const { project, stack } = environment;
    const { graph } = await record(() => deploy(environment, secrets), { project, stack, mode: "update" });
    const targets = targetsOf(graph);
    const standing = await startStandIns(targets.filter(({ container }) => canStand(container)));
    const exporters = await ExporterServer.start();
    const [port = 0] = await freePorts(1);
    const scrapes = [
        ...standing.map(({ target, port: own }) => scrapeOf(target, `127.0.0.1:${String(own)}`, target.path)),
        ...targets
            .filter(({ container }) => !canStand(container))
            .map((target) => scrapeOf(target, exporters.address, imageExporter(exporters, target, graph))),
        ...chartScrapes(exporters, graph, `127.0.0.1:${String(port)}`),
        ...probeScrapes(exporters, graph),
    ];
    const drill = drillFor(graph);
    const rules = { ...inHaste(ruleFilesOf(graph)), ...drill };
    const files = { configuration: configurationFor(scrapes, exporters.address), rules };
    const prometheus = await Prometheus.start(files, port).catch(async (error: unknown) => {
        await stopAll(standing, exporters);
        throw error;
    });
    const stop = async () => {
        await prometheus.stop();
        await stopAll(standing, exporters);
    };
    const moment = await settled(prometheus);
    return {
        graph,
        prometheus,
        foreign: foreignIn(graph, targets),
        drills: Object.values(drill).flatMap(({ groups }) => groups.flatMap(({ rules: own }) => own)).length,
        scrapes,
        stop,
        ask: (expr) => prometheus.query(expr, moment),
    };
}

/** Ten scrapes and evaluations before the first question: rates need two, rules of rules a few more. */
const SECONDS = 20;
const PATIENCE = 60;

/** Seconds since 1970 when nobody was missing. Somebody who never answers is found by the test that asks for it. */
async function settled(prometheus: Prometheus): Promise<number> {
    await pause(SECONDS * 1000);
    for (let tries = 0; tries < PATIENCE; tries++) {
        const moment = Date.now() / 1000;
        if ((await prometheus.targets()).every(({ health }) => health === "up")) return moment;
        await pause(500);
    }
    return Date.now() / 1000;
}

async function stopAll(standing: readonly Standing[], exporters: ExporterServer): Promise<void> {
    for (const { process } of standing) process.child.kill("SIGTERM");
    await exporters.stop();
}

const scrapeOf = ({ labels, honorLabels }: Target, address: string, path: string): Scrape => ({
    ...{
        address,
        path,
        honorLabels,
        labels: { ...labels, instance: `${String(labels.pod)}:${String(labels.endpoint)}` },
    },
});

function foreignIn(graph: Graph, targets: readonly Target[]): readonly Metric[] {
    const images = targets.flatMap(({ container }) => exporterOf(imageOf(container)) ?? []);
    const probes = probesOf(graph).length === 0 ? [] : ["blackbox-exporter"];
    const charts = chartExportersIn(graph).flatMap(({ metrics }) => metrics);
    return [...new Set([...charts, ...[...images, ...probes].flatMap(metricsOf)])];
}

function imageExporter(exporters: ExporterServer, { container, monitor }: Target, graph: Graph): string {
    const exporter = exporterOf(imageOf(container));
    if (exporter === undefined)
        throw new Error(`${monitor} scrapes ${imageOf(container)}, whose metrics nobody catalogued`);
    return exporters.add(exporter, metricsOf(exporter), graph);
}

/** Prometheus' own metrics are its own: the catalogue is held to them. */
function chartScrapes(exporters: ExporterServer, graph: Graph, prometheus: string): readonly Scrape[] {
    return chartExportersIn(graph).map(({ exporter, metrics, job, namespace, honorLabels, labels }) => ({
        ...(exporter === "prometheus"
            ? { address: prometheus, path: "/metrics" }
            : { address: exporters.address, path: exporters.add(exporter, metrics, graph) }),
        honorLabels,
        labels: { job, namespace, service: job, pod: `${exporter}-0`, container: exporter, ...labels },
    }));
}

function probeScrapes(exporters: ExporterServer, graph: Graph): readonly Scrape[] {
    const probes = probesOf(graph);
    if (probes.length === 0) return [];
    const path = exporters.add("probe", metricsOf("blackbox-exporter"), graph);
    return probes.flatMap(({ labels, addresses, relabelings }) =>
        addresses.map((instance) => ({
            ...{ address: exporters.address, honorLabels: false, relabelings, labels: { ...labels, instance } },
            path: `${path}?target=${encodeURIComponent(instance)}`,
        })),
    );
}
