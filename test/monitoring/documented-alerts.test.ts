/** The documents' alerts, written here as they stand there: names, limits, times, severities. What evaluates them is alerts.check.ts. */
import assert from "node:assert/strict";
import { akoshaAlerts } from "../../components/systems/akosha/alerts";
import { storeLimits } from "../../components/systems/akosha/store-limits";
import { TIER_SECONDS } from "../../components/systems/myriad/alerts";
import { alertsIn } from "../../components/monitoring/alerts";
import type { Graph } from "../../plan/graph";
import { COMPLETE, recordingOf } from "../support/recordings";
import { environment, groupsOf } from "./alerts/all";

/** Severity, seconds that it must hold, and how its expression ends. */
type Row = readonly [severity: string, seconds: number, limit: string];

/** From the objects that Prometheus reads. */
function rowsOf(system: string): Readonly<Record<string, Row>> {
    const rule = graph.resources.find(
        ({ type, name }) =>
            type === "kubernetes:monitoring.coreos.com/v1:PrometheusRule" && name === `alerts-${system}`,
    );
    assert.ok(rule !== undefined, `no rules of ${system}`);
    const { groups } = rule.inputs.spec as { groups: readonly { readonly rules: readonly Rule[] }[] };
    return Object.fromEntries(
        groups
            .flatMap(({ rules }) => rules)
            .flatMap(({ alert, labels, expr, for: time }) =>
                alert === undefined
                    ? []
                    : [[alert, [labels.severity ?? "", parseInt(time ?? "0"), LIMIT.exec(expr)?.[0] ?? ""]] as const],
            ),
    );
}

interface Rule {
    readonly alert?: string;
    readonly expr: string;
    /** In seconds: 300s. */
    readonly for?: string;
    readonly labels: Readonly<Record<string, string>>;
}
const LIMIT = /(?:>|>=|<|==) [\d.]+$/;

let graph: Graph;

function has(system: string, documented: Readonly<Record<string, Row>>): void {
    const rows = rowsOf(system);
    for (const [name, row] of Object.entries(documented)) assert.deepEqual(rows[name], row, `${system} ${name}`);
}

describe("the documents' alerts", () => {
    before(async () => {
        ({ graph } = await recordingOf(COMPLETE, "update"));
    });

    it("are Akosha's seven (AKO-58 to AKO-64), its stores' for a volume of 500 GiB", () => {
        has("akosha", {
            HighIngestionBacklog: ["critical", 300, "> 1000"],
            HotStoreSizeCritical: ["critical", 600, "> 429496729600"],
            HighQueryLatency: ["critical", 300, "> 2"],
            HotStoreSizeWarning: ["warning", 900, "> 250000000000"],
            QueryLatencyDegradation: ["warning", 300, "> 1"],
            LowIngestionSuccessRate: ["warning", 300, "< 0.95"],
            LowCacheHitRate: ["warning", 600, "< 0.3"],
        });
    });

    it("take Akosha's limits from what sizes it: the queue of a pod, and the hot store's volume", () => {
        const { akosha } = environment.systems;
        const owner = { system: "akosha", team: "akosha", dashboard: "mindcloud-akosha-query" } as const;
        const groups = akoshaAlerts({ ...akosha, scaling: { ...akosha.scaling, queueSize: 2000 } }, owner);
        const backlog = alertsIn(groups).find(({ name }) => name === "HighIngestionBacklog");
        assert.match(backlog?.expr.expr ?? "", /> 4000$/);
        // 50 GB of the pilot's 100 GiB as documented; 100 GB would be more than 80 % of them.
        assert.deepEqual(storeLimits(100), { warning: 50e9, critical: 85_899_345_920 });
        assert.deepEqual(storeLimits(10_000), { warning: 5e12, critical: 8_589_934_592_000 });
    });

    it("keep Akosha's objectives: P50 below 500 ms, P99 below 2 s (AKO-92)", () => {
        has("akosha", { QueryMedianSlow: ["warning", 300, "> 0.5"] });
        const { objective } = expressionsOf("akosha");
        assert.equal(objective.length, 4);
        for (const expr of objective) assert.match(expr, /^\(akosha:query_slow:ratio_rate/);
    });

    it("are MemStack's five (MEM-28 to MEM-32)", () => {
        has("memstack", {
            HighErrorRate: ["critical", 300, "> 0.05"],
            HighLatency: ["warning", 600, "> 1"],
            HighMemoryUsage: ["warning", 600, "> 0.9"],
            HighCPUUsage: ["warning", 600, "> 0.8"],
            APINotReady: ["critical", 120, ""],
        });
        const ready = alertsIn(groupsOf.memstack ?? []).find(({ name }) => name === "APINotReady");
        assert.match(ready?.expr.expr ?? "", /deployment="memstack-api".* == 0/);
    });

    it("are the four of Myriad Python's monitoring guide (docs/upstream.md, Myriad (Python)), SlowQueries with >= for its largest bound", () => {
        has("myriad-python", {
            HighErrorRate: ["warning", 300, "> 0.1"],
            ServiceDown: ["critical", 120, "== 0"],
            HighMemoryUsage: ["warning", 300, "> 0.9"],
            SlowQueries: ["warning", 300, ">= 10"],
        });
    });

    it("are Myriad's averages for each tier, as written (MYR-77)", () => {
        assert.deepEqual(TIER_SECONDS, { swift: 0.5, base: 2, max: 10 });
        has("myriad", {
            SlowSwiftTier: ["warning", 300, "> 0.5"],
            SlowBaseTier: ["warning", 300, "> 2"],
            SlowMaxTier: ["warning", 300, "> 10"],
        });
    });

    it("keep Myriad's objectives: 99.9 % uptime, and errors below 0.1 % (MYR-71, MYR-78)", () => {
        const { objective } = expressionsOf("myriad");
        const slowest = objective.filter((expr) => expr.includes("ratio_rate3d"));
        assert.deepEqual(slowest, [
            "(myriad:down:ratio_rate3d > 0.001) and (myriad:down:ratio_rate6h > 0.001)",
            "(myriad:errors:ratio_rate3d > 0.001) and (myriad:errors:ratio_rate6h > 0.001)",
        ]);
        assert.equal(objective.length, 8);
    });
});

function expressionsOf(system: string): { readonly objective: readonly string[] } {
    const all = alertsIn(groupsOf[system] ?? []);
    return { objective: all.filter(({ labels }) => labels?.window !== undefined).map(({ expr }) => expr.expr) };
}
