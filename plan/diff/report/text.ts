import type { Report } from "./section";

const LABEL = 17;
const GAP = 2;

/** For a terminal: the summary, then each change. */
export function textOf({ stack, headline, comparedWith, sections }: Report): string {
    if (sections.length === 0) return `${stack}: ${headline} (${comparedWith})\n`;
    const width = Math.max(LABEL, ...sections.map(({ title }) => title.length + GAP));
    const lines = [
        `${stack}: ${headline}`,
        `  ${comparedWith}`,
        ...sections.flatMap(({ title, lines: shown }) =>
            shown.map((line, index) => `  ${(index === 0 ? title : "").padEnd(width)}${line}`),
        ),
        ...details(sections),
    ];
    return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function details(sections: Report["sections"]): readonly string[] {
    const all = sections.filter(({ details: each }) => each.length > 0);
    return all.flatMap(({ title, details: each }) => [
        "",
        `  ${title}, one by one`,
        ...each.map((line) => `    ${line}`),
    ]);
}
