/**
 * `npm run dashboards -- --stack prod`: every dashboard of a stack as a file that Grafana imports, and a page that shows where their panels
 * stand, in .cache/dashboards. From the plan's JSON, so it is what would be deployed.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "..");
const TO = path.join(ROOT, ".cache/dashboards");
const CELL = { width: 34, height: 14 };

interface Place {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
}
interface Panel {
    readonly type: string;
    readonly title: string;
    readonly gridPos: Place;
    readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
}
interface Dashboard {
    readonly uid: string;
    readonly title: string;
    readonly description: string;
    readonly panels: readonly Panel[];
}
interface Resource {
    readonly type: string;
    readonly inputs: {
        readonly metadata?: { readonly labels?: Readonly<Record<string, unknown>> };
        readonly data?: Readonly<Record<string, string>>;
    };
}

function planned(words: readonly string[]): readonly Resource[] {
    const command = ["-r", "./scripts/fast.js", "plan/cli.ts", ...words, "--format", "json"];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
        ...{ cwd: ROOT, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 },
    });
    // 1: a policy or the budget is not kept, which is no reason not to look.
    if (status !== 0 && status !== 1) {
        process.stderr.write(stderr);
        process.exit(status ?? 1);
    }
    return (JSON.parse(stdout) as { readonly resources: readonly Resource[] }).resources;
}

function preview({ uid, title, description, panels }: Dashboard): string {
    const height = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h)) * CELL.height;
    const boxes = panels.map(({ type, title: name, gridPos: { x, y, w, h }, fieldConfig }) => {
        const [left, top] = [x * CELL.width, y * CELL.height];
        const words = type === "row" ? name : `${name} (${type}, ${fieldConfig?.defaults.unit ?? "no unit"})`;
        const box = `x="${left + 1}" y="${top + 1}" width="${w * CELL.width - 2}" height="${h * CELL.height - 2}"`;
        return `<rect ${box} fill="${type === "row" ? "#ddd" : "#f6f6f6"}" stroke="#999"/><text x="${left + 6}" y="${top + 11}">${escaped(words)}</text>`;
    });
    const size = `width="${24 * CELL.width}" height="${height}"`;
    return `<h2>${escaped(title)} <small>${uid}</small></h2><p>${escaped(description)}</p><svg ${size}>${boxes.join("")}</svg>`;
}

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

const dashboards = planned(process.argv.slice(2))
    .filter(({ inputs }) => inputs.metadata?.labels?.grafana_dashboard === "1")
    .flatMap(({ inputs }) => Object.values(inputs.data ?? {}))
    .map((text) => JSON.parse(text) as Dashboard);

rmSync(TO, { recursive: true, force: true });
mkdirSync(TO, { recursive: true });
for (const dashboard of dashboards)
    writeFileSync(path.join(TO, `${dashboard.uid}.json`), `${JSON.stringify(dashboard, undefined, 2)}\n`);
const style = "<style>body{font:14px sans-serif}text{font:10px sans-serif}</style>";
writeFileSync(path.join(TO, "index.html"), `<meta charset="utf-8">${style}${dashboards.map(preview).join("\n")}\n`);
console.log(
    `${dashboards.length} dashboards in ${path.relative(process.cwd(), TO)}: import a file in Grafana, or open index.html`,
);
