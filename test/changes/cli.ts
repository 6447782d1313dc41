/** `npm run --silent changes [-- systems.postbox ...]`: writes docs/changes-by-key.md anew, or the rows of keys below some; minutes for all. */
import * as fs from "node:fs";
import * as path from "node:path";
import { keyChanges } from "./keys";
import { committed, lineOf, PAGE, pageOf } from "./page";

const EACH = 20;

async function main(below: readonly string[]): Promise<void> {
    const changes = keyChanges();
    const isBelow = (key: string, one: string): boolean => key === one || key.startsWith(`${one}.`);
    const isMeant = (key: string): boolean => below.length === 0 || below.some((one) => isBelow(key, one));
    const meant = changes.filter(({ key }) => isMeant(key));
    if (meant.length === 0) throw new Error(`no key is ${below.join(" or ")}, or below it`);
    const rows = new Map(committed());
    for (const [index, change] of meant.entries()) {
        rows.set(change.key, await lineOf(change));
        if ((index + 1) % EACH === 0) process.stderr.write(`${String(index + 1)} of ${String(meant.length)} keys\n`);
    }
    fs.writeFileSync(PAGE, pageOf(changes.flatMap(({ key }) => rows.get(key) ?? [])));
    process.stdout.write(`wrote ${path.relative(process.cwd(), PAGE)}: ${String(meant.length)} keys\n`);
}

void main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
});
