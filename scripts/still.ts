/**
 * `make up | node -r ./scripts/fast.js scripts/still.ts '$ make up' > docs/pictures/up.svg`: what a command printed, as a picture of a
 * terminal. Long output loses its middle, and says so.
 */
import { readFileSync } from "node:fs";

const FIRST = 20;
const LAST = 24;
const COLUMNS = 100;
const LINE = 18;
/** Of DejaVu Sans Mono and Menlo at 13 px, of which the widest is 7.83. */
const LETTER = 7.9;
const MARGIN = 16;

export function stillOf(command: string, output: string): string {
    const all = output.trimEnd().split("\n");
    const left = all.length - FIRST - LAST;
    const shown = left <= 1 ? all : [...all.slice(0, FIRST), `... ${String(left)} lines more ...`, ...all.slice(-LAST)];
    const lines = [command, ...shown].map((line) =>
        line.length > COLUMNS ? `${line.slice(0, COLUMNS - 1)}\u2026` : line,
    );
    const [width, height] = [Math.ceil(COLUMNS * LETTER + 2 * MARGIN), lines.length * LINE + 2 * MARGIN];
    const rows = lines.map(
        (line, index) =>
            `<text x="${String(MARGIN)}" y="${String(MARGIN + 13 + index * LINE)}"${index === 0 ? ' font-weight="bold"' : ""} xml:space="preserve">${escaped(line)}</text>`,
    );
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" height="${String(height)}" role="img" aria-label="${escaped(command)}">`,
        `<rect width="100%" height="100%" rx="8" fill="#12171e"/>`,
        `<g fill="#e8edf3" font-family="'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="13">`,
        ...rows,
        "</g>",
        "</svg>",
        "",
    ].join("\n");
}

const escaped = (text: string): string =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

if (require.main === module) process.stdout.write(stillOf(process.argv[2] ?? "$", readFileSync(0, "utf8")));
