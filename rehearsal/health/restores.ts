/** What came of the monthly restore tests (components/aws/restore-tests.ts): AWS Backup's own list of jobs, by the plan that began them. */
import type { Graph } from "../../plan/graph";
import type { AskAws } from "../account/ask-aws";
import { at, listOf, text } from "../accept/expected";
import type { RestoreTest } from "./facts";

const DAY = 24 * 60 * 60 * 1000;
/** A month, the hours of the test, and days in which somebody can look at it. */
export const TESTED_WITHIN = 35 * DAY;

export async function restoreTestsOf(graph: Graph, ask: AskAws, now: Date): Promise<readonly RestoreTest[]> {
    const [planned] = graph.ofType("aws:backup/restoreTestingPlan:RestoreTestingPlan");
    const name = text(planned?.inputs.name);
    if (name === undefined) return [];
    const plan = at(
        await ask("backup", "get-restore-testing-plan", "--restore-testing-plan-name", name),
        "RestoreTestingPlan",
    );
    const after = new Date(now.getTime() - TESTED_WITHIN).toISOString();
    const jobs = listOf(
        at(
            await ask(
                ...["backup", "list-restore-jobs", "--by-created-after", after],
                ...["--by-restore-testing-plan-arn", text(at(plan, "RestoreTestingPlanArn")) ?? ""],
            ),
            "RestoreJobs",
        ),
    );
    return graph
        .ofType("aws:backup/restoreTestingSelection:RestoreTestingSelection")
        .map(({ inputs }) => text(inputs.protectedResourceType) ?? "?")
        .map((of) => ({
            ...{ of, since: text(at(plan, "CreationTime")) ?? "" },
            ...lastsOf(jobs.filter((job) => text(at(job, "ResourceType")) === of)),
        }));
}

/** Of each volume or file system the last job counts. */
function lastsOf(jobs: readonly unknown[]): Pick<RestoreTest, "last" | "failed"> {
    const created = (job: unknown): number => Date.parse(text(at(job, "CreationDate")) ?? "");
    const lasts = new Map<string, unknown>();
    for (const job of [...jobs].sort((a, b) => created(a) - created(b)))
        lasts.set(text(at(job, "SourceResourceArn")) ?? text(at(job, "RecoveryPointArn")) ?? "?", job);
    const status = (job: unknown): string => text(at(job, "Status")) ?? "?";
    const ends = jobs.filter((job) => status(job) === "COMPLETED").map((job) => text(at(job, "CompletionDate")) ?? "");
    const last = ends.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
    return {
        ...(last !== undefined && { last }),
        failed: [...lasts]
            .filter(([, job]) => ["FAILED", "ABORTED"].includes(status(job)))
            .map(
                ([source, job]) => `${source} ${status(job)}: ${text(at(job, "StatusMessage")) ?? "without a reason"}`,
            ),
    };
}
