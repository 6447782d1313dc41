/** `npm run schema`: what is generated from the one schema, the JSON Schema of stack files and the reference for people. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "./arguments";
import { reference } from "../reference";
import { securityPage } from "../security-page";
import { stackSchema } from "../stack-schema";

const ROOT = join(__dirname, "../..");

/** Generated files by path, with what they must hold. A test compares them with what is committed. */
export function generated(): Readonly<Record<string, string>> {
    return {
        "config/stack.schema.json": `${JSON.stringify(stackSchema(), undefined, 2)}\n`,
        "docs/configuration.md": reference(),
        "docs/security.md": securityPage(),
    };
}

export function generate(): Answer {
    const files = Object.entries(generated());
    for (const [path, text] of files) writeFileSync(join(ROOT, path), text);
    return { status: 0, text: `wrote ${files.map(([path]) => path).join(", ")}` };
}
