import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { casesFor } from "./cases";
import { firstBuilds } from "./first-builds";
import { measure, type Run } from "./measure";
import { isOver, type Result, tableOf } from "./table";

const ROOT = path.join(__dirname, "..");
const USAGE = "usage: npm run bench -- [--stack dev] [--stack prod] [--runs 5]";

/** Exit status 1 when a median is over its bar. */
async function main(commandLine: readonly string[]): Promise<number> {
    const { stack, runs } = parseArgs({
        args: [...commandLine],
        options: {
            stack: { type: "string", multiple: true, default: ["dev", "prod"] },
            runs: { type: "string", default: "5" },
        },
    }).values;
    const times = Number(runs);
    if (!Number.isInteger(times) || times < 1)
        throw new RangeError(`--runs ${runs} is not a number of runs: 1 or more`);

    console.log(
        `${String(os.availableParallelism())} cores, ${os.cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}, load ${os.loadavg()[0]?.toFixed(1) ?? "?"}`,
    );
    const results: Result[] = [];
    for (const { name, command, bar, runs: ownRuns, warmUp } of casesFor(stack)) {
        if (warmUp === true) await measure(command, ROOT);
        const measured: Run[] = [];
        for (let run = 0; run < (ownRuns ?? times); run++) measured.push(await measure(command, ROOT));
        results.push({ name, runs: measured, bar });
    }
    process.stdout.write(tableOf(results));
    for (const line of firstBuilds(path.join(ROOT, ".cache/build-times"))) console.log(line);
    return results.some(isOver) ? 1 : 0;
}

main(process.argv.slice(2)).then(
    (status) => {
        process.exitCode = status;
    },
    (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
        process.exitCode = 2;
    },
);
