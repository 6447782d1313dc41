import * as fs from "node:fs";
import type { Request } from "../../iam/evaluate";

/** Beside the embedded cloud: what was asked of AWS by a role, each once. */
export const REQUESTS = "requests.jsonl";

export function recordRequests(file: string): (request: Request) => void {
    const known = new Set(fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : []);
    return (request) => {
        const line = JSON.stringify(request);
        if (known.has(line)) return;
        known.add(line);
        fs.appendFileSync(file, `${line}\n`);
    };
}
