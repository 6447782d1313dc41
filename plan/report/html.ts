/** Text becomes a page here and nowhere else: what is not `Html` is escaped, so that a name in a stack file never becomes a tag. */

export class Html {
    constructor(readonly text: string) {}
}

export type Part = Html | string | number | undefined | readonly Part[];

/** Indented as code is; the page is not. */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
    return new Html(texts.map((text, index) => text.replace(/\n\s+/g, "\n") + rendered(parts[index])).join(""));
}

/** For text that this program wrote: a style sheet, a script, a picture. */
export const trusted = (text: string): Html => new Html(text);

function rendered(part: Part): string {
    if (part === undefined) return "";
    if (part instanceof Html) return part.text;
    if (typeof part === "object") return part.map(rendered).join("");
    return escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/** For text between tags and between the quotes of an attribute. */
export const escaped = (text: string): string =>
    withoutControls(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** No parser of HTML or SVG takes them. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const withoutControls = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "\ufffd");

/** For a `<script>` that holds data: no text in it can end the element. */
export const dataText = (value: unknown): Html => trusted(JSON.stringify(value).replaceAll("<", "\\u003c"));
