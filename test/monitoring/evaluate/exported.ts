/** The series of an environment on an ordinary day: what everybody exports whom its Prometheus scrapes, without either. */
import { MONITORING } from "../../../components/monitoring/catalogues/prometheus";
import { seriesOf, type Metric } from "../../../components/monitoring/catalogue";
import type { Graph } from "../../../plan/graph";
import { one } from "../../../policy/kubernetes";
import { systemMetrics } from "../catalogued";
import { chartExportersIn, exporterOf, metricsOf } from "../exporters";
import { isState, middle, ordinary } from "../exposition";
import { probesOf, targetsOf, type Target } from "../targets";
import { seriesIn } from "../world";
import { byName, type Labels, type Run, type Stored } from "./series";

/** Seconds between scrapes (Prometheus' own default of our values), and how many there have been. */
const EVERY = 30;
const SCRAPES = 121;
/** When everybody has been scraped often enough. */
export const NOW = EVERY * (SCRAPES - 1);

/** Written by the scrape itself. */
const UP = MONITORING.up;

interface Exporter {
    readonly metrics: readonly Metric[];
    /** What the scrape adds. */
    readonly labels: Labels;
    /** Whether the exporter's own label wins over that of the scrape. */
    readonly honorLabels: boolean;
}

export function exportedIn(graph: Graph): ReadonlyMap<string, readonly Stored[]> {
    const exporters = [...targetsOf(graph).map(behind), ...chartExporters(graph), ...probeExporters(graph)];
    return byName(
        exporters.flatMap((exporter) => [
            ...storedOf(UP, exporter.labels),
            ...exporter.metrics
                .filter((metric) => metric !== UP)
                .flatMap((metric) =>
                    seriesIn(graph, metric).flatMap((labels) => storedOf(metric, scraped(labels, exporter))),
                ),
        ]),
    );
}

/** A system's own part by its name or that of the container, or an exporter by its image. */
function behind({ container, pod, labels, honorLabels }: Target): Exporter {
    const names = [pod.owner.name, String(container.name)];
    const own = systemMetrics().filter(({ exportedBy }) => exportedBy.some((name) => names.includes(name)));
    const exporter = exporterOf(String(one(container, "image")));
    const instance = `${String(labels.pod)}:${String(labels.endpoint)}`;
    return {
        metrics: exporter === undefined ? own : metricsOf(exporter),
        labels: { ...labels, instance },
        honorLabels,
    };
}

const chartExporters = (graph: Graph): readonly Exporter[] =>
    chartExportersIn(graph).map(({ exporter, metrics, job, namespace, honorLabels, labels }) => ({
        ...{ metrics, honorLabels },
        labels: {
            ...{ job, namespace, service: job, pod: `${exporter}-0`, container: exporter, instance: `${exporter}-0` },
            ...labels,
        },
    }));

const probeExporters = (graph: Graph): readonly Exporter[] =>
    probesOf(graph).flatMap(({ labels, addresses }) =>
        addresses.map((instance) => ({
            ...{ metrics: metricsOf("blackbox-exporter"), labels: { ...labels, instance }, honorLabels: false },
        })),
    );

/** Of two labels of one name, that of the scrape stays and the other becomes exported_, unless labels are honoured. */
function scraped(own: Labels, { labels, honorLabels }: Exporter): Labels {
    const said = Object.entries(own).map(([label, value]) => {
        const name = label.replace(/^exported_/, "");
        return [name in labels && !honorLabels ? `exported_${name}` : name, value] as const;
    });
    const all = { ...labels, ...Object.fromEntries(said) };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

function storedOf(metric: Metric, labels: Labels): readonly Stored[] {
    const value = middle(metric);
    const series = (name: string, run: Omit<Run, "length">, more: Labels = {}): Stored => ({
        labels: { __name__: name, ...labels, ...more },
        runs: [{ ...run, length: SCRAPES }],
        interval: EVERY,
    });
    const rising = (step: number): Omit<Run, "length"> => ({ from: 0, step });
    if (metric.type === "counter") return [series(metric.name, rising(value * EVERY))];
    if (metric.type === "gauge")
        return [series(metric.name, { from: isState(metric) ? Number(ordinary(labels)) : value, step: 0 })];
    const [bucket = "", count = "", sum = ""] = seriesOf(metric);
    return [
        ...[...metric.buckets, Infinity].map((bound) =>
            series(bucket, rising(value <= bound ? EVERY : 0), { le: boundText(bound) }),
        ),
        series(count, rising(EVERY)),
        series(sum, rising(value * EVERY)),
    ];
}

/** As Prometheus 3 stores it: a whole number with .0. */
const boundText = (bound: number): string =>
    bound === Infinity ? "+Inf" : Number.isInteger(bound) ? `${String(bound)}.0` : String(bound);
