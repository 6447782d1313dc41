/** Reads a page as strictly as XML would be read: every tag closed, every attribute quoted, nothing that a browser would mend in silence. */
import assert from "node:assert/strict";

export interface Element {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly parent?: Element;
    /** Of the element itself, not of those inside. */
    text: string;
}

const EMPTY = ["meta", "input", "br"];
/** Nothing inside is markup until their own end. */
const RAW = ["style", "script"];

export function elementsOf(page: string): readonly Element[] {
    const all: Element[] = [];
    const open: Element[] = [];
    let at = page.indexOf("<html");
    assert.equal(page.slice(0, at).trim(), "<!doctype html>");
    while (at < page.length) {
        const next = page.indexOf("<", at);
        const text = page.slice(at, next < 0 ? page.length : next);
        assert.doesNotMatch(text, />/, `a stray > in ${text.slice(0, 80)}`);
        assert.doesNotMatch(text, /&(?!(amp|lt|gt|quot|#39);)/, `an unescaped & in ${text.slice(0, 80)}`);
        const current = open.at(-1);
        if (current === undefined) assert.equal(text.trim(), "", "text outside of the page");
        else current.text += text;
        if (next < 0) break;
        const tag = /^<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][\w-]*(?:="[^"<>]*")?)*)\s*(\/?)>/.exec(
            page.slice(next, next + 5000),
        );
        assert.ok(tag, `no tag: ${page.slice(next, next + 80)}`);
        const [whole, closing, name = "", attributes = "", selfClosing] = tag;
        at = next + whole.length;
        if (closing === "/") {
            assert.equal(open.pop()?.name, name, `closed out of turn before ${page.slice(at, at + 60)}`);
            continue;
        }
        const element: Element = {
            name,
            attributes: attributesIn(attributes),
            ...(current && { parent: current }),
            text: "",
        };
        all.push(element);
        if (selfClosing === "/" || EMPTY.includes(name)) continue;
        if (RAW.includes(name)) {
            const end = page.indexOf(`</${name}>`, at);
            assert.ok(end >= 0);
            element.text = page.slice(at, end);
            at = end + name.length + 3;
        } else open.push(element);
    }
    assert.deepEqual(
        open.map(({ name }) => name),
        [],
    );
    return all;
}

function attributesIn(text: string): Record<string, string> {
    const found = [...text.matchAll(/([a-zA-Z][\w-]*)(?:="([^"]*)")?/g)].map(
        ([, key = "", value = ""]) => [key, value] as const,
    );
    assert.equal(new Set(found.map(([key]) => key)).size, found.length, `an attribute twice: ${text}`);
    return Object.fromEntries(found);
}
