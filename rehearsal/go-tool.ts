/** Small tools that are Go modules of their own under rehearsal/tools: built once into .cache/bin, again when their go.mod changes. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "..");

/** Path of the program. `packageName`: what to build; by default the module itself. */
export function goTool(name: string, packageName = "."): string {
    const sources = path.join(ROOT, "rehearsal", "tools", name);
    const target = path.join(ROOT, ".cache", "bin", name);
    const stamp = `${target}.stamp`;
    const wanted = fingerprint(sources);
    if (fs.existsSync(target) && fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return target;
    fs.mkdirSync(path.dirname(target), { recursive: true });
    // Into a draft first: a killed build must not look like a tool.
    const draft = `${target}.${String(process.pid)}`;
    execFileSync("go", ["build", "-C", sources, "-ldflags", "-s -w", "-o", draft, packageName], {
        stdio: ["ignore", "ignore", "inherit"],
    });
    fs.renameSync(draft, target);
    fs.writeFileSync(stamp, wanted);
    return target;
}

function fingerprint(directory: string): string {
    const hash = createHash("sha256");
    for (const file of fs.readdirSync(directory).sort()) hash.update(fs.readFileSync(path.join(directory, file)));
    return hash.digest("hex");
}
