import { partLines } from "../../parts";
import type { Plan } from "../../plan";
import { markup } from "../html";
import { bullets, table, type Section } from "../section";

export function missing({ missing: { secrets, placeholders }, parts, notes }: Plan): Section {
    const nothing = secrets.length + placeholders.length === 0;
    return {
        id: "missing",
        title: "Before a real account",
        body: markup` ${nothing ? markup`<p>Nothing is missing.</p>` : undefined}
        ${
            secrets.length === 0
                ? undefined
                : table(
                      "Secrets that only people have",
                      [{ title: "secret" }, { title: "for" }, { title: "command" }],
                      secrets.map(({ path, what, neededBy, command }) => [
                          markup`<code>${path}</code> <span class="quiet">${what}</span>`,
                          neededBy.join(", "),
                          markup`<code>${command}</code>`,
                      ]),
                  )
        }
        ${
            placeholders.length === 0
                ? undefined
                : table(
                      "Placeholders to replace",
                      [{ title: "key" }, { title: "value" }, { title: "why" }],
                      placeholders.map(({ path, value, what }) => [
                          markup`<code>${path}</code>`,
                          markup`<code>${value}</code>`,
                          what,
                      ]),
                  )
        }
        ${
            parts.length === 0
                ? undefined
                : markup`<h3>What does no work</h3>
                      ${bullets(partLines(parts))}`
        }
        ${
            notes.length === 0
                ? undefined
                : markup`<h3>Notes</h3>
                      ${bullets(notes)}`
        }`,
    };
}
