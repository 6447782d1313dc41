import type { Plan } from "../../plan";
import { kindOf } from "../../words";
import { markup, type Html, type Part } from "../html";
import { folded, table, type Section } from "../section";
import { verdict } from "./summary";

export function policy({ graph, policy: { rules, findings, excepted } }: Plan): Section {
    const resource = (urn: string): Html => {
        const { type, name } = graph.get(urn);
        return markup`<a href="#find=${encodeURIComponent(name)}">${name}</a> <span class="quiet">${kindOf(type)}</span>`;
    };
    const held = `${String(rules.length)} rules, ${String(findings.length)} findings, ${String(excepted.length)} excepted`;
    const found: Part =
        findings.length === 0
            ? undefined
            : table(
                  "Findings",
                  [{ title: "rule" }, { title: "resource" }, { title: "what is wrong", wide: true }],
                  findings.map(({ rule, urn, message }) => [markup`<code>${rule}</code>`, resource(urn), message]),
              );
    return {
        id: "policy",
        title: "Policy",
        body: markup` <p>${verdict(findings.length === 0, held)}</p>
            ${found}
            ${folded(
                `Exceptions: ${String(excepted.length)}`,
                table(
                    "Exceptions",
                    [{ title: "rule" }, { title: "resource" }, { title: "why it is right" }, { title: "until" }],
                    excepted.map(({ finding, exception: { reason, expires } }) => [
                        markup`<code>${finding.rule}</code>`,
                        resource(finding.urn),
                        reason,
                        expires,
                    ]),
                ),
            )}
            ${folded(
                `The rules: ${String(rules.length)}`,
                table(
                    "Rules",
                    [{ title: "rule" }, { title: "what holds" }],
                    rules.map(({ id, title }) => [markup`<code>${id}</code>`, title]),
                ),
            )}`,
    };
}
