/** `run.sh scripts/propose-digests.ts <stack file> <digests>`: writes what was built into a stack file, and prints each change. */
import fs from "node:fs";
import { builtFrom, proposed } from "./images/propose";

const [file, digests] = process.argv.slice(2);
if (file === undefined || digests === undefined) {
    process.stderr.write("usage: scripts/run.sh scripts/propose-digests.ts <stack file> <digests>\n");
    process.exitCode = 2;
} else {
    const before = fs.readFileSync(file, "utf8");
    const { text, lines } = proposed(before, builtFrom(fs.readFileSync(digests, "utf8")));
    if (text !== before) fs.writeFileSync(file, text);
    process.stdout.write(lines.length > 0 ? `${lines.join("\n")}\n` : `- ${file}: names no digest that is older\n`);
}
