/** The record of what charts make: whole, of the pins, and what everything that reckons with charts reckons with. */
import assert from "node:assert/strict";
import { valuesOf } from "../../charts/effects";
import { releasesOf } from "../../charts/releases";
import { CHARTS } from "../../config/versions";
import { mebibytes } from "../../plan/capacity/amounts";
import { mapIn, mapsIn, requestsOf } from "../../plan/capacity/requests";
import type { Graph } from "../../plan/graph";
import { chartObjects } from "../../plan/charts/objects";
import { recordOf } from "../../plan/charts/record";
import { variantOf, type ReleaseInputs } from "../../plan/charts/variant";
import { FEW_COMPANIES, recordingOf } from "../support/recordings";

/** Not those that people own: theirs may have values that nobody rendered yet. */
const DOCUMENTS = FEW_COMPANIES;
const RELEASE = "kubernetes:helm.sh/v3:Release";

describe("The record of charts", () => {
    it("is of the charts that are pinned, by version and content: a pin that moves needs a new one", () => {
        for (const { chart, version, digest } of Object.values(CHARTS)) {
            const record = recordOf(chart);
            assert.ok(record, `config/charts/${chart}.json is missing: run make charts`);
            assert.deepEqual([record.version, record.digest], [version, digest], `${chart}: run make charts`);
        }
    });

    it("has images by names that a kubelet takes: a version, a digest, or both", () => {
        const NAME = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+(:[A-Za-z0-9_][A-Za-z0-9._-]*)?(@sha256:[0-9a-f]{64})?$/;
        for (const { chart } of Object.values(CHARTS))
            for (const image of (recordOf(chart)?.variants ?? []).flatMap(({ images }) => images)) {
                assert.match(image, NAME, chart);
                assert.match(image, /[:@]/, `${chart}: ${image} has no version`);
            }
    });

    it("has no value that has no effect", () => {
        for (const { chart } of Object.values(CHARTS))
            assert.deepEqual(
                Object.entries(recordOf(chart)?.values ?? {}).filter(([, effect]) => effect === "none"),
                [],
                chart,
            );
    });

    for (const file of DOCUMENTS) {
        it(`knows what every release of ${file} makes`, async () => {
            const { graph } = await recordingOf(file, "update");
            for (const { inputs } of graph.ofType(RELEASE)) {
                const found = variantOf(inputs as unknown as ReleaseInputs);
                assert.ok(found?.exact, `${String(inputs.chart)}: no rendering had these values. Run make charts`);
            }
        });

        it(`has tried every value that ${file} gives`, async () => {
            const { graph } = await recordingOf(file, "update");
            for (const release of releasesOf(graph, file)) {
                const tried = recordOf(release.chart)?.values ?? {};
                const untried = valuesOf(release).filter((value) => !Object.hasOwn(tried, value));
                assert.deepEqual(untried, [], `${release.chart}: run make charts`);
            }
        });

        it(`has the pods of ${file} that capacity and cost reckon with, one by one`, async () => {
            const { graph } = await recordingOf(file, "update");
            assert.deepEqual(reckoned(graph), recorded(graph));
        });
    }
});

/** One line a controller, for a readable difference. */
const line = (
    { name, namespace }: { readonly name: unknown; readonly namespace: unknown },
    replicas: unknown,
    cpu: unknown,
    memory: unknown,
    volume: unknown,
): string =>
    `${String(namespace)}/${String(name)} ${String(replicas)} x ${String(cpu)}m ${String(memory)}Mi ${String(volume)}Gi`;

function reckoned(graph: Graph): readonly string[] {
    const sources = Object.values(CHARTS).map(({ source, version }) => `values of ${source} ${version}`);
    return graph.resources
        .flatMap(({ custom, inputs }) => (custom ? [] : mapsIn(inputs.footprint)))
        .filter(({ source }) => sources.includes(String(source)))
        .map((pods) => {
            const { cpuMillicores, memoryMebibytes } = mapIn(pods.requests);
            const where = { name: pods.name, namespace: pods.namespace };
            return line(where, pods.replicas, cpuMillicores, memoryMebibytes, pods.volumeGibibytes ?? 0);
        })
        .sort();
}

function recorded(graph: Graph): readonly string[] {
    return graph
        .ofType(RELEASE)
        .flatMap(({ inputs }) => variantOf(inputs as unknown as ReleaseInputs)?.variant ?? [])
        .flatMap(chartObjects)
        .filter(({ kind }) => ["Deployment", "StatefulSet", "DaemonSet"].includes(String(kind)))
        .map(({ kind, metadata, spec }) => {
            const { replicas, template, volumeClaimTemplates } = mapIn(spec);
            const { cpu, memory } = requestsOf(mapIn(mapIn(template).spec));
            const volume = mapsIn(volumeClaimTemplates).reduce(
                (sum, claim) => sum + mebibytes(mapIn(mapIn(mapIn(claim.spec).resources).requests).storage) / 1024,
                0,
            );
            const { name, namespace } = mapIn(metadata);
            return line({ name, namespace }, kind === "DaemonSet" ? "perNode" : replicas, cpu, memory, volume);
        })
        .sort();
}
