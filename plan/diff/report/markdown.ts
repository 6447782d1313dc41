import type { Report, Section } from "./section";

/** GitHub takes 65,536 characters in a comment, GitLab a million; all stacks share one comment. */
export const MOST = 60_000;
/** Of one line of a summary: a list of names ends somewhere. */
const LONGEST = 1_000;
/** Of a line that says what did not fit. */
const NOTE = 160;

/**
 * One comment for all stacks. What does not fit is cut from the details, never from a summary, and where the whole is, is said. Only where
 * the summaries alone are too long, those of the last stacks are their first line.
 */
export function markdownOf(
    reports: readonly Report[],
    most = MOST,
    whole = "the whole difference is in the run's artifacts",
): string {
    const note = NOTE + whole.length;
    const spare = (report: Report): number => note * detailed(report).length + 1;
    let room = most - note;
    const summaries: string[] = [];
    for (const [index, report] of reports.entries()) {
        const full = summaryOf(report);
        // What comes after it needs its first line at least.
        const later = reports.slice(index + 1).reduce((sum, each) => sum + lineOf(each, whole).length + 1, 0);
        const text = full.length + spare(report) + later <= room ? full : lineOf(report, whole);
        if (text.length + 1 > room) {
            summaries.push(`\nand ${String(reports.length - index)} more stacks; ${whole}\n`);
            break;
        }
        room -= text.length + (text === full ? spare(report) : 1);
        summaries.push(text);
    }
    const parts = summaries.map((summary, index) => {
        const report = reports[index];
        if (report === undefined || summary !== summaryOf(report)) return summary;
        const text = detailsOf(report, Math.max(0, room), whole);
        room -= Math.max(0, text.length - spare(report));
        return summary + text;
    });
    return parts.join("\n");
}

const detailed = ({ sections }: Report): readonly Section[] => sections.filter(({ details }) => details.length > 0);

function headOf({ stack, headline }: Report): string {
    const loud = headline === headline.toLowerCase() ? plainText(headline) : `**${plainText(headline)}**`;
    return `## ${plainText(stack)}: ${loud}`;
}

const lineOf = (report: Report, whole: string): string =>
    `${headOf(report).slice(0, LONGEST)}\n\nIts summary did not fit; ${whole}.\n`;

function summaryOf(report: Report): string {
    const { comparedWith, sections } = report;
    const lines = sections.filter(({ lines: each }) => each.length > 0).map(blockOf);
    return [headOf(report), "", `<sub>${plainText(comparedWith)}</sub>`, "", ...lines].join("\n") + "\n";
}

function blockOf({ title, lines }: Section): string {
    const shown = lines.map((line) => plainText(line.length > LONGEST ? `${line.slice(0, LONGEST - 3)}...` : line));
    const [only] = shown;
    if (shown.length === 1 && only !== undefined) return `- **${plainText(title)}** ${only}`;
    return [`- **${plainText(title)}**`, ...shown.map((line) => `  - ${line}`)].join("\n");
}

/** At most `room` characters, and beyond them a line for each section that did not fit. */
function detailsOf(report: Report, room: number, whole: string): string {
    let left = room;
    return detailed(report)
        .map(({ title, details }) => {
            const name = plainText(title).slice(0, 60);
            const head = `\n<details><summary>${name}, one by one (${String(details.length)} lines)</summary>\n\n~~~text\n`;
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
            if (kept.length === 0) return `\n${name}: ${String(details.length)} lines did not fit; ${whole}.\n`;
            const more = cut > 0 ? `(${String(cut)} more lines; ${whole})\n` : "";
            return `${head}${kept.join("\n")}\n${more}${foot}`;
        })
        .join("");
}

/** Unseen, between what would become a mention, a reference or a link together. */
const APART = "&#8203;";

/** Names and values of a pull request are foreign text: nothing in them is to become a mention, a link or a tag. */
export function plainText(text: string): string {
    return text
        .replaceAll(/\s+/g, " ")
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replace(/[\\*_[\]`|~!]/g, (mark) => `\\${mark}`)
        .replaceAll("@", `@${APART}`)
        .replace(/#(?=\d)/g, `#${APART}`)
        .replace(/\b(GH)(?=-\d)/gi, `$1${APART}`)
        .replaceAll("://", `:${APART}//`)
        .replace(/\bwww\./gi, (word) => `${word.slice(0, -1)}${APART}.`);
}
