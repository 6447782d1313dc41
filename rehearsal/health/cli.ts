/**
 * `make health STACK=<name> CLOUD=aws`: the cluster of this machine's kubectl, Prometheus and Loki where port-forwards have them, AWS
 * Backup and AWS Budgets by the AWS command line. Who cannot be asked falls short, with the reason.
 */
import { STACK_USAGE, type StackChoice } from "../../config/stack-choice";
import { run } from "../../plan/command-line";
import type { List } from "../accept/cluster";
import { at, expectedOf, listOf, text } from "../accept/expected";
import type { Json } from "../accept/facts";
import { tableLines } from "../accept/table";
import type { AskAws } from "../account/ask-aws";
import { chosenFrom } from "../account/chosen";
import { stackGraph } from "../account/stack-graph";
import { textFrom } from "../account/text-from";
import { healthRows } from "./checks";
import type { Answer, Spend, VitalSources } from "./facts";
import { restoreTestsOf } from "./restores";
import { seenInTheMorning } from "./seen";

const THERE: VitalSources = {
    ...{ restarts: "cluster", alerts: "Prometheus", errors: "Loki", filling: "Prometheus" },
    ...{ backups: "cluster", restores: "account", spend: "account" },
};

async function told(program: string, ...words: readonly string[]): Promise<unknown> {
    return JSON.parse(await textFrom(program, words, `${program} is missing on this machine`));
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

async function main(choice: StackChoice): Promise<number> {
    const made = await stackGraph(choice);
    if (made === undefined) return 2;
    const {
        environment: { account, region, stack },
        graph,
    } = made;
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

run(`usage: npm run --silent health -- ${STACK_USAGE}`, chosenFrom, main);
