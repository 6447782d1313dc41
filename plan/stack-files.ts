/** Every environment that the repository holds: the project's stack files, whatever a user calls them, and those of the documents. */
import * as fs from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "..");
const DOCUMENTS = "test/environments";

/** From the root. */
export function stackFiles(): readonly string[] {
    const own = fs.readdirSync(ROOT).filter((file) => /^Pulumi\..+\.yaml$/.test(file));
    const documents = fs.readdirSync(path.join(ROOT, DOCUMENTS)).map((file) => `${DOCUMENTS}/${file}`);
    return [...own.sort(), ...documents.sort()];
}
