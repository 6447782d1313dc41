import * as fs from "node:fs";
import * as path from "node:path";
import type { Converted } from "./convert";

/** `<service>.template.json` each, and requests.json. */
export function write({ templates, requests }: Converted, folder: string): void {
    fs.mkdirSync(folder, { recursive: true });
    for (const [service, template] of Object.entries(templates))
        fs.writeFileSync(path.join(folder, `${service}.template.json`), `${JSON.stringify(template, null, 2)}\n`);
    fs.writeFileSync(path.join(folder, "requests.json"), `${JSON.stringify(requests, null, 2)}\n`);
}
