/** Names, types and labels in the catalogues, against the code or the documentation of the exporters at the versions that are run. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Metric } from "../../components/monitoring/catalogue";
import { goModule, type GoModule } from "../../rehearsal/programs/go-module";
import { metricsOf } from "./exporters";

const KUBE_STATE_METRICS: GoModule = {
    module: "k8s.io/kube-state-metrics/v2",
    version: "v2.20.0",
    sum: "h1:edO7hyGs1MqZhbUbzWW1YRTV3afZOIbvHNvOCaJjuU4=",
};

/** Exporter, its module, folders of it that hold the names, and what all names begin with. */
const BY_CODE: readonly (readonly [string, GoModule, readonly string[], RegExp])[] = [
    [
        "blackbox-exporter",
        {
            module: "github.com/prometheus/blackbox_exporter",
            version: "v0.28.0",
            sum: "h1:5n59xN6d4OtnwANA9nQIoBhwfG90b50cMByshvc/+zA=",
        },
        ["prober"],
        /^(?=probe_)/,
    ],
    [
        "kubelet",
        {
            module: "github.com/google/cadvisor",
            version: "v0.56.2",
            sum: "h1:ra6p4Nxc4zT8VLbZscWUxhvjsqy+1AzMvuSdEM90o1w=",
        },
        ["metrics"],
        /^(?=container_)/,
    ],
    [
        "kubelet",
        { module: "k8s.io/kubernetes", version: "v1.36.3", sum: "h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o=" },
        ["pkg/kubelet/metrics"],
        /^kubelet_/,
    ],
    [
        "keda-operator",
        {
            module: "github.com/kedacore/keda/v2",
            version: "v2.20.2",
            sum: "h1:SR60v8uIcelbveS8n/1jcl8tLdBBIbHMxmdOHw8tKqA=",
        },
        ["pkg/metricscollector"],
        /^keda_(scaler|scaled_object)_/,
    ],
    [
        "alertmanager",
        {
            module: "github.com/prometheus/alertmanager",
            version: "v0.34.0",
            sum: "h1:z75n0NoypggESmt3HD4JlTXOaOZj1EBz1ACHO4Z6EUk=",
        },
        ["notify", "config"],
        /^(alertmanager_(?=notifications)|(?=alertmanager_config))/,
    ],
];

/** Of every Go file below these folders that is no test. */
function codeIn(directory: string, folders: readonly string[]): string {
    return folders
        .flatMap((folder) =>
            readdirSync(path.join(directory, folder), { recursive: true, encoding: "utf8" })
                .filter((file) => file.endsWith(".go") && !file.endsWith("_test.go"))
                .map((file) => readFileSync(path.join(directory, folder, file), "utf8")),
        )
        .join("\n");
}

interface Documented {
    readonly type: string;
    readonly row: string;
}

/** Rows of the tables: `| name | type | ... |`. */
function documentedIn(directory: string): ReadonlyMap<string, Documented> {
    const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
    const rows = files
        .flatMap((file) => readFileSync(path.join(directory, file), "utf8").split("\n"))
        .flatMap((row) => {
            const [, name, type] = /^\| *(kube_\w+) *\| *(\w+) *\|/.exec(row) ?? [];
            return name === undefined || type === undefined ? [] : [[name, { type: type.toLowerCase(), row }] as const];
        });
    return new Map(rows);
}

function problemsOf(metric: Metric, documented: Documented | undefined): readonly string[] {
    if (documented === undefined) return [`${metric.name} is not documented`];
    const { type, row } = documented;
    return [
        ...(type === metric.type ? [] : [`${metric.name} is a ${type}`]),
        ...metric.labels
            .filter((label) => !row.includes(`\`${label.replace(/^label_.*/, "label_NODE_LABEL")}\``))
            .map((label) => `${metric.name} has no label ${label}`),
    ];
}

describe("the catalogues of exporters", function () {
    this.timeout(600_000); // the first run downloads their modules

    it("name what kube-state-metrics documents, with its types and labels", () => {
        const documented = documentedIn(path.join(goModule(KUBE_STATE_METRICS), "docs/metrics"));
        const metrics = metricsOf("kube-state-metrics");
        assert.ok(metrics.length > 20 && documented.size > 100);
        assert.deepEqual(
            metrics.flatMap((metric) => problemsOf(metric, documented.get(metric.name))),
            [],
        );
    });

    for (const [exporter, module, folders, prefix] of BY_CODE)
        it(`name what the code of ${exporter} has, in ${module.module}`, () => {
            const code = codeIn(goModule(module), folders);
            const metrics = metricsOf(exporter).filter(({ source }) => source.includes(module.version));
            assert.notEqual(metrics.length, 0);
            const lost = metrics.filter(
                ({ name }) => !prefix.test(name) || !code.includes(`"${name.replace(prefix, "")}"`),
            );
            assert.deepEqual(
                lost.map(({ name }) => name),
                [],
            );
        });
});
