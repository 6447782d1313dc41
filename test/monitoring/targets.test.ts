/** The translator of the check beside, and what it shows without a Prometheus: whoever exports something is scraped. */
import assert from "node:assert/strict";
import { Graph, type RecordedResource } from "../../plan/graph";
import { COMPLETE, recordingOf } from "../support/recordings";
import { systemMetrics } from "./catalogued";
import { cloudWatchNames } from "./exporters";
import { podName, probesOf, targetsOf } from "./targets";
import { seriesIn } from "./world";

const object = (type: string, name: string, inputs: object): RecordedResource => ({
    ...{
        urn: `urn:pulumi:test::mindcloud::kubernetes:${type}::${name}`,
        type: `kubernetes:${type}`,
        name,
        custom: true,
    },
    inputs: { metadata: { name, namespace: "here", labels: { app: name } }, ...inputs },
    ...{ dependencies: [], propertyDependencies: {}, protect: false, ignoreChanges: [], retainOnDelete: false },
    ...{ replaceOnChanges: [], aliases: [], additionalSecretOutputs: [], outputsRegistered: true },
});
const MONITORING = "monitoring.coreos.com/v1";

const pod = object("apps/v1:Deployment", "api", {
    spec: {
        template: {
            metadata: { labels: { app: "api" } },
            spec: { containers: [{ name: "main", ports: [{ name: "metrics", containerPort: 9000 }] }] },
        },
    },
});
const service = object("core/v1:Service", "api", {
    spec: { selector: { app: "api" }, ports: [{ name: "web", port: 80, targetPort: "metrics" }] },
});
const monitor = (kind: string, spec: object) => object(`${MONITORING}:${kind}`, kind, { spec });
const selector = { matchLabels: { app: "api" } };

describe("whom Prometheus scrapes", () => {
    it("is everybody who exports something in a catalogue of a system", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const scraped = targetsOf(graph).flatMap(({ container, pod: { labels } }) => [
            container.name,
            labels["app.kubernetes.io/name"],
        ]);
        const exporters = new Set(systemMetrics().flatMap(({ exportedBy }) => exportedBy));
        assert.ok(exporters.size > 5);
        assert.deepEqual(
            [...exporters].filter((exporter) => !scraped.includes(exporter)),
            [],
        );
    });

    it("follows a ServiceMonitor through the Service to the container's port", () => {
        const graph = new Graph([pod, service, monitor("ServiceMonitor", { selector, endpoints: [{ port: "web" }] })]);
        const [target, ...others] = targetsOf(graph);
        assert.ok(target);
        assert.deepEqual(others, []);
        assert.equal(target.path, "/metrics");
        assert.deepEqual(target.labels, {
            ...{
                job: "api",
                service: "api",
                endpoint: "web",
                namespace: "here",
                pod: podName(target.pod),
                container: "main",
            },
        });
    });

    it("finds nobody by a port, labels or a namespace that are not there", () => {
        const found = (spec: object) => targetsOf(new Graph([pod, service, monitor("ServiceMonitor", spec)])).length;
        assert.equal(found({ selector, endpoints: [{ port: "metrics" }] }), 0);
        assert.equal(found({ selector: { matchLabels: { app: "other" } }, endpoints: [{ port: "web" }] }), 0);
        assert.equal(
            found({ selector, namespaceSelector: { matchNames: ["there"] }, endpoints: [{ port: "web" }] }),
            0,
        );
        assert.equal(found({ selector, namespaceSelector: { any: true }, endpoints: [{ port: "web" }] }), 1);
    });

    it("follows a PodMonitor to pods, and a Probe to addresses", () => {
        const graph = new Graph([
            pod,
            monitor("PodMonitor", {
                selector,
                podMetricsEndpoints: [{ port: "metrics", path: "/own", honorLabels: true }],
            }),
            monitor("Probe", {
                targets: {
                    staticConfig: {
                        static: ["http://api.here:80/health"],
                        labels: { system: "api" },
                        relabelingConfigs: [{ sourceLabels: ["instance"], targetLabel: "service" }],
                    },
                },
            }),
        ]);
        assert.deepEqual(
            targetsOf(graph).map(({ path, honorLabels, labels: { job } }) => [path, honorLabels, job]),
            [["/own", true, "here/PodMonitor"]],
        );
        assert.deepEqual(probesOf(graph), [
            {
                monitor: "Probe here/Probe",
                labels: { job: "probe/here/Probe", namespace: "here", system: "api" },
                addresses: ["http://api.here:80/health"],
                relabelings: [{ source_labels: ["instance"], target_label: "service" }],
            },
        ]);
    });

    it("refuses what it does not translate", () => {
        const spec = { selector, endpoints: [{ port: "web", relabelings: [] }] };
        assert.throws(
            () => targetsOf(new Graph([pod, service, monitor("ServiceMonitor", spec)])),
            /here\/ServiceMonitor: the tests cannot translate relabelings/,
        );
    });

    it("has the objects of the graph in the series of its exporters, each once", () => {
        const graph = new Graph([pod]);
        const metric = {
            ...{
                name: "m",
                help: "M.",
                source: "a test",
                exportedBy: ["e"],
                producedToday: true,
                unit: "none" as const,
            },
            ...{ type: "gauge" as const, labels: ["namespace", "deployment", "state"] },
            labelValues: { namespace: ["akosha"], deployment: ["x"], state: ["on", "off"] },
        };
        assert.deepEqual(seriesIn(graph, metric), [
            { namespace: "here", deployment: "api", state: "on" },
            { namespace: "here", deployment: "api", state: "off" },
        ]);
    });

    it("names CloudWatch's metrics as the exporter does", () => {
        const metrics = [{ name: "HTTPCode_Target_5XX_Count", statistics: ["Sum", "p95"] }];
        const configuration = JSON.stringify({ discovery: { jobs: [{ type: "AWS/ApplicationELB", metrics }] } });
        assert.deepEqual(cloudWatchNames(configuration), [
            "aws_applicationelb_httpcode_target_5_xx_count_sum",
            "aws_applicationelb_httpcode_target_5_xx_count_p95",
        ]);
    });
});
