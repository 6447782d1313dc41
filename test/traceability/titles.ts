/** Titles of all tests, read from their source: `describe > describe > it`. The formatter's indentation says what lies in what. */
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");
const TEST_FILE = /\.(test|check|engine)\.ts$/;
/** A title may stand on the line after the call. A skipped test proves nothing and is not found. */
const CALL = /^( *)(describe|it)\(\s*(["'`])((?:\\.|(?!\3)[^\\])*)\3/gm;

/** A title with `${...}` in it matches whatever a run puts there. */
export interface Title {
    readonly file: string;
    readonly pattern: RegExp;
    readonly text: string;
}

export function titlesOf(source: string, file: string): Title[] {
    const open: { readonly indent: number; readonly text: string }[] = [];
    const titles: Title[] = [];
    for (const [, indent = "", call, , text = ""] of source.matchAll(CALL)) {
        while ((open.at(-1)?.indent ?? -1) >= indent.length) open.pop();
        const full = [...open.map((each) => each.text), unescaped(text)].join(" > ");
        if (call === "describe") open.push({ indent: indent.length, text: unescaped(text) });
        else titles.push({ file, text: full, pattern: patternOf(full) });
    }
    return titles;
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, "$1");

const patternOf = (text: string): RegExp =>
    new RegExp(
        `^${text
            .split(/\$\{[^}]*\}/)
            .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
            .join(".+")}$`,
    );

export function allTitles(): readonly Title[] {
    return readdirSync(path.join(ROOT, "test"), { recursive: true, encoding: "utf8" })
        .filter((file) => TEST_FILE.test(file))
        .sort()
        .flatMap((file) => titlesOf(readFileSync(path.join(ROOT, "test", file), "utf8"), `test/${file}`));
}
