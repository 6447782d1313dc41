/** What is asked of kube-state-metrics, against its own documentation at the version that runs; exporters-code.check.ts reads that again. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { metricsOf } from "./exporters";

/** By name: the type, and labels with the values that it names; without values: whatever an object says. */
const { source, metrics: documented } = JSON.parse(
    readFileSync(path.join(__dirname, "kube-state-metrics.json"), "utf8"),
) as { readonly source: string; readonly metrics: Readonly<Record<string, string>> };

function read(row: string): { readonly type: string; readonly labels: ReadonlyMap<string, readonly string[]> } {
    const [type = "", ...labels] = row.split(" ");
    return {
        type,
        labels: new Map(
            labels.map((label) => {
                const [name = "", values] = label.split("=");
                return [name, values?.split("|") ?? []];
            }),
        ),
    };
}

describe("the catalogue of kube-state-metrics", () => {
    it("has names, types, labels and their values as its documentation has them", () => {
        const ours = metricsOf("kube-state-metrics");
        assert.ok(ours.length > 20);
        for (const metric of ours) {
            const row = documented[metric.name];
            assert.ok(row !== undefined, `${metric.name} is not documented`);
            const { type, labels } = read(row);
            assert.equal(metric.type, type, metric.name);
            assert.ok(metric.source.includes(/v[\d.]+/.exec(source)?.[0] ?? "no version"), metric.source);
            for (const label of metric.labels) {
                // A node's own label, in snake case.
                const values = labels.get(label.replace(/^label_.*/, "label_NODE_LABEL"));
                assert.ok(values !== undefined, `${metric.name} has no label ${label}`);
                if (values.length === 0) continue;
                const said = metric.labelValues[label] ?? [];
                assert.deepEqual(
                    said.filter((value) => !values.includes(value)),
                    [],
                    `${metric.name} ${label}`,
                );
            }
        }
    });
});
