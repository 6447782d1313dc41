import * as path from "node:path";
import { parseArgs } from "node:util";
import { formatProblems } from "../../config/problems";
import { STACK_OPTIONS, STACK_USAGE, stackChoice, type StackChoice } from "../../config/stack-choice";
import { loadChosen } from "../command-line";
import { record } from "../record";
import { placeOf } from "../shapes";
import { convert } from "./convert";
import { write } from "./write";

const USAGE = `usage: npm run --silent cloudformation -- ${STACK_USAGE} --out DIR
Writes the AWS half of the environment as CloudFormation templates, <service>.template.json, for scanners and linters to read; nothing deploys
them. Beside them requests.json: the requests that would make it, as an SDK sends them.
`;

/** Exit status: 0 fine, 2 the input is wrong. */
async function main(argv: readonly string[]): Promise<number> {
    const options = optionsOf(argv);
    if (typeof options === "string") {
        process.stderr.write(`${options}\n${USAGE}`);
        return 2;
    }
    const loaded = loadChosen(options);
    if (!loaded.ok) {
        process.stderr.write(`${formatProblems(path.basename(options.file), loaded.problems)}\n`);
        return 2;
    }
    const { environment, secrets } = loaded;
    const { deploy } = await import("../../program");
    const { project, stack, region, account } = environment;
    const { graph } = await record(() => deploy(environment, secrets), { project, stack, mode: "update" });
    const converted = convert(graph, placeOf({ region, allowedAccountIds: [account] }), `${project} ${stack}`);
    write(converted, options.out);
    const resources = Object.values(converted.templates).flatMap(({ Resources }) => Object.keys(Resources)).length;
    console.log(`wrote ${resources} resources and ${converted.requests.length} requests to ${options.out}`);
    for (const line of converted.left) console.log(`  not in a template  ${line}`);
    return 0;
}

function optionsOf(argv: readonly string[]): ({ readonly out: string } & StackChoice) | string {
    try {
        const { values } = parseArgs({
            args: [...argv],
            options: { ...STACK_OPTIONS, out: { type: "string" } },
        });
        if (values.out === undefined) return "--out must name a folder";
        const choice = stackChoice(values);
        return "problem" in choice ? choice.problem : { ...choice, out: values.out };
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}

main(process.argv.slice(2)).then(
    (status) => {
        process.exitCode = status;
    },
    (error: unknown) => {
        throw error;
    },
);
