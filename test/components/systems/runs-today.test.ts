/** Each system as its pinned code runs today: a whole production environment, with nothing left of the parts that are left out. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { fallsShort, planOf, type Plan } from "../../../plan/plan";
import { partLines, partsOf } from "../../../plan/parts";
import { deploy } from "../../../program";
import { changed, stackFrom, TODAY } from "../../support/recordings";

const FOLDER = path.join(__dirname, "../../environments");
const FILES = readdirSync(FOLDER).filter((file) => /^runs-today-.+\.yaml$/.test(file));
const NOTES = parse(readFileSync(path.join(__dirname, "runs-today.yaml"), "utf8")) as Readonly<
    Record<string, readonly string[]>
>;

/** What would be left of a part: its objects, its metrics, its volumes. */
const TRACES: Readonly<Record<string, readonly string[]>> = {
    "akosha ingestion": ["akosha-ingestion", "akosha_ingestion_queue_size", "HighIngestionBacklog"],
    "akosha hotStore": ["akosha-hot-store", "akosha_hot_store_size_bytes", "HotStoreSizeCritical"],
    "akosha warmStore": ["akosha-warm-store", "akosha_warm_store_size_bytes"],
    "akosha aging": ["akosha-aging"],
    "myriad graphdb": ["graphdb-service", "graphdb-data", "GRAPHDB_URL"],
    "myriad inputProcessor": ["input-processor", "INPUT_PROCESSOR_URL"],
    "myriad outputProcessor": ["output-processor", "OUTPUT_PROCESSOR_URL"],
    "myriadPython inputProcessor": ["input-processor", "INPUT_PROCESSOR_URL"],
};

describe("a system as its code runs today", () => {
    const plans = new Map<string, Plan>();
    before(async () => {
        for (const file of FILES) {
            const { environment, secrets } = stackFrom(path.join(FOLDER, file));
            plans.set(file, await planOf(deploy, environment, secrets, TODAY));
        }
    });
    const each = (check: (plan: Plan, file: string) => void) => () => {
        assert.equal(plans.size, 5);
        for (const [file, plan] of plans) check(plan, file);
    };

    it(
        "is a complete production stack: only people's secrets are missing, no rule finds anything, it fits and is within its budget",
        each((plan, file) => {
            assert.deepEqual(plan.missing.placeholders, [], file);
            assert.deepEqual(plan.policy.findings, [], file);
            assert.equal(fallsShort(plan), false, file);
            assert.equal(plan.environment.profile, "highlyAvailable");
            assert.equal(Object.values(plan.environment.systems).filter(({ enabled }) => enabled).length, 1);
        }),
    );

    it(
        "runs no stand-in, and leaves out what is listed, with the reasons that are listed (runs-today.yaml)",
        each(({ parts, notes }, file) => {
            assert.deepEqual([...partLines(parts), ...notes], NOTES[file] ?? [], file);
            assert.ok(parts.every(({ runs, because }) => runs === "absent" && because !== undefined));
        }),
    );

    it("may run the stand-in for what has no code, and the plan says why; what has code may not", () => {
        const file = path.join(FOLDER, "runs-today-akosha.yaml");
        const standIn = { workloads: { ingestion: { image: "stand-in" } } };
        const [first] = partLines(partsOf(changed(file, { systems: { akosha: standIn } }).environment));
        assert.equal(
            first,
            "stand-in  akosha ingestion: akosha/ingestion/worker.py starts nothing: it is imported and ends",
        );
        const worker = { workloads: { query: { image: "stand-in" } } };
        assert.throws(() => changed(file, { systems: { akosha: worker } }), /runs the real thing/);
    });

    it(
        "has nothing of what is left out: no object, reach, metric, alert, panel or scaler",
        each(({ graph, parts }, file) => {
            const everything = JSON.stringify(
                graph.resources.filter(({ custom }) => custom).map(({ inputs }) => inputs),
            );
            for (const { system, workload } of parts) {
                const traces = TRACES[`${system} ${workload}`];
                assert.ok(traces, `${system} ${workload} has no traces to look for`);
                for (const trace of traces) assert.ok(!everything.includes(trace), `${file}: ${trace} is still there`);
            }
        }),
    );
});
