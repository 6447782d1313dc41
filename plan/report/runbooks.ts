/** Sections of the runbooks, so that a page has what its alerts lead to. */
import * as fs from "node:fs";
import * as path from "node:path";
import { markup, type Html, type Part } from "./html";

const ROOT = path.join(__dirname, "../..");

/** `docs/runbooks/workloads.md#workloaddown`, behind whatever address: undefined where no such file is here. */
export function runbookSection(url: string): Html | undefined {
    const [address = "", anchor = ""] = url.split("#");
    const file = /((docs|components)\/[\w./-]+\.md)$/.exec(address)?.[1];
    if (file === undefined || file.includes("..") || !fs.existsSync(path.join(ROOT, file))) return undefined;
    const sections = fs.readFileSync(path.join(ROOT, file), "utf8").split(/^## /m).slice(1);
    const found = sections.find((section) => anchorOf(section.split("\n")[0] ?? "") === anchor);
    return found === undefined ? undefined : rendered(found.split("\n").slice(1).join("\n"));
}

/** As GitHub makes them. */
const anchorOf = (title: string): string =>
    title
        .toLowerCase()
        .replace(/[^\w\- ]/g, "")
        .replaceAll(" ", "-");

/** Paragraphs, lists, code: what runbooks use. */
function rendered(markdown: string): Html {
    const blocks = markdown.split(/^```.*$/m);
    return markup`${blocks.map((block, index) => (index % 2 === 1 ? markup`<pre>${block.trim()}</pre>` : prose(block)))}`;
}

function prose(text: string): Part {
    const paragraphs = text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== "");
    return paragraphs.map((paragraph) => {
        const items = paragraph.trim().split(/\n(?=(?:\d+\.|[-*]) )/);
        const marker = /^(\d+\.|[-*]) /;
        if (!items.every((item) => marker.test(item))) return markup`<p>${inline(paragraph.trim())}</p>`;
        const list = items.map((item) => markup`<li>${inline(item.replace(marker, ""))}</li>`);
        return /^\d/.test(items[0] ?? "")
            ? markup`<ol>
                  ${list}
              </ol>`
            : markup`<ul>
                  ${list}
              </ul>`;
    });
}

function inline(text: string): Part {
    return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/).map((part) => {
        if (part.startsWith("`")) return markup`<code>${part.slice(1, -1)}</code>`;
        if (part.startsWith("**")) return markup`<strong>${part.slice(2, -2)}</strong>`;
        return part.startsWith("[") ? part.slice(1, part.indexOf("](")) : part;
    });
}
