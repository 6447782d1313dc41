import { PRICES, SOURCES, SPOT_SHARE } from "../../config/prices";
import { ASSUMED } from "./assumptions";
import type { Cost } from "./cost";
import type { Range } from "./line";

/** Everything that the sum rests on, in USD a month to the cent. */
export function costJson({ pricedAs, read, owners, lines, documented, ...cost }: Cost): unknown {
    const { budget, withinBudget, unpriced } = cost;
    return {
        currency: "USD",
        ...cents(cost),
        ...{ budget, withinBudget, unpriced },
        owners: owners.map(({ owner, ...range }) => ({ owner, ...cents(range) })),
        lines: lines.map(({ owner, category, item, ...range }) => ({ owner, category, item, ...cents(range) })),
        ...(documented && {
            documented: {
                ...documented,
                total: { ...documented.total, ours: cents(documented.total.ours) },
                lines: documented.lines.map((line) => ({ ...line, ours: cents(line.ours) })),
                besides: { ...documented.besides, ...cents(documented.besides) },
            },
        }),
        assumed: ASSUMED,
        prices: {
            pricedAs,
            read: { first: read[0], last: read[1] },
            list: PRICES,
            spotShare: SPOT_SHARE,
            sources: SOURCES,
        },
    };
}

const cents = ({ floor, ceiling }: Range): Range => ({
    floor: Math.round(floor * 100) / 100,
    ceiling: Math.round(ceiling * 100) / 100,
});
