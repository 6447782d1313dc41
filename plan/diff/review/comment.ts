/** One comment for all stacks of a pull request. */
import { inWords } from "../base/git";
import { markdownOf, MOST, plainText } from "../report/markdown";
import type { Review, Reviewed } from "./review";

/** The label by which a reviewer accepts what is lost. */
export const LABEL = "accept-data-loss";
/** By this line the comment is found again. */
export const MARKER = "<!-- mindcloud: what a change does -->";

const MANY = 40;
/** Characters for the problems of stack files, all stacks together. */
const ROOM = 24_000;

export interface CommentOptions {
    readonly accepted: boolean;
    /** Where the whole of it is: the run's page. */
    readonly run?: string;
    readonly most?: number;
}

export function commentOf(review: Review, { accepted, run, most = MOST }: CommentOptions): string {
    const { stacks, base } = review;
    const whole = `the whole difference is in the artifacts of ${run === undefined ? "the run" : `[the run](${run})`}`;
    const head = [
        MARKER,
        "# What this change does",
        "",
        ...stacks.slice(0, MANY).map((stack) => overview(stack, accepted, ROOM / Math.min(stacks.length, MANY))),
        ...(stacks.length > MANY ? [`- and ${String(stacks.length - MANY)} more stacks; ${whole}`] : []),
        ...(stacks.length === 0 ? ["No stack: neither the program nor a stack file is another one."] : []),
        "",
    ].join("\n");
    const foot = `\n<sub>Against ${plainText(inWords(base))}, without credentials: drift is not in it. ${whole[0]?.toUpperCase() ?? ""}${whole.slice(1)}.</sub>\n`;
    const reports = stacks.flatMap(({ report, verdict }) =>
        report === undefined || verdict === "none" ? [] : [report],
    );
    return `${head}\n${markdownOf(reports, most - head.length - foot.length - 1, whole)}${foot}`;
}

function overview({ stack, verdict, note, report, failures }: Reviewed, accepted: boolean, room: number): string {
    const headline = verdict === "wrong" ? "**CANNOT BE COMPARED**" : `**${short(report?.headline ?? verdict, 200)}**`;
    const lines = [
        ...(note === undefined ? [] : [short(note, 400)]),
        ...failures.slice(0, 6).map(({ kind, what }) => {
            if (kind !== "data") return `fails the check: ${oneByOne(what, room)}`;
            const how = accepted
                ? `accepted by the label ${LABEL}`
                : `fails the check until somebody sets the label ${LABEL}`;
            return `${how}: ${short(what, 600)}`;
        }),
    ];
    return [`- ${short(stack, 100)}: ${headline}`, ...lines.map((line) => `  - ${line}`)].join("\n");
}

/** Problems of a stack file stand in columns (config/problems.ts): one becomes one line, its fix behind it. */
function oneByOne(what: string, room: number): string {
    const [first = "", ...rest] = what.split("\n").filter((line) => line.trim() !== "");
    const problems: string[] = [];
    for (const line of rest) {
        if (/^ {4}/.test(line) && problems.length > 0) problems.push(`${problems.pop() ?? ""}: ${line.trim()}`);
        else problems.push(line.trim());
    }
    let left = room;
    const lines = problems.map((each) => `    - ${short(each, 400)}`);
    const kept = lines.filter((each) => (left -= each.length) >= 0);
    const more = lines.length > kept.length ? [`    - and ${String(lines.length - kept.length)} more`] : [];
    return [short(first, 600), ...kept, ...more].join("\n");
}

const short = (text: string, most: number): string =>
    plainText(text.length > most ? `${text.slice(0, most - 3)}...` : text);
