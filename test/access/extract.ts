/** Every command of every runbook and guide, with where it stands and whom it is meant for. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");

export interface Command {
    /** `docs/runbooks/jobs.md:12`. */
    readonly where: string;
    /** Between pipes, `&&` and `;`, with what a shell would put together put together. */
    readonly words: readonly string[];
    /** As it stands. */
    readonly text: string;
    /** `operate`, unless it says `admin`: `# admin` behind it in a block, `(admin)` in a sentence, `<!-- commands: admin -->` for a page. */
    readonly role: "operate" | "admin";
}

/** Decisions and reports say what was done once, not what to do. */
const PAGES: readonly string[] = [
    "README.md",
    ...["docs", "docs/guides", "docs/runbooks", "docs/systems"].flatMap((folder) => pagesIn(folder)),
    ...readdirSync(path.join(ROOT, "components/systems"))
        .map((system) => `components/systems/${system}/runbooks.md`)
        .filter((file) => existsSync(path.join(ROOT, file))),
];

function pagesIn(folder: string): readonly string[] {
    return readdirSync(path.join(ROOT, folder))
        .filter((file) => file.endsWith(".md"))
        .map((file) => `${folder}/${file}`);
}

export const TOOLS = ["kubectl", "aws", "pulumi", "make", "npm", "curl", "gh", "k6", "helm", "jq"] as const;
export type Tool = (typeof TOOLS)[number];

export function commandsOf(tool: Tool, pages: readonly string[] = PAGES): readonly Command[] {
    return pages
        .flatMap((page) => commandsIn(page, readFileSync(path.join(ROOT, page), "utf8")))
        .filter(({ words }) => words[0] === tool);
}

const FENCE = /^\s*```(\w*)/;
/** Languages of what is no command. */
const OTHER = new Set(["yaml", "js", "ts", "json", "promql", "logql", "diff"]);

export function commandsIn(page: string, text: string): readonly Command[] {
    const byDefault = text.includes("<!-- commands: admin -->") ? "admin" : "operate";
    const found: Command[] = [];
    const add = (line: number, command: string, role: Command["role"]): void => {
        for (const part of parts(command))
            found.push({ where: `${page}:${String(line)}`, text: command.trim(), words: part, role });
    };
    let language: string | undefined;
    let open = "";
    text.split("\n").forEach((line, index) => {
        const fence = FENCE.exec(line);
        if (fence !== null) {
            language = language === undefined ? (fence[1] ?? "") : undefined;
            return;
        }
        if (language === undefined) {
            for (const [, code = "", mark] of line.matchAll(/`([^`]+)`( \(admin\))?/g))
                if (startsTool(code)) add(index + 1, code, mark === undefined ? byDefault : "admin");
        } else if (!OTHER.has(language)) {
            if (line.endsWith("\\")) {
                open += `${line.slice(0, -1)} `;
                return;
            }
            const whole = open + line;
            open = "";
            const [command = "", comment = ""] = whole.split(/\s+#\s/, 2);
            add(index + 1, command, comment.startsWith("admin") ? "admin" : byDefault);
        }
    });
    return found;
}

const startsTool = (code: string): boolean => TOOLS.some((tool) => code.startsWith(`${tool} `));

/** What begins with a tool, behind a pipe, `xargs`, `$(` or a variable too. */
function parts(command: string): readonly (readonly string[])[] {
    const inner = [...command.matchAll(/\$\(((?:kubectl|aws|pulumi) [^()]*)\)/g)].flatMap(([, code = ""]) =>
        parts(code),
    );
    const outer = segments(command).map(shellWords);
    const commands = outer.flatMap((words) => {
        const at = words.findIndex(
            (word, index) => (TOOLS as readonly string[]).includes(word) && leads(words.slice(0, index)),
        );
        if (at < 0) return [];
        return [[...words.slice(at), ...(words.slice(0, at).includes("xargs") ? ["<xargs>"] : [])]];
    });
    return [...commands, ...inner];
}

const leads = (before: readonly string[]): boolean =>
    before.every((word) => word === "xargs" || /^[A-Z_]+=/.test(word));

/** Split at pipes, `;` and `&&` outside of quotes. */
function segments(command: string): readonly string[] {
    const found = [""];
    let quote = "";
    for (const char of command) {
        if (quote === "" && (char === "'" || char === '"')) quote = char;
        else if (quote === char) quote = "";
        if (quote === "" && (char === "|" || char === ";" || char === "&")) found.push("");
        else found.push((found.pop() ?? "") + char);
    }
    return found.map((each) => each.trim()).filter((each) => each !== "");
}

/** Words as a shell makes them; `<...>` and `$(...)` stay whole. */
export function shellWords(text: string): readonly string[] {
    const words: string[] = [];
    const pattern = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\$\([^)]*\)|<[^<>]*>|[^\s'"])+/g;
    for (const [word] of text.matchAll(pattern))
        words.push(
            word.replaceAll(/'([^']*)'|"((?:\\.|[^"\\])*)"/g, (_, one?: string, two?: string) => one ?? two ?? ""),
        );
    return words;
}
