/** How long each module's programs took to build the last time, and on how many processors: who waits for the next one reads it. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

interface BuildTime {
    readonly seconds: number;
    readonly processors: number;
}

const fileOf = (bin: string, module: string): string => path.join(bin, "..", "build-times", `${module}.json`);

export function keepBuildTime(bin: string, module: string, seconds: number): void {
    const time: BuildTime = { seconds: Math.round(seconds), processors: os.availableParallelism() };
    fs.mkdirSync(path.dirname(fileOf(bin, module)), { recursive: true });
    fs.writeFileSync(fileOf(bin, module), `${JSON.stringify(time)}\n`);
}

function lastTime(bin: string, module: string): BuildTime | undefined {
    try {
        return JSON.parse(fs.readFileSync(fileOf(bin, module), "utf8")) as BuildTime;
    } catch {
        return undefined;
    }
}

/** Said before the first build: what is coming, how long it took, and what does without. */
export function announcement(
    bin: string,
    groups: readonly { readonly names: string; readonly module: string; readonly apart?: boolean }[],
): string {
    const parts = groups.map(({ names, module }) => {
        const last = lastTime(bin, module);
        if (last === undefined) return names;
        return `${names} (${String(last.seconds)} s last time, on ${String(last.processors)} processors)`;
    });
    const said = `to be built once, of Go modules: ${parts.join("; ")}`;
    if (groups.every(({ apart = false }) => apart)) return said;
    return `${said}. All of make up takes some 20 minutes on 2 processors. TOOLS=download takes released programs instead; make up KUBERNETES=memory needs no control plane`;
}
