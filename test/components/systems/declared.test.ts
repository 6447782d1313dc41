/** The catalogues of what runs upstream, against what that code declares (declared/*.json, made by declared.py from the pinned commits). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Metric } from "../../../components/monitoring/catalogue";
import { documented } from "../../../components/systems/akosha/metrics/documented";
import { served } from "../../../components/systems/akosha/metrics/served";
import { metrics as myriadPython } from "../../../components/systems/myriad-python/metrics";

interface Declared {
    /** Address of the file. */
    readonly source: string;
    readonly metrics: Readonly<Record<string, Declaration>>;
    /** What a label of the name may say. */
    readonly values: Readonly<Record<string, readonly string[]>>;
}

interface Declaration {
    readonly type: string;
    readonly labels: readonly string[];
    /** Missing: the client's defaults. */
    readonly buckets?: readonly number[];
}

/** Histogram.DEFAULT_BUCKETS: https://github.com/prometheus/client_python/blob/v0.23.1/prometheus_client/metrics.py */
const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const declaredIn = (name: string): Declared =>
    JSON.parse(readFileSync(path.join(__dirname, "declared", `${name}.json`), "utf8")) as Declared;
const images = JSON.parse(readFileSync(path.join(__dirname, "../../../images/images.json"), "utf8")) as readonly {
    readonly commit?: string;
}[];

const CATALOGUES: readonly (readonly [name: string, of: Readonly<Record<string, Metric>>, left: readonly string[]])[] =
    [
        ["akosha-served", served, []],
        // The machine's own numbers, which the kubelet tells better; and what the served registry declares again.
        [
            "akosha-documented",
            documented,
            [
                ...["akosha_ingestion_duration_seconds", "akosha_system_cpu_usage_percent"],
                ...["akosha_system_disk_usage_bytes", "akosha_system_memory_usage_bytes"],
            ],
        ],
        ["myriad-python", myriadPython, []],
    ];

/** What callers write, in whatever words: who uploads, what the answer's status was, which part of an ingestion it is. */
const OPEN =
    /^(\S+ system_id .+|\S+_http_requests_total status [1-5]\d\d|akosha_ingestion_duration_seconds operation .+)$/;

const TIERS = declaredIn("akosha-served").values.tier;

const shapeOf = ({ type, labels, buckets }: Metric | Declaration): string =>
    [type, [...labels].sort().join(), (buckets ?? (type === "histogram" ? DEFAULT_BUCKETS : [])).join(" ")].join(" | ");

describe("what runs upstream declares", () => {
    for (const [name, catalogue, left] of CATALOGUES) {
        const { source, metrics, values } = declaredIn(name);

        it(`the metrics of ${name}: every name in its type, with its labels and bounds`, () => {
            assert.ok(
                images.some(({ commit }) => commit !== undefined && source.includes(`/${commit}/`)),
                source,
            );
            const ours = Object.values(catalogue).map((metric) => [metric.name, shapeOf(metric)]);
            const theirs = Object.entries(metrics).filter(([each]) => !left.includes(each));
            assert.deepEqual(
                Object.fromEntries(ours),
                Object.fromEntries(theirs.map(([each, declaration]) => [each, shapeOf(declaration)])),
            );
        });

        it(`the values of ${name}'s labels, where it writes them itself`, () => {
            // A tier is a tier, whatever it is for: source_tier.
            const known = (label: string) => values[label] ?? (label.endsWith("_tier") ? TIERS : undefined);
            const others = Object.values(catalogue).flatMap((metric) =>
                Object.entries(metric.labelValues).flatMap(([label, said]) =>
                    said
                        .filter((value) => known(label)?.includes(value) === false)
                        .map((value) => `${metric.name} ${label} ${value}`)
                        .filter((each) => !OPEN.test(each)),
                ),
            );
            assert.notDeepEqual(values, {});
            assert.deepEqual(others, []);
        });
    }
});
