/** How much of a processor each test file takes: written down by the workers that ran it, read by who puts them in order. */
import fs from "node:fs";
import path from "node:path";

export const TIMES = ".cache/unit/times";

/** Slowest first; a file that nobody has run yet stands where files that bring as much with them do. */
export function slowestFirst(
    files: readonly string[],
    folder: string,
    weightOf: (file: string) => number,
): readonly string[] {
    const known = new Map(files.map((file) => [file, secondsOf(folder, file)] as const));
    const heavy = (file: string): number => weightOf(file) / 1000;
    const cost = (file: string): number => known.get(file) ?? heavy(file);
    return [...files].sort((one, other) => cost(other) - cost(one) || one.localeCompare(other));
}

function secondsOf(folder: string, file: string): number | undefined {
    try {
        const seconds = Number(fs.readFileSync(path.join(folder, file.replaceAll(path.sep, "+")), "utf8"));
        return Number.isFinite(seconds) ? seconds : undefined;
    } catch {
        return undefined;
    }
}

let before = process.cpuUsage();

/** mocha calls it in each worker after each file. */
export const mochaHooks = {
    afterAll(this: Mocha.Context): void {
        const { user, system } = process.cpuUsage(before);
        before = process.cpuUsage();
        const root = this.test?.parent;
        const file = root?.suites[0]?.file;
        if (file === undefined) return;
        const folder = path.resolve(TIMES);
        fs.mkdirSync(folder, { recursive: true });
        const name = path.relative(process.cwd(), file).replaceAll(path.sep, "+");
        fs.writeFileSync(path.join(folder, name), `${((user + system) / 1e6).toFixed(2)}\n`);
    },
};
