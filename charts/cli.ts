/** `make charts [FROM=DIR]`. Exit status: 0 the record is right, 1 a chart does not do what is asked of it, 2 charts cannot be had. */
import * as fs from "node:fs";
import * as path from "node:path";
import { CHARTS } from "../config/versions";
import { recordFile, type ChartRecord } from "../plan/charts/record";
import { goProgram } from "../rehearsal/programs/go-programs";
import { ARCHIVES, archiveOf } from "./archives";
import { stackFiles } from "../plan/stack-files";
import { releasesIn } from "./environments";
import { optionsFrom, type Options } from "./options";
import { renew } from "./renew";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(words: readonly string[]): Promise<number> {
    const options = optionsFrom(words);
    if ("problem" in options) {
        complain(options.problem);
        return 2;
    }
    const folders = await foldersFor(options);
    if (folders === undefined) return 2;
    const program = await goProgram("helm", say);
    const files = stackFiles();
    const releases = [];
    for (const file of files) releases.push(...(await releasesIn(file)));
    say(
        `rendering ${String(Object.keys(CHARTS).length)} charts for ${String(files.length)} environments${options.trials ? ", and trying their values: minutes" : ""}`,
    );
    const { records, problems, absent, renderings } = await renew(program, folders, releases, options.trials);
    for (const line of absent) say(`  not there, and enabled by nothing: ${line}`);
    for (const line of problems) complain(line);
    const stale = records.filter((record) => textOf(record) !== written(record));
    if (options.check)
        for (const { chart } of stale)
            complain(`config/charts/${chart}.json is not what ${chart} makes: run make charts`);
    else for (const record of stale) write(record);
    say(
        `${String(renderings)} renderings of ${String(records.length)} charts, ${String(problems.length)} problems, ${String(stale.length)} records ${options.check ? "out of date" : "written"}`,
    );
    return problems.length > 0 || (options.check && stale.length > 0) ? 1 : 0;
}

/** Undefined where a chart can be had neither way; which one, and why, is said. */
async function foldersFor({ from }: Options): Promise<readonly string[] | undefined> {
    if (from !== undefined) return [path.resolve(from)];
    const problems = [];
    for (const chart of Object.values(CHARTS)) {
        const archive = await archiveOf(chart, ARCHIVES);
        if ("problem" in archive) problems.push(archive.problem);
    }
    for (const problem of problems) complain(problem);
    if (problems.length === 0) return [ARCHIVES];
    complain("say FROM=DIR with chart folders that you have, such as checkouts at the pinned tags (docs/charts.md)");
    return undefined;
}

const textOf = (record: ChartRecord): string => `${JSON.stringify(record, undefined, 1)}\n`;

function written({ chart }: ChartRecord): string | undefined {
    const file = recordFile(chart);
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}

function write(record: ChartRecord): void {
    const file = recordFile(record.chart);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, textOf(record));
    say(`  wrote config/charts/${path.basename(file)}`);
}

void main(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
});
