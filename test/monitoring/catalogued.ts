/** Every metric that somebody catalogued, and whom it belongs to. */
import { seriesOf, type Metric } from "../../components/monitoring/catalogue";
import { PLATFORM } from "../../components/monitoring/catalogues";
import { metrics as akosha } from "../../components/systems/akosha/metrics";
import { metrics as memstack } from "../../components/systems/memstack/metrics";
import { metrics as myriadPython } from "../../components/systems/myriad-python/metrics";
import { metrics as myriad } from "../../components/systems/myriad/metrics";
import { metrics as simpleCli } from "../../components/systems/simple-cli/metrics";
import type { Graph } from "../../plan/graph";
import { rulesOf, withoutVariables, type Asked } from "./queries";
import { brokenAt, selectedBy } from "./promql";

export const OF_SYSTEMS = { akosha, memstack, myriad, "myriad-python": myriadPython, "simple-cli": simpleCli };

export const systemMetrics = (): readonly Metric[] =>
    Object.values(OF_SYSTEMS).flatMap((catalogue): readonly Metric[] => Object.values(catalogue));
const platformMetrics = (): readonly Metric[] =>
    Object.values(PLATFORM).flatMap((catalogue) => Object.values(catalogue));

/** What a scrape adds (prometheus-operator, promcfg.go), and `le` of buckets; clashing labels of the metric become exported_. */
const ADDED = [
    "namespace",
    "pod",
    "container",
    "service",
    "endpoint",
    "job",
    "instance",
    "node",
    "metrics_path",
    "le",
    "__name__",
];

/** What is wrong with a question: what is no PromQL, what nobody exports, and labels that nobody has. */
export function problemsOf(
    { where, expr }: Asked,
    catalogue: ReadonlyMap<string, Metric>,
    recorded: ReadonlySet<string>,
): readonly string[] {
    const text = withoutVariables(expr);
    const broken = brokenAt(text);
    if (broken.length > 0) return [`${where}: no PromQL at ${broken.join(", ")}`];
    return selectedBy(text).flatMap(({ name, matchers }) => {
        if (name.includes(":")) return recorded.has(name) ? [] : [`${where}: nobody records ${name}`];
        const metric = catalogue.get(name);
        if (metric === undefined) return [`${where}: ${name === "" ? "no name" : name} is in no catalogue`];
        const known = [...metric.labels, ...metric.labels.map((label) => `exported_${label}`), ...ADDED];
        return matchers
            .filter(({ label }) => !known.includes(label))
            .map(({ label }) => `${where}: ${name} has no label ${label}`);
    });
}

/** By the names of their series. */
export const catalogueBySeries = (): ReadonlyMap<string, Metric> =>
    new Map(
        [...systemMetrics(), ...platformMetrics()].flatMap((metric) =>
            seriesOf(metric).map((series) => [series, metric] as const),
        ),
    );

export const recordedIn = (graph: Graph): ReadonlySet<string> =>
    new Set(rulesOf(graph).flatMap(({ inputs }) => (typeof inputs.record === "string" ? [inputs.record] : [])));

/** A system's name, of its key in the stack file. */
export const kebab = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
