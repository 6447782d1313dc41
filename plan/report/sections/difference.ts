import type { Reading } from "../../diff/reading";
import { reportOf } from "../../diff/report/sections";
import { markup } from "../html";
import { bullets, folded, type Section } from "../section";

/** The comment of a pull request, with room for all of it. */
export function difference(reading: Reading): Section {
    const { headline, comparedWith, sections } = reportOf(reading);
    const loud = headline !== headline.toLowerCase();
    return {
        id: "difference",
        title: "The difference",
        body: markup` <p><strong class="${loud ? "bad" : "good"}">${headline}</strong></p>
            <p class="quiet">${comparedWith}</p>
            ${sections.map(
                ({ title, lines, details }) =>
                    markup`<h3>${title}</h3>
                        ${bullets(lines)}
                        ${details.length === 0 ? undefined : folded(`${title}, one by one (${String(details.length)} lines)`, markup`<pre tabindex="0">${details.join("\n")}</pre>`)}`,
            )}`,
    };
}
