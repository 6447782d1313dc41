/** The page as a reader meets it: Debian's chromium, or the program that $CHROMIUM names. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { COMPLETE, recordStack, stackFrom } from "../../support/recordings";
import { Browser, chromium, type Page } from "./browser";
import { pageFrom } from "./checks";
import { CONTRAST } from "./contrast";

const program = chromium();
const WIDTHS = [390, 1280] as const;
const SCHEMES = ["light", "dark"] as const;

/** What reaches beyond the window, but for what scrolls by itself inside of it. */
const OVERFLOW = `[...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && each.getBoundingClientRect().width > 0)
    .filter((each) => each.closest(".frame, pre, nav ul, .skip") === null)
    .map((each) => each.tagName + "." + each.className)`;

describe("the page in a browser", function () {
    this.timeout(600_000);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-page-"));
    const file = path.join(folder, "complete.html");
    const url = pathToFileURL(file).href;
    let browser: Browser;

    before(async function () {
        if (program === undefined) {
            console.log("    no chromium on the PATH (Debian: apt-get install chromium; or CHROMIUM=FILE): skipped");
            this.skip();
        }
        const stack = stackFrom(COMPLETE);
        const [{ graph }, { graph: preview }] = [
            await recordStack(stack, "update"),
            await recordStack(stack, "preview"),
        ];
        fs.writeFileSync(file, pageFrom(graph, preview, stack));
        browser = new Browser(program);
    });

    after(async () => {
        if (program !== undefined) await browser.close();
        fs.rmSync(folder, { recursive: true });
    });

    const opened = async (width: number, scheme: (typeof SCHEMES)[number] = "light"): Promise<Page> => {
        const page = await browser.open(url, width, scheme);
        await page.until(`/ of /.test(document.getElementById("count").textContent)`);
        return page;
    };

    for (const width of WIDTHS)
        for (const scheme of SCHEMES)
            it(`has room at ${String(width)} pixels in ${scheme} colours, folded and opened, complains of nothing and loads nothing`, async () => {
                const page = await opened(width, scheme);
                const wide = async (): Promise<unknown> =>
                    page.evaluate(
                        "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth",
                    );
                assert.equal(await wide(), 0);
                assert.deepEqual(await page.evaluate(OVERFLOW), []);
                await page.evaluate(`document.querySelectorAll("details").forEach((each) => (each.open = true))`);
                assert.equal(await wide(), 0);
                assert.deepEqual(await page.evaluate(OVERFLOW), []);
                assert.deepEqual(await page.evaluate(CONTRAST), []);
                assert.deepEqual(page.complaints, []);
                assert.deepEqual(page.requests, [url]);
            });

    it("opens in a second", async () => {
        const times: number[] = [];
        for (let run = 0; run < 5; run++) {
            const page = await opened(1280);
            times.push(Number(await page.evaluate(`performance.getEntriesByType("navigation")[0].loadEventEnd`)));
        }
        console.log(`      ${times.map((each) => each.toFixed(0)).join(", ")} ms`);
        // The best of five: what a loaded machine adds is not the page's.
        assert.ok(Math.min(...times) < 1000);
    });

    it("finds resources by the keyboard alone, opens one, and clears", async () => {
        const page = await opened(1280);
        const all = await page.evaluate(`document.getElementById("count").textContent`);
        await page.press("/");
        assert.equal(await page.evaluate("document.activeElement.id"), "search");
        await page.type("networkpolicy akosha");
        await page.until(`document.getElementById("count").textContent !== ${JSON.stringify(all)}`);
        const names = (await page.evaluate(
            `[...document.querySelectorAll("#found summary")].map((each) => each.textContent.toLowerCase())`,
        )) as string[];
        assert.ok(names.length > 2 && names.some((name) => name.includes("networkpolicy")));
        for (let stop = 0; stop < 3 && (await page.evaluate("document.activeElement.tagName")) !== "SUMMARY"; stop++)
            await page.press("Tab");
        await page.press("Enter");
        await page.until(`document.querySelector("#found details[open] pre") !== null`);
        assert.match(
            String(await page.evaluate(`document.querySelector("#found pre").textContent`)),
            /apiVersion: networking\.k8s\.io\/v1/,
        );
        await page.evaluate(`document.getElementById("search").focus()`);
        await page.press("Escape");
        await page.until(`document.getElementById("count").textContent === ${JSON.stringify(all)}`);
    });

    it("finds nothing without a word about it, and a resource that a link names", async () => {
        const page = await opened(1280);
        await page.press("/");
        await page.type("no-such-thing-anywhere");
        await page.until(`document.getElementById("count").textContent.startsWith("0 of")`);
        await page.evaluate(`location.hash = "#find=network-vpc"`);
        await page.until(`document.querySelector("#found details[open] pre") !== null`);
        assert.match(
            String(await page.evaluate(`document.querySelector("#found summary").textContent`)),
            /^network-vpc /,
        );
    });

    it("leads the Tab key past the navigation first, and shows where it is", async () => {
        const page = await opened(1280);
        await page.press("Tab");
        assert.equal(await page.evaluate("document.activeElement.className"), "skip");
        assert.ok(Number(await page.evaluate("document.activeElement.getBoundingClientRect().left")) >= 0);
        await page.press("Enter");
        await page.until(`document.activeElement.id === "main"`);
        await page.press("Tab");
        assert.notEqual(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"), "none");
    });

    it("draws one workload with who reaches it and whom it reaches, and opens the runbook of an alert", async () => {
        const page = await opened(1280);
        await page.evaluate(
            `(() => { const choice = document.getElementById("workload"); choice.value = "akosha/akosha-query"; choice.dispatchEvent(new Event("change")); })()`,
        );
        const shown = String(await page.evaluate(`document.getElementById("reach-picture").innerText`));
        for (const word of ["akosha/akosha-query", "Prometheus on", "it may reach"])
            assert.ok(shown.includes(word), word);
        await page.evaluate(`document.querySelector('#alerts td a, #alerts th a').click()`);
        await page.until(`document.querySelector("#alerts div details[open]") !== null`);
    });
});
