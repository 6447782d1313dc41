import assert from "node:assert/strict";
import { metrics } from "../../components/systems/akosha/metrics";
import { silentSignals } from "../../plan/silent-signals";
import type { Tree } from "../../config/tree";
import type { Graph } from "../../plan/graph";
import { changed, COMPLETE, recordStack, stackFrom } from "../support/recordings";

const alertsOf = (graph: Graph): string =>
    JSON.stringify(graph.ofType("kubernetes:monitoring.coreos.com/v1:PrometheusRule").map(({ inputs }) => inputs.spec));

describe("what has no numbers", () => {
    it("is the queue of Akosha's ingestion, as long as no code exports it and it scales", () => {
        assert.equal(metrics.ingestionQueueSize.producedToday, false);
        const { environment } = stackFrom(COMPLETE);
        assert.match(
            silentSignals(environment).join("\n"),
            /^akosha: ingestion scales by cpu and memory alone; .*queue_size/m,
        );
        for (const akosha of [
            { enabled: false },
            { ingestion: { min: 2, max: 2 } },
            { workloads: { ingestion: { image: "absent" } } },
        ])
            assert.doesNotMatch(
                silentSignals(changed(COMPLETE, { systems: { akosha } }).environment).join("\n"),
                /akosha/,
            );
    });

    it("is whoever a document measures and nobody reads, by system, and never a part that is absent", () => {
        const unread = (systems: Tree) =>
            silentSignals(changed(COMPLETE, { systems }).environment).filter((line) => line.includes("reads nothing"));
        const python =
            "graphdbManager, inputProcessor, outputProcessor, integrationTester, lightbulbDefinition, lightbulbFunction";
        const line = (system: string, parts: string) =>
            `${system}: Prometheus reads nothing of ${parts}, and alerts and panels about their own metrics are left out; systems.${system}.scraped names who has a /metrics`;
        assert.deepEqual(unread({}), [line("myriadPython", python)]);
        assert.deepEqual(unread({ myriadPython: { enabled: false }, memstack: { scraped: ["api"] } }), [
            line("memstack", "worker"),
        ]);
        const absent = { scraped: ["query"], workloads: { ingestion: { image: "absent" } } };
        assert.deepEqual(unread({ myriadPython: { enabled: false }, akosha: absent }), [
            line("akosha", "hotStore, warmStore"),
        ]);
    });

    it("is MemStack's errors and latency where no load balancer is measured, and then the alerts are not there", async () => {
        const stack = changed(COMPLETE, { monitoring: { cloudWatch: false } });
        assert.match(
            silentSignals(stack.environment).join("\n"),
            /memstack: HighErrorRate and HighLatency are missing.*cloudWatch is off/,
        );
        assert.doesNotMatch(silentSignals(stackFrom(COMPLETE).environment).join("\n"), /memstack/);
        const { graph } = await recordStack(stack, "update");
        assert.match(alertsOf(graph), /"APINotReady"/);
        assert.doesNotMatch(alertsOf(graph), /"HighLatency"/);
    });
});
