/** `make health`: well where nothing happened, and a line for each thing that did; who cannot be asked is not well. */
import assert from "node:assert/strict";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { List } from "../../../rehearsal/accept/cluster";
import type { Expected, Json } from "../../../rehearsal/accept/facts";
import { tableLines } from "../../../rehearsal/accept/table";
import { HEALTH, healthRows } from "../../../rehearsal/health/checks";
import { HERE, vitalsHere } from "../../../rehearsal/health/embedded";
import type { Vitals } from "../../../rehearsal/health/facts";
import { restoreTestsOf } from "../../../rehearsal/health/restores";
import { seenInTheMorning } from "../../../rehearsal/health/seen";
import { COMPLETE, recordingOf } from "../../support/recordings";

const NOW = new Date("2026-11-29T08:00:00Z");
const BACKUP = { namespace: "memstack", name: "neo4j-backup" };
const EXPECTED: Expected = {
    workloads: [{ namespace: "memstack", name: "memstack-api", kind: "Deployment" }],
    ...{ autoscalers: [], claims: [], dashboards: [], monitors: [], certificates: [], endpoints: [] },
    ...{ rules: [], backups: [BACKUP], hosts: [], alarms: [] },
    ...{ broughtCertificates: [], handHosts: [] },
};
const BUDGET = { budget: "mindcloud-dev", actual: 100, forecast: 900, limit: 1000 };
const TESTED = { of: "EBS", since: "2026-01-01T00:00:00Z", last: "2026-11-03T14:00:00Z", failed: [] };
const NO_AWS = "cannot be asked: aws is missing on this machine";

const ended = (finishedAt: string) => ({ terminated: { finishedAt, reason: "OOMKilled" } });
const pod = (restartCount: number, finishedAt: string): Json => ({
    metadata: { namespace: "memstack", name: "memstack-api-0" },
    status: { containerStatuses: [{ name: "api", restartCount, lastState: ended(finishedAt) }] },
});
const cluster =
    (pods: readonly Json[], backup = "2026-11-29T02:10:00Z"): List =>
    (path) =>
        Promise.resolve(
            path === "/api/v1/pods"
                ? pods
                : path === "/apis/batch/v1/cronjobs"
                  ? [{ metadata: BACKUP, status: { lastSuccessfulTime: backup } }]
                  : [],
        );

/** Prometheus and Loki in one, each query answered by the words in it. */
async function answering<Result>(
    series: Readonly<Record<string, readonly Json[]>>,
    use: (url: string) => Promise<Result>,
): Promise<Result> {
    const server = http.createServer((request, response) => {
        const { searchParams } = new URL(request.url ?? "", "http://localhost");
        const query = searchParams.get("query") ?? "";
        const result = Object.entries(series).find(([words]) => query.includes(words))?.[1] ?? [];
        response.end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
        return await use(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    } finally {
        server.close();
    }
}

const short = (seen: Vitals): readonly string[] =>
    healthRows(EXPECTED, seen, HERE, NOW).flatMap((row) => row.short.map((line) => `${row.title}: ${line}`));

describe("health of a deployment", () => {
    it("is seven questions, all of them answered well where nothing happened, and marks what a stand-in answered", async () => {
        const list = cluster([pod(3, "2026-11-20T02:00:00Z")]);
        const seen: Vitals = { ...(await vitalsHere(list, NOW)), restores: [TESTED], spend: [BUDGET] };
        assert.deepEqual(short(seen), []);
        const text = tableLines("dev", healthRows(EXPECTED, seen, HERE, NOW), {
            well: "is well",
            unwell: "is not well",
        });
        assert.match(text.join("\n"), /holds +no container was restarted in a day +cluster +1/);
        assert.match(text.join("\n"), /none +no alert fired in a day +stand-in +0/);
        assert.match(text.join("\n"), /dev is well: 7 checks hold/);
        assert.equal(HEALTH.length, 7);
    });

    it("says what was restarted, fired, logged, fills up, was not saved and costs too much", async () => {
        const vector = (metric: Json, value: string) => ({ metric, value: [0, value] });
        const series = {
            ALERTS: [vector({ alertname: "APINotReady", severity: "critical", namespace: "memstack" }, "1")],
            predict_linear: [vector({ namespace: "akosha", persistentvolumeclaim: "akosha-hot-store-data" }, "0.1")],
            count_over_time: [
                vector({ namespace: "akosha", container: "akosha-query" }, "4000"),
                vector({ namespace: "akosha", container: "akosha-ingestion" }, "12"),
            ],
        };
        const list = cluster([pod(2, "2026-11-29T03:00:00Z")], "2026-11-25T02:10:00Z");
        const seen = await answering(series, (url) => seenInTheMorning(list, { prometheus: url, loki: url }));
        assert.deepEqual(short({ ...seen, restores: [TESTED], spend: [{ ...BUDGET, forecast: 1200.4 }] }), [
            "no container was restarted in a day: memstack/memstack-api-0 api: 2 restarts, the last after OOMKilled at 2026-11-29T03:00:00Z",
            "no alert fired in a day: critical APINotReady in memstack",
            "logs hold few errors: akosha akosha-query: 4000 lines in a day",
            "no volume is full in four days: akosha/akosha-hot-store-data fills up",
            "backups are younger than a day: memstack/neo4j-backup ended well last at 2026-11-25T02:10:00Z",
            "cost is within the budget: mindcloud-dev: 100 USD so far, 1200 USD at the end of the month, of 1000 USD",
        ]);
    });

    it("is not well where somebody cannot be asked, and says who", async () => {
        const nobody = { prometheus: "http://127.0.0.1:9", loki: "http://127.0.0.1:9" };
        const list: List = () => Promise.reject(new Error("connection refused"));
        const seen = await seenInTheMorning(list, nobody);
        const lines = short({ ...seen, restores: NO_AWS, spend: NO_AWS });
        assert.equal(lines.length, 7);
        assert.ok(lines.every((line) => line.includes("cannot be asked")));
        assert.match(lines.join("\n"), /restarted in a day: cannot be asked: connection refused/);
    });
});

describe("restore tests, as the morning sees them", () => {
    const PLAN = "arn:aws:backup:us-east-1:000000000000:restore-testing-plan:mindcloud_x_backups-0f7abec6";
    const volume = (id: string, Status: string, CreationDate: string, more: Json = {}): Json => ({
        ...{ ResourceType: "EBS", SourceResourceArn: `arn:aws:ec2:us-east-1:000000000000:volume/${id}` },
        ...{ Status, CreationDate, CompletionDate: CreationDate, ...more },
    });

    /** The lines of the morning's report, and what AWS was asked. */
    async function morning(jobs: readonly Json[], CreationTime = "2026-01-01T00:00:00Z") {
        const { graph } = await recordingOf(COMPLETE, "update");
        const asked: (readonly string[])[] = [];
        const restores = await restoreTestsOf(
            graph,
            (...words) => {
                asked.push(words);
                return Promise.resolve(
                    words[1] === "list-restore-jobs"
                        ? { RestoreJobs: jobs }
                        : { RestoreTestingPlan: { RestoreTestingPlanArn: PLAN, CreationTime } },
                );
            },
            NOW,
        );
        const seen = { ...(await vitalsHere(cluster([]), NOW)), restores, spend: [BUDGET] };
        return { asked, lines: short(seen).filter((line) => line.startsWith("a restore was tested")) };
    }
    const FILES: Json = {
        ...{
            ResourceType: "EFS",
            SourceResourceArn: "arn:aws:elasticfilesystem:us-east-1:000000000000:file-system/fs-1",
        },
        ...{ Status: "COMPLETED", CreationDate: "2026-11-03T14:00:00Z", CompletionDate: "2026-11-03T15:00:00Z" },
    };

    it("are well where each kind came back within 35 days, and a plan that is younger has time", async () => {
        const { asked, lines } = await morning([volume("vol-1", "COMPLETED", "2026-11-03T14:00:00Z"), FILES]);
        assert.deepEqual(lines, []);
        assert.deepEqual(
            asked.map(([, operation]) => operation),
            ["get-restore-testing-plan", "list-restore-jobs"],
        );
        assert.deepEqual(asked[1]?.slice(2), [
            ...["--by-created-after", "2026-10-25T08:00:00.000Z", "--by-restore-testing-plan-arn", PLAN],
        ]);
        assert.deepEqual((await morning([], "2026-11-20T00:00:00Z")).lines, []);
    });

    it("fall short where nothing came back, although nothing failed: a test that never began is no failed job", async () => {
        assert.deepEqual((await morning([FILES])).lines, [
            "a restore was tested this month: EBS: nothing was restored since 2026-01-01T00:00:00Z",
        ]);
    });

    it("name what did not come back, unless it did later", async () => {
        const because = { StatusMessage: "Access denied to KMS key." };
        const { lines } = await morning([
            volume("vol-2", "COMPLETED", "2026-11-04T14:00:00Z"),
            volume("vol-1", "FAILED", "2026-11-03T14:00:00Z", because),
            volume("vol-2", "FAILED", "2026-11-03T14:00:00Z", because),
            FILES,
        ]);
        assert.deepEqual(lines, [
            "a restore was tested this month: EBS: arn:aws:ec2:us-east-1:000000000000:volume/vol-1 FAILED: Access denied to KMS key.",
        ]);
    });
});
