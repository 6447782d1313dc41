import assert from "node:assert/strict";
import { load } from "../../config/load";
import { formatProblems } from "../../config/problems";
import { readStackText } from "../../config/stack-file";
import { notesOf } from "../../plan/notes";
import { planFrom } from "../../plan/plan";
import { recordStack, TODAY } from "../support/recordings";
import { textOf as fileText } from "./bad-inputs";

function loaded(says: string) {
    const { input, problems } = readStackText(fileText({ says }), "Pulumi.test.yaml");
    assert.ok(input !== undefined && problems.length === 0);
    const result = load(input);
    if (!result.ok) assert.fail(formatProblems("stack file", result.problems));
    return result;
}
const idle = (says: string): readonly string[] => loaded(says).environment.idle;

describe("keys that change nothing", () => {
    it("are named with the reason: stores, hours and nodes of what no enabled system needs", () => {
        assert.deepEqual(
            idle(`
stores: { postgres: { backupDays: 9 }, redis: { queue: { replicas: 1 }, snapshotAt: "01:00" }, sharedFiles: { infrequentAfterDays: 7 } }
backups: { keepDays: 9 }
monitoring: { metricsDays: 3, logs: { days: 4 } }
nodeGroups: { untrusted: { max: 3 } }
systems: { memstack: { size: dev } }`),
            [
                "stores.postgres changes nothing: no enabled system needs PostgreSQL",
                "stores.redis.queue changes nothing: no enabled system needs a queue",
                "stores.redis.snapshotAt changes nothing: no Redis is made here",
                "stores.sharedFiles changes nothing: no enabled system shares files",
                "backups changes nothing: no enabled system has volumes or shared files",
                "monitoring changes nothing: no system is enabled, so there is nothing to watch",
                "nodeGroups.untrusted changes nothing: no enabled system has pods of purpose untrusted",
                "systems.memstack.size changes nothing: systems.memstack.enabled is false",
            ],
        );
    });

    it("are none once a system needs them", () => {
        const says = `
stores: { postgres: { backupDays: 9 }, redis: { queue: { replicas: 1 }, snapshotAt: "01:00" } }
backups: { keepDays: 9 }
systems: { memstack: { enabled: true, size: dev } }`;
        assert.deepEqual(idle(says), []);
    });

    it("include what a size or a suspended company makes idle", () => {
        const company = (size: string, rest: string) =>
            idle(`
systems: { simpleCli: { enabled: true, size: ${size}, companies: { acme: { ${rest} } }, storage: { brainGibibytes: 20 } } }`);
        assert.deepEqual(company("dev", ""), []);
        assert.deepEqual(company("production", "state: suspended, agents: { min: 1, max: 1 }"), [
            "systems.simpleCli.storage changes nothing: agents of size production keep their files on EFS, which has no size",
            "systems.simpleCli.companies.acme.agents changes nothing: systems.simpleCli.companies.acme is suspended",
        ]);
    });

    it("include the number of a port that nobody reads", () => {
        const worker = (scraped: string) =>
            idle(
                `systems: { memstack: { enabled: true, scraped: ${scraped}, workloads: { worker: { ports: { metrics: 9100 } } } } }`,
            );
        assert.deepEqual(worker("[worker]"), []);
        assert.deepEqual(worker("[api]"), [
            "systems.memstack.workloads.worker.ports.metrics changes nothing: systems.memstack.scraped does not name worker",
        ]);
    });

    it("stand among the notes of a plan", async () => {
        const stack = loaded("stores: { cold: { noncurrentDays: 9 } }");
        const { graph } = await recordStack(stack, "update");
        const policy = { rules: 0, findings: [], accepted: [], exceptions: [] } as unknown as Parameters<
            typeof planFrom
        >[3]["policy"];
        const { notes } = planFrom(graph, stack.environment, stack.secrets, { policy, today: TODAY });
        assert.deepEqual(notesOf(stack.environment), []);
        assert.deepEqual(notes, ["stores.cold changes nothing: no enabled system keeps cold data"]);
    });
});
