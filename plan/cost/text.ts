import { SPOT_SHARE } from "../../config/prices";
import { hasBudgets } from "../../config/regions";
import { thousands } from "../../config/thousands";
import { partitionOf } from "../../config/zones";
import type { Cost } from "./cost";
import { against, type ComparedLine, type Comparison } from "./documented";
import { CATEGORIES, type Category, type Range } from "./line";

/** Whole dollars; cents only where a dollar would say nothing. */
const usd = (value: number): string => (value > 0 && value < 10 ? value.toFixed(2) : thousands(Math.round(value)));
const whole = (value: number): string => thousands(Math.round(value));

/** The sum against the budget, then whose it is, then what it rests on. Lines of one table are aligned and do not wrap. */
export function costText(cost: Cost, region: string, alertPercents: readonly number[]): readonly string[] {
    const share = Math.round((cost.floor / cost.budget) * 100);
    const tooMuch = cost.withinBudget ? "" : ": raise budget.monthlyUsd, or choose fewer and smaller nodes and stores";
    const alerts = hasBudgets(partitionOf(region))
        ? `alerts at ${alertPercents.map(String).join(", ")} %`
        : `no alerts: ${partitionOf(region)} has no AWS Budgets`;
    const prices =
        region === cost.pricedAs
            ? `prices of ${region}`
            : `prices of ${region} are not known here, these are of ${cost.pricedAs}`;
    return [
        `${whole(cost.floor)} - ${whole(cost.ceiling)} USD a month     budget ${whole(cost.budget)}, ${alerts}   floor ${String(share)} % of it${tooMuch}`,
        ...ownerTable(cost),
        `${prices}, read ${cost.read.map((day) => day.slice(0, 7)).join(" to ")}; Spot at ${String(SPOT_SHARE.usual * 100)} % of them; use as assumed in the JSON`,
        ...cost.unpriced.map(({ item, why }) => `not in it: ${item}, ${why}`),
        ...(cost.documented === undefined ? [] : comparison(cost.documented)),
    ];
}

function ownerTable({ owners, lines }: Cost): readonly string[] {
    const cells = owners.map(({ owner, floor, ceiling }) => [owner, whole(floor), whole(ceiling)] as const);
    const width = (column: 0 | 1 | 2): number => Math.max(...cells.map((row) => row[column].length));
    const [name, least, most] = [width(0), width(1), width(2)];
    return cells.map(([owner, floor, ceiling]) => {
        const own = lines.filter((line) => line.owner === owner);
        return `${owner.padEnd(name)}  ${floor.padStart(least)} - ${ceiling.padStart(most)}  ${largest(own)}`;
    });
}

const SHOWN = 5;

/** What is most of it at the floor. */
function largest(lines: readonly (Range & { readonly category: Category })[]): string {
    const byCategory = new Map<Category, number>();
    for (const { category, floor } of lines) byCategory.set(category, (byCategory.get(category) ?? 0) + floor);
    return [...byCategory]
        .sort(([, a], [, b]) => b - a)
        .filter(([, floor]) => floor >= 0.5)
        .slice(0, SHOWN)
        .map(([category, floor]) => `${CATEGORIES[category]} ${whole(floor)}`)
        .join(", ");
}

function comparison({ source, total, lines, besides }: Comparison): readonly string[] {
    const all = [...lines, total];
    const name = Math.max(...all.map(({ what }) => what.length));
    const low = Math.max(...all.map((line) => documented(line).length));
    const ours = Math.max(...all.map(ourRange).map(({ length }) => length));
    return [
        `against ${source}:`,
        ...all.flatMap((line) => {
            const row = `  ${line.what.padEnd(name)}  ${documented(line).padStart(low)}  ours ${ourRange(line).padStart(ours)}  ${verdictOf(line)}`;
            return line.why === undefined ? [row] : [row, ...line.why.split("; ").map((why) => `      ${why}`)];
        }),
        `  besides, the document leaves out ${besides.what}: ${usd(besides.floor)} - ${usd(besides.ceiling)}`,
    ];
}

const documented = ({ documented: [low, high] }: ComparedLine): string =>
    low === high ? usd(low) : `${usd(low)} - ${usd(high)}`;
const ourRange = ({ ours: { floor, ceiling } }: ComparedLine): string => `${usd(floor)} - ${usd(ceiling)}`;

function verdictOf({ documented: bracket, ours }: ComparedLine): string {
    const { startsBelow, endsAbove } = against(bracket, ours);
    const words = [...(startsBelow ? ["starts below"] : []), ...(endsAbove ? ["ends above"] : [])];
    return words.length === 0 ? "within" : words.join(", ");
}
