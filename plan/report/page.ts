import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Reading } from "../diff/reading";
import { markup, trusted, type Html, type Part } from "./html";
import type { Report } from "./model";
import { pictureCss } from "../picture/drawing";
import { paletteCss } from "./palette";
import { sectionHtml, type Section } from "./section";
import { alerts } from "./sections/alerts";
import { architecture } from "./sections/architecture";
import { capacity } from "./sections/capacity";
import { cost } from "./sections/cost";
import { difference } from "./sections/difference";
import { missing } from "./sections/missing";
import { policy } from "./sections/policy";
import { resources } from "./sections/resources";
import { summary } from "./sections/summary";
import { time } from "./sections/time";
import { traffic } from "./sections/traffic";

/** One file that needs nothing from elsewhere. */
export function pageOf({ plan, preview, reading, today }: Report): string {
    const { project, stack, region, account, profile, data } = plan.environment;
    const sections = [
        summary(plan),
        architecture(plan),
        ...(reading === undefined ? [] : [difference(reading)]),
        cost(plan),
        capacity(plan),
        time(plan),
        traffic(plan),
        alerts(plan),
        policy(plan),
        missing(plan),
        resources(plan, preview),
    ];
    const facts = [region, `account ${account}`, profile, `data: ${data}`];
    return document(`${project} ${stack}`, facts, sections, today);
}

/** The difference alone. */
export function differencePage(reading: Reading, today: string): string {
    return document(`Difference of ${reading.stack}`, [], [difference(reading)], today);
}

function document(title: string, facts: readonly string[], sections: readonly Section[], today: string): string {
    const script = read("browser.js");
    const style =
        paletteCss() + pictureCss(variable, (index) => variable(`c${String(index + 1)}`)) + read("browser.css");
    return markup`${trusted("<!doctype html>")}
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta http-equiv="Content-Security-Policy" content="${policyFor(script, style)}" />
                <meta name="referrer" content="no-referrer" />
                <title>${title}</title>
                <style>${trusted(style)}</style>
            </head>
            <body>
                <a class="skip" href="#main">Skip to the content</a>
                <header>
                    <h1>${title}</h1>
                    <p>${facts.join(" \u00b7 ")}</p>
                </header>
                ${navigation(sections)}
                <main id="main" tabindex="-1">${sections.map(sectionHtml)}</main>
                <footer>
                    <p>
                        Made without credentials on ${today}, from the stack file and the program. What was changed by
                        hand since is not in it.
                    </p>
                </footer>
                <script>${trusted(script)}</script>
            </body>
        </html>
`.text;
}

function navigation(sections: readonly Section[]): Part {
    if (sections.length < 2) return undefined;
    return markup`<nav aria-label="Sections">
        <ul>
            ${sections.map(({ id, title }): Html => markup`<li><a href="#${id}">${title}</a></li>`)}
        </ul>
    </nav>`;
}

/** A browser that holds to it loads nothing and runs nothing but this very script. */
function policyFor(script: string, style: string): string {
    const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    return `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
}

const variable = (name: string): string => `var(--${name})`;

const read = (file: string): string => fs.readFileSync(path.join(__dirname, file), "utf8");
