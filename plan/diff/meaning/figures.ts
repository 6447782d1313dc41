/** Counts one side: money, room, rules and secrets. */
import { evaluate } from "../../../policy/evaluate";
import { capacityOf } from "../../capacity/capacity";
import { capacityText } from "../../capacity/text";
import { costOf } from "../../cost/cost";
import { missingFrom } from "../../missing";
import { ownersOf } from "../../owners";
import type { Figures } from "../figures";
import type { Side } from "../side";

/** By the working tree's own prices and rules. Undefined where nobody counted: an older environment lacks what they read. */
export function figuresOf(side: Side | undefined, today: string): Figures | undefined {
    if (side?.figures !== undefined || side?.environment === undefined) return side?.figures;
    const { counted: graph = side.graph, environment, secrets } = side;
    try {
        const ownerOf = ownersOf(graph);
        const capacity = capacityOf(graph, environment, ownerOf);
        const { findings } = evaluate(graph, environment, { today });
        return {
            cost: costOf(graph, environment, capacity, ownerOf),
            ...(capacity && { capacity: { fits: capacity.fits, text: capacityText(capacity) } }),
            findings: findings.map((finding) => ({ ...finding, name: graph.find(finding.urn)?.name ?? finding.urn })),
            missing: missingFrom(environment, secrets).secrets,
        };
    } catch {
        return undefined;
    }
}
