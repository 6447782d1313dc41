import type { Report, Section } from "./section";

/** GitHub takes 65,536 characters in a comment, GitLab a million; all stacks share one comment. */
export const MOST = 60_000;

/** One comment for all stacks. What does not fit is cut from the details, never from the summary, and where the whole is, is said. */
export function markdownOf(
    reports: readonly Report[],
    most = MOST,
    whole = "the whole difference is in the run's artifacts",
): string {
    const summaries = reports.map(summaryOf);
    const heads = summaries.reduce((sum, each) => sum + each.length, 0);
    let room = most - heads - 400 * reports.length;
    const parts = reports.map((report, index) => {
        const summary = summaries[index] ?? "";
        const text = detailsOf(report, Math.max(0, room), whole);
        room -= text.length;
        return summary + text;
    });
    return parts.join("\n");
}

function summaryOf({ stack, headline, comparedWith, sections }: Report): string {
    const loud = headline === headline.toLowerCase() ? headline : `**${headline}**`;
    const lines = sections.filter(({ lines: each }) => each.length > 0).map(blockOf);
    return [`## ${stack}: ${loud}`, "", `<sub>${plainText(comparedWith)}</sub>`, "", ...lines].join("\n") + "\n";
}

function blockOf({ title, lines }: Section): string {
    const [only] = lines;
    if (lines.length === 1 && only !== undefined) return `- **${title}** ${plainText(only)}`;
    return [`- **${title}**`, ...lines.map((line) => `  - ${plainText(line)}`)].join("\n");
}

function detailsOf({ sections }: Report, room: number, whole: string): string {
    let left = room;
    return sections
        .filter(({ details }) => details.length > 0)
        .map(({ title, details }) => {
            const head = `\n<details><summary>${title}, one by one (${String(details.length)} lines)</summary>\n\n~~~text\n`;
            const foot = "~~~\n\n</details>\n";
            const kept: string[] = [];
            left -= head.length + foot.length;
            for (const detail of details) {
                const line = detail.replaceAll("~~~", "~ ~ ~");
                if (left - line.length - 1 < 0) break;
                left -= line.length + 1;
                kept.push(line);
            }
            const cut = details.length - kept.length;
            if (kept.length === 0) return `\n${title}: ${String(details.length)} lines did not fit; ${whole}.\n`;
            const more = cut > 0 ? `(${String(cut)} more lines; ${whole})\n` : "";
            return `${head}${kept.join("\n")}\n${more}${foot}`;
        })
        .join("");
}

/** Names and values of a pull request are foreign text: nothing in them is to become a mention, a link or a tag. */
export function plainText(text: string): string {
    return text
        .replaceAll(/\s+/g, " ")
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll("@", "&#64;")
        .replace(/[\\*_[\]`|~]/g, (mark) => `\\${mark}`);
}
