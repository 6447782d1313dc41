/** `npm run --silent ask-provider -- --plugin PATH`: where the answers of a real provider are not ours. Never part of a deployment. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { STACK_OPTIONS, stackChoice, type StackChoice } from "../../config/stack-choice";
import { loadChosen } from "../../plan/command-line";
import { record } from "../../plan/record";
import { stackFiles } from "../../plan/stack-files";
import { deploy } from "../../program";
import { ask } from "./questions";
import { startPlugin } from "./plugin";
import { settingsFor } from "./settings";

const USAGE = `usage: npm run --silent ask-provider -- --plugin PATH [--stack prod] [--stack-file FILE ...] [--package NAME]
  --plugin PATH        a provider's plugin, such as ~/.pulumi/plugins/resource-aws-v7.48.0/pulumi-resource-aws
  --stack, --stack-file  ask about this stack only; more files may be said. Default every stack file and every file of test/environments
  --package NAME       of whose resources is asked. Default from the plugin's name
Starts it with made-up keys and no way out, checks every recorded resource and changes every argument of every type once, and prints
where its answer is not ours. Exit status: 0 all of its answers are ours, 1 some are not, 2 the input is wrong.
`;
const ROOT = path.join(__dirname, "../..");

async function main(argv: readonly string[]): Promise<number> {
    const options = optionsOf(argv);
    if (typeof options === "string") {
        process.stderr.write(`ask-provider: ${options}\n${USAGE}`);
        return 2;
    }
    const { program, packageName, files, args } = options;
    const plugin = await startPlugin(program, args).catch((error: unknown) =>
        error instanceof Error ? error.message : String(error),
    );
    if (typeof plugin === "string") {
        process.stderr.write(`ask-provider: ${program} ${plugin}\n`);
        return 2;
    }
    const done = new Set<string>();
    const others = new Set<string>();
    let [checks, differences, configured] = [0, 0, false];
    for (const { file, ...named } of files) {
        const loaded = loadChosen({ ...named, file: path.resolve(ROOT, file) });
        if (!loaded.ok) {
            plugin.stop();
            process.stderr.write(`ask-provider: ${file} is not valid: npm run --silent plan -- --stack-file ${file}\n`);
            return 2;
        }
        const { environment, secrets } = loaded;
        const { project, stack } = environment;
        const { graph } = await record(() => deploy(environment, secrets), {
            project,
            stack,
            mode: "update",
            timeoutSeconds: 300,
        });
        if (!configured) await plugin.configure(packageName, settingsFor(packageName, graph));
        configured = true;
        const answer = await ask(plugin, packageName, graph, done);
        checks += answer.checks;
        differences += answer.differences;
        for (const line of answer.others) others.add(line);
        process.stderr.write(`  ${path.basename(file)}: ${String(answer.checks)} resources\n`);
    }
    plugin.stop();
    for (const line of [...others].sort()) console.log(line);
    console.log(
        `${packageName}: ${String(checks)} resources checked, ${String(differences)} changes of arguments, ${String(others.size)} answers are not ours; it tried to reach somebody ${String(plugin.called())} times and could not`,
    );
    return others.size > 0 || checks === 0 ? 1 : 0;
}

interface Options {
    readonly program: string;
    readonly args: readonly string[];
    readonly packageName: string;
    readonly files: readonly StackChoice[];
}

function optionsOf(argv: readonly string[]): Options | string {
    try {
        const { values, positionals } = parseArgs({
            args: [...argv],
            allowPositionals: true,
            options: {
                ...STACK_OPTIONS,
                plugin: { type: "string" },
                package: { type: "string" },
                "stack-file": { type: "string", multiple: true },
            },
        });
        if (values.plugin === undefined) return "--plugin must name a provider's plugin";
        const program = path.resolve(values.plugin);
        if (!fs.existsSync(program))
            return `${values.plugin} does not exist: pulumi plugin install, then pulumi plugin ls`;
        const packageName =
            values.package ?? /^pulumi-(?:resource-)?([a-z0-9-]+?)(?:\.exe)?$/.exec(path.basename(program))?.[1];
        if (packageName === undefined) return "--package must say whose resources: the plugin's name does not";
        const { stack, "stack-file": said = stack === undefined ? stackFiles() : [undefined] } = values;
        const files = said.map((file) => stackChoice({ stack, "stack-file": file }));
        for (const choice of files) if ("problem" in choice) return choice.problem;
        const chosen = files.flatMap((choice) => ("problem" in choice ? [] : [choice]));
        return { program, args: positionals, packageName, files: chosen };
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}

void main(process.argv.slice(2)).then(
    (status) => process.exit(status),
    (error: unknown) => {
        process.stderr.write(`ask-provider: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(2);
    },
);
