/** `make behind STACK=<name>`: which pins are older than what AWS has. Asks the `aws` of this machine; looks, and changes nothing. */
import { execFile } from "node:child_process";
import * as path from "node:path";
import { formatProblems } from "../../config/problems";
import { loadStackFile } from "../../config/stack-file";
import { record } from "../../plan/record";
import { deploy } from "../../program";
import { rowsOf, tableOf, type AskAws } from "./behind";
import { questionsOf } from "./questions";

const ROOT = path.join(__dirname, "..", "..");

const asker =
    (region: string): AskAws =>
    (words) =>
        new Promise((resolve, reject) => {
            const all = [...words, "--region", region, "--output", "json"];
            execFile(process.env.AWS ?? "aws", all, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
                if (error === null) resolve(JSON.parse(stdout));
                else if ("code" in error && error.code === "ENOENT")
                    reject(new Error("aws is missing: install it, or name it with AWS=<file>"));
                else reject(new Error(stderr.trim().split("\n").at(-1) ?? error.message));
            });
        });

async function main([stack = ""]: readonly string[]): Promise<number> {
    const file = `Pulumi.${stack}.yaml`;
    const loaded = loadStackFile(path.join(ROOT, file));
    if (!loaded.ok) {
        process.stderr.write(`${formatProblems(file, loaded.problems)}\n`);
        return 2;
    }
    const { environment, secrets } = loaded;
    const { project, region } = environment;
    const { graph } = await record(() => deploy(environment, secrets), { project, stack, mode: "update" });
    const rows = await rowsOf(questionsOf(graph, environment), asker(region), new Date());
    process.stdout.write(`${tableOf(stack, rows).join("\n")}\n`);
    return rows.every(({ todo }) => todo === "") ? 0 : 1;
}

void main(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
});
