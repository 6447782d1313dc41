/**
 * `make health STACK=<name> CLOUD=aws`: the cluster of this machine's kubectl, Prometheus and Loki where port-forwards have them, AWS
 * Backup and AWS Budgets by the AWS command line. Who cannot be asked falls short, with the reason.
 */
import { execFile } from "node:child_process";
import * as path from "node:path";
import { formatProblems } from "../../config/problems";
import { loadStackFile } from "../../config/stack-file";
import { record } from "../../plan/record";
import { deploy } from "../../program";
import type { List } from "../accept/cluster";
import { at, expectedOf, listOf, text } from "../accept/expected";
import type { Json } from "../accept/facts";
import { tableLines } from "../accept/table";
import { healthRows } from "./checks";
import type { Answer, Spend, VitalSources } from "./facts";
import { restoreTestsOf, type AskAws } from "./restores";
import { seenInTheMorning } from "./seen";

const ROOT = path.join(__dirname, "..", "..");
const THERE: VitalSources = {
    ...{ restarts: "cluster", alerts: "Prometheus", errors: "Loki", filling: "Prometheus" },
    ...{ backups: "cluster", restores: "account", spend: "account" },
};

function told(program: string, ...args: readonly string[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
        execFile(program, [...args], { maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
            if (error === null) resolve(JSON.parse(stdout));
            else if ("code" in error && error.code === "ENOENT")
                reject(new Error(`${program} is missing on this machine`));
            else reject(new Error(stderr.trim().split("\n").at(-1) ?? error.message));
        });
    });
}

const aws: AskAws = (...words) => told("aws", ...words, "--output", "json");

const list: List = async (where) =>
    listOf(at(await told(process.env.KUBECTL ?? "kubectl", "get", "--raw", where), "items")) as readonly Json[];

async function spendOf(account: string, budget: string): Promise<readonly Spend[]> {
    const usd = (answer: unknown, ...keys: readonly string[]) =>
        Number(text(at(answer, "Budget", ...keys, "Amount")) ?? 0);
    const answer = await aws("budgets", "describe-budget", "--account-id", account, "--budget-name", budget);
    const actual = usd(answer, "CalculatedSpend", "ActualSpend");
    const forecast = usd(answer, "CalculatedSpend", "ForecastedSpend");
    return [{ budget, actual, forecast, limit: usd(answer, "BudgetLimit") }];
}

async function answered<Each>(ask: Promise<readonly Each[]>): Promise<Answer<Each>> {
    try {
        return await ask;
    } catch (error) {
        return `cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
    }
}

async function main([stack = ""]: readonly string[]): Promise<number> {
    const file = `Pulumi.${stack}.yaml`;
    const loaded = loadStackFile(path.join(ROOT, file));
    if (!loaded.ok) {
        process.stderr.write(`${formatProblems(file, loaded.problems)}\n`);
        return 2;
    }
    const { environment, secrets } = loaded;
    const { project, account, region } = environment;
    const { graph } = await record(() => deploy(environment, secrets), { project, stack, mode: "update" });
    const addresses = {
        prometheus: process.env.PROMETHEUS ?? "http://localhost:9090",
        loki: process.env.LOKI ?? "http://localhost:3100",
    };
    const [budget] = graph.ofType("aws:budgets/budget:Budget");
    const now = new Date();
    const [seen, restores, spend] = await Promise.all([
        seenInTheMorning(list, addresses),
        answered(restoreTestsOf(graph, (...words) => aws(...words, "--region", region), now)),
        answered(spendOf(account, text(budget?.inputs.name) ?? "")),
    ]);
    const rows = healthRows(expectedOf(graph), { ...seen, restores, spend }, THERE, now);
    const lines = tableLines(stack, rows, { well: "is well", unwell: "is not well" });
    process.stdout.write(`${lines.join("\n")}\n`);
    return rows.every(({ short }) => short.length === 0) ? 0 : 1;
}

void main(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
});
