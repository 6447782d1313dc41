/** `npm run --silent golden`: renews the golden records and docs/reference. The difference is then read in the commit, as that of any other file. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { FOLDER, pages } from "../reference/pages";
import { BASE, environments, goldenFile, recordOf } from "./files";

async function main(): Promise<void> {
    const folder = path.dirname(goldenFile(BASE));
    mkdirSync(folder, { recursive: true });
    for (const name of environments()) writeFileSync(goldenFile(name), await recordOf(name));
    for (const left of readdirSync(folder))
        if (!environments().includes(path.basename(left, ".json"))) rmSync(path.join(folder, left));
    const reference = path.join(__dirname, "../..", FOLDER);
    mkdirSync(reference, { recursive: true });
    for (const [file, text] of Object.entries(await pages())) writeFileSync(path.join(reference, file), text);
    process.stdout.write(
        `wrote ${String(environments().length)} records to ${path.relative(process.cwd(), folder)}, and ${FOLDER}\n`,
    );
}

void main();
