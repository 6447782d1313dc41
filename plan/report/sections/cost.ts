import { thousands } from "../../../config/thousands";
import type { Cost } from "../../cost/cost";
import { CATEGORIES, type Range } from "../../cost/line";
import type { Plan } from "../../plan";
import { rangeBar } from "../bars";
import { markup, type Html, type Part } from "../html";
import { bullets, folded, table, type Column, type Section } from "../section";
import { verdict } from "./summary";

const COLUMNS = (first: string): readonly Column[] => [
    { title: first },
    { title: "floor", number: true },
    { title: "ceiling", number: true },
    { title: "USD a month", wide: true },
];

/** Floor: autoscalers and storage at their least. Ceiling: at their most. */
export function cost({ cost: costs, environment: { region } }: Plan): Section {
    const { budget, withinBudget, owners, lines, unpriced, pricedAs, read } = costs;
    const share = Math.round((costs.floor / budget) * 100);
    const most = Math.max(budget, costs.ceiling);
    const ownerMost = Math.max(1, ...owners.map(({ ceiling }) => ceiling));
    return {
        id: "cost",
        title: "Cost",
        body: markup` <p>
                ${verdict(withinBudget, `the floor is ${String(share)} % of the budget of ${usd(budget)} USD a month`)}.
                The darker bar is the floor, with autoscalers and storage at their least; the lighter one the ceiling,
                with all of them at their most; the line across is the budget.
            </p>
            ${table("Total", COLUMNS(""), [row("everything", costs, most, budget)])}
            ${table(
                "By system",
                COLUMNS("system"),
                owners.map((each) => row(each.owner, each, ownerMost)),
            )}
            ${owners.map(({ owner }) => linesOf(owner, lines))} ${documented(costs)}
            <p class="quiet">
                Prices of ${pricedAs}${region === pricedAs ? "" : markup` (those of ${region} are not known here)`}, read ${read[0]} to
                ${read[1]}.
            </p>
            ${bullets(unpriced.map(({ item, why }) => `not in it: ${item}, ${why}`))}`,
    };
}

function linesOf(owner: string, all: Cost["lines"]): Html {
    const lines = all.filter((line) => line.owner === owner);
    const most = Math.max(1, ...lines.map(({ ceiling }) => ceiling));
    const title = `${owner}: ${String(lines.length)} lines`;
    return folded(
        title,
        table(
            title,
            COLUMNS("line"),
            lines.map((line) => row(`${CATEGORIES[line.category]}: ${line.item}`, line, most)),
        ),
    );
}

const row = (name: Part, range: Range, most: number, limit?: number): readonly Part[] => [
    name,
    usd(range.floor),
    usd(range.ceiling),
    rangeBar({ ...range, most, ...(limit !== undefined && { limit }) }),
];

function documented({ documented: against }: Cost): Part {
    if (against === undefined) return undefined;
    const range = ([low, high]: readonly [number, number]): string =>
        low === high ? usd(low) : `${usd(low)} - ${usd(high)}`;
    return folded(
        `Against ${against.source}`,
        table(
            "What the document expects, and ours",
            [
                { title: "what" },
                { title: "documented", number: true },
                { title: "ours", number: true },
                { title: "why" },
            ],
            [...against.lines, against.total].map((line) => [
                line.what,
                range(line.documented),
                range([line.ours.floor, line.ours.ceiling]),
                line.why,
            ]),
        ),
    );
}

/** Whole dollars; cents only where a dollar would say nothing. */
const usd = (value: number): string => (value > 0 && value < 10 ? value.toFixed(2) : thousands(Math.round(value)));
