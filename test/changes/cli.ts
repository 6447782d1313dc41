/** `npm run --silent changes`: writes docs/changes-by-key.md anew; some minutes. */
import * as fs from "node:fs";
import * as path from "node:path";
import { keyChanges } from "./keys";
import { lineOf, PAGE, pageOf } from "./page";

const EACH = 20;

async function main(): Promise<void> {
    const changes = keyChanges();
    const lines: string[] = [];
    for (const change of changes) {
        lines.push(await lineOf(change));
        if (lines.length % EACH === 0)
            process.stderr.write(`${String(lines.length)} of ${String(changes.length)} keys\n`);
    }
    fs.writeFileSync(PAGE, pageOf(lines));
    process.stdout.write(`wrote ${path.relative(process.cwd(), PAGE)}: ${String(lines.length)} keys\n`);
}

void main();
