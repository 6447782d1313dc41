/** What holds for every page, whatever the environment. */
import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { differencePage, pageOf } from "../../../plan/report/page";
import { planFrom } from "../../../plan/plan";
import type { Graph } from "../../../plan/graph";
import { evaluate } from "../../../policy/evaluate";
import { TODAY, type Stack } from "../../support/recordings";
import { elementsOf, type Element } from "./markup";

export { differencePage };

export const MOST_BYTES = 1.5 * 1000 * 1000;

export function pageFrom(graph: Graph, preview: Graph, { environment, secrets }: Stack): string {
    const plan = planFrom(graph, environment, secrets, {
        policy: evaluate(graph, environment, { today: TODAY }),
        today: TODAY,
    });
    return pageOf({ plan, preview, today: TODAY });
}

/** The page, and what its packed part unpacks to. */
export function everythingIn(page: string): string {
    const packed = elementsOf(page).find(({ attributes }) => attributes.id === "resource-data")?.text ?? "";
    return page + gunzipSync(Buffer.from(packed.trim(), "base64")).toString("utf8");
}

export function assertPage(page: string): readonly Element[] {
    assert.ok(Buffer.byteLength(page) < MOST_BYTES, `${String(Buffer.byteLength(page))} bytes`);
    const all = elementsOf(page);
    assertNoRequests(all);
    assertLinks(all);
    assertAccessible(all);
    return all;
}

/** Links may lead elsewhere when somebody follows them; nothing is loaded. */
function assertNoRequests(all: readonly Element[]): void {
    const LOADING = ["link", "img", "iframe", "object", "embed", "video", "audio", "source", "base", "image", "use"];
    assert.deepEqual(
        all.filter(({ name }) => LOADING.includes(name)).map(({ name }) => name),
        [],
    );
    for (const { name, attributes } of all)
        for (const [key, value] of Object.entries(attributes)) {
            assert.ok(
                !/^on/i.test(key) && !["src", "srcset", "style", "action", "formaction"].includes(key),
                `${name} ${key}`,
            );
            if (key === "href") assert.match(value, name === "a" ? /^(#|https:\/\/)/ : /^#/);
        }
    const [style = ""] = all.filter(({ name }) => name === "style").map(({ text }) => text);
    assert.doesNotMatch(style, /url\(|@import/);
    const policy = all.find(({ attributes }) => attributes["http-equiv"] === "Content-Security-Policy");
    assert.match(policy?.attributes.content ?? "", /^default-src (&#39;|')none(&#39;|')/);
    // One program, and data beside it.
    assert.equal(all.filter(({ name, attributes }) => name === "script" && attributes.type === undefined).length, 1);
}

function assertLinks(all: readonly Element[]): void {
    const ids = all.flatMap(({ attributes }) => attributes.id ?? []);
    assert.equal(new Set(ids).size, ids.length, "an id twice");
    for (const { attributes } of all) {
        const { href, for: target } = attributes;
        if (href?.startsWith("#") === true && !href.startsWith("#find=")) assert.ok(ids.includes(href.slice(1)), href);
        for (const reference of [
            target,
            attributes["aria-labelledby"],
            attributes["aria-describedby"],
            attributes["aria-controls"],
        ])
            if (reference !== undefined) assert.ok(ids.includes(reference), reference);
    }
}

function assertAccessible(all: readonly Element[]): void {
    const of = (name: string): readonly Element[] => all.filter((element) => element.name === name);
    assert.equal(of("html")[0]?.attributes.lang, "en");
    assert.equal(of("title").filter(({ parent }) => parent?.name === "head").length, 1);
    for (const landmark of ["main", "header", "footer", "h1"]) assert.equal(of(landmark).length, 1, landmark);
    const first = of("a")[0];
    assert.equal(first?.attributes.href, "#main", "the first stop of the Tab key leads past the navigation");
    for (const { attributes } of all)
        assert.ok(["0", "-1", undefined].includes(attributes.tabindex), "the order is the page's own");
    for (const section of of("section")) assert.ok(section.attributes["aria-labelledby"] !== undefined);
    for (const field of [...of("input"), ...of("select")])
        assert.ok(
            field.parent?.name === "label" ||
                of("label").some(({ attributes }) => attributes.for === field.attributes.id),
            `${field.attributes.id ?? ""} has no label`,
        );
    for (const each of of("table")) assert.ok(all.some(({ name, parent }) => name === "caption" && parent === each));
    for (const each of of("th")) assert.ok(["row", "col"].includes(each.attributes.scope ?? ""));
    for (const each of of("svg"))
        assert.ok(each.attributes["aria-hidden"] === "true" || each.attributes["aria-label"] !== undefined);
    const levels = all.flatMap(({ name }) => /^h([1-6])$/.exec(name)?.[1] ?? []).map(Number);
    for (const [index, level] of levels.entries())
        assert.ok(level - (levels[index - 1] ?? 0) <= 1, `h${String(level)}`);
}
