/** `make behind STACK=<name>`: which pins are older than what AWS has. Asks the `aws` of this machine; looks, and changes nothing. */
import { STACK_USAGE, type StackChoice } from "../../config/stack-choice";
import { run } from "../../plan/command-line";
import { chosenFrom } from "../account/chosen";
import { stackGraph } from "../account/stack-graph";
import { textFrom } from "../account/text-from";
import type { AskAws } from "../account/ask-aws";
import { rowsOf, tableOf } from "./behind";
import { questionsOf } from "./questions";

const MISSING = "aws is missing: install it, or name it with AWS=<file>";

const asker =
    (region: string): AskAws =>
    async (...words) => {
        const all = [...words, "--region", region, "--output", "json"];
        return JSON.parse(await textFrom(process.env.AWS ?? "aws", all, MISSING)) as unknown;
    };

async function main(choice: StackChoice): Promise<number> {
    const made = await stackGraph(choice);
    if (made === undefined) return 2;
    const { environment, graph } = made;
    const rows = await rowsOf(questionsOf(graph, environment), asker(environment.region), new Date());
    process.stdout.write(`${tableOf(environment.stack, rows).join("\n")}\n`);
    return rows.every(({ todo }) => todo === "") ? 0 : 1;
}

run(`usage: npm run --silent behind -- ${STACK_USAGE}`, chosenFrom, main);
