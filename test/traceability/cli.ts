/** `npm run traceability`: writes the page. The test beside it holds the rows against the program. */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { page, PAGE } from "./page";
import { documents } from "./rows";

writeFileSync(path.join(__dirname, "../..", PAGE), page(documents()));
process.stdout.write(`wrote ${PAGE}\n`);
