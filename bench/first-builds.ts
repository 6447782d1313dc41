import * as fs from "node:fs";
import * as path from "node:path";

/** What the first `make up` waited for, as the builds of each Go module wrote it down; nothing is built to measure it. */
export function firstBuilds(folder: string): readonly string[] {
    const files = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
    const times = files.map((file) => ({
        module: path.basename(file, ".json"),
        ...(JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")) as { seconds: number; processors: number }),
    }));
    if (times.length === 0) return [];
    const total = times.reduce((sum, { seconds }) => sum + seconds, 0);
    return [
        "",
        `first builds   ${String(total)} s in sum, one after the other`,
        ...times.map(
            ({ module, seconds, processors }) => `  ${module}   ${String(seconds)} s on ${String(processors)}`,
        ),
    ];
}
