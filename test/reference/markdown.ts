/** Pieces of a page. */

/** A value in words; nothing where there is none. */
export const text = (value: unknown): string =>
    typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);

export type Cell = string | number | boolean | undefined;

export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] {
    if (rows.length === 0) return ["None.", ""];
    const lines = [head, head.map(() => "---"), ...rows];
    return [...lines.map((cells) => `| ${cells.map(inCell).join(" | ")} |`), ""];
}

const inCell = (cell: Cell): string =>
    String(cell ?? "")
        .replace(/\\/g, "\\\\")
        .replace(/\|/g, "\\|")
        .replace(/\s*\n\s*/g, " ");

/** As code in a cell; nothing where there is nothing. */
export const code = (words: string | undefined): string =>
    words === undefined || words === "" ? "" : words.includes("`") ? `\`\` ${words} \`\`` : `\`${words}\``;

export const section = (title: string, lines: readonly string[]): readonly string[] => [`## ${title}`, "", ...lines];
