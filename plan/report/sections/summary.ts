import { thousands } from "../../../config/thousands";
import type { Plan } from "../../plan";
import { counted, minutes } from "../../words";
import { markup, type Html, type Part } from "../html";
import type { Section } from "../section";

export function summary(plan: Plan): Section {
    return {
        id: "summary",
        title: "At a glance",
        body: markup`<ul class="tiles">
            ${tilesOf(plan)}
        </ul>`,
    };
}

function tilesOf({ created, protected: kept, cost, capacity, time, policy, missing }: Plan): readonly Html[] {
    const waiting = missing.secrets.length + missing.placeholders.length;
    const usd = (value: number): string => thousands(Math.round(value));
    return [
        tile("exists", "Resources", thousands(created.length), `${thousands(kept.length)} protected`),
        tile(
            "cost",
            "USD a month",
            `${usd(cost.floor)} - ${usd(cost.ceiling)}`,
            verdict(
                cost.withinBudget,
                `floor is ${String(Math.round((cost.floor / cost.budget) * 100))} % of the budget of ${usd(cost.budget)}`,
            ),
        ),
        tile("capacity", "Capacity", ...capacityWords(capacity)),
        tile("time", "First deployment", `${minutes(time.totalSeconds)} min`, "as AWS usually takes"),
        tile(
            "policy",
            "Policy",
            counted(policy.findings.length, "finding"),
            verdict(policy.findings.length === 0, `${counted(policy.rules.length, "rule")} held`),
        ),
        tile("missing", "Before a real account", waiting === 0 ? "nothing" : `${String(waiting)} missing`, [
            counted(missing.secrets.length, "secret"),
            ", ",
            counted(missing.placeholders.length, "placeholder"),
        ]),
    ];
}

function capacityWords(capacity: Plan["capacity"]): readonly [Part, Part] {
    if (capacity === undefined) return ["not counted", "the nodes are not this program's"];
    const lost = capacity.zoneLoss;
    const zones =
        lost === undefined
            ? "loss of a zone not asked for"
            : lost.every(({ shortages }) => shortages.length === 0)
              ? "any one zone may fail"
              : "not without every zone";
    return [capacity.fits ? "fits" : "does not fit", verdict(capacity.fits, zones)];
}

const tile = (target: string, label: string, value: Part, more: Part): Html =>
    markup`<li>
        <a href="#${target}"
            ><span class="label">${label}</span> <strong>${value}</strong> <span class="more">${more}</span></a
        >
    </li>`;

/** In words as well as in colour. */
export const verdict = (good: boolean, words: Part): Html =>
    markup`<span class="${good ? "good" : "bad"}">${good ? "\u2713" : "\u2717"} ${words}</span>`;
