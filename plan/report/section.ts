import { markup, type Html, type Part } from "./html";

/** A part of the page: a place in the navigation, and a landmark by its heading. */
export interface Section {
    readonly id: string;
    readonly title: string;
    readonly body: Html;
}

export const sectionHtml = ({ id, title, body }: Section): Html =>
    markup` <section id="${id}" aria-labelledby="${id}-title">
        <h2 id="${id}-title">${title}</h2>
        ${body}
    </section>`;

export interface Column {
    readonly title: string;
    /** Numbers stand to the right. */
    readonly number?: true;
    /** Takes the room that is left: for bars. */
    readonly wide?: true;
}

/** The first cell of a row is its heading. The frame scrolls by itself where a screen is narrow, by keyboard too. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Part[])[]): Html {
    const kind = ({ number, wide }: Column): string => (number ? "number" : wide ? "wide" : "text");
    return markup`<div class="frame" tabindex="0" role="region" aria-label="${caption}">
        <table>
            <caption>
                ${caption}
            </caption>
            <thead>
                <tr>
                    ${columns.map((column) => markup`<th scope="col" class="${kind(column)}">${column.title}</th>`)}
                </tr>
            </thead>
            <tbody>
                ${rows.map(
                    (cells) =>
                        markup`<tr>
                            ${cells.map((cell, index) => {
                                const column = columns[index] ?? { title: "" };
                                return index === 0
                                    ? markup`<th scope="row" class="${kind(column)}">${cell}</th>`
                                    : markup`<td class="${kind(column)}">${cell}</td>`;
                            })}
                        </tr> `,
                )}
            </tbody>
        </table>
    </div>`;
}

export const folded = (summary: Part, body: Part): Html =>
    markup`<details>
        <summary>${summary}</summary>
        ${body}
    </details>`;

export const bullets = (items: readonly Part[]): Part =>
    items.length === 0
        ? undefined
        : markup`<ul>
              ${items.map((item) => markup`<li>${item}</li>`)}
          </ul>`;
