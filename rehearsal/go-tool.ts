/** Small tools that are Go modules of their own under rehearsal/tools: built once into .cache/bin, again when their go.mod changes. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "..");

export interface GoToolArgs {
    /** What to build. Default the module itself. */
    readonly packageName?: string;
    /** Build constraints, for what is left out. */
    readonly tags?: readonly string[];
    /** Told before a build that takes minutes: how long on two cores. */
    readonly takes?: string;
}

/** Path of the program. */
export function goTool(name: string, { packageName = ".", tags = [], takes }: GoToolArgs = {}): string {
    const sources = path.join(ROOT, "rehearsal", "tools", name);
    const target = path.join(ROOT, ".cache", "bin", name);
    const stamp = `${target}.stamp`;
    const wanted = fingerprint(sources, [packageName, ...tags]);
    if (fs.existsSync(target) && fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return target;
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (takes !== undefined) process.stderr.write(`building ${name} from its Go module: once, ${takes} on two cores\n`);
    // Into a draft first: a killed build must not look like a tool.
    const draft = `${target}.${String(process.pid)}`;
    const flags = ["-ldflags", "-s -w", ...(tags.length === 0 ? [] : ["-tags", tags.join(",")])];
    execFileSync("go", ["build", "-C", sources, ...flags, "-o", draft, packageName], {
        stdio: ["ignore", "ignore", "inherit"],
    });
    fs.renameSync(draft, target);
    fs.writeFileSync(stamp, wanted);
    return target;
}

function fingerprint(directory: string, words: readonly string[]): string {
    const hash = createHash("sha256").update(words.join(" "));
    for (const file of fs.readdirSync(directory).sort()) hash.update(fs.readFileSync(path.join(directory, file)));
    return hash.digest("hex");
}
