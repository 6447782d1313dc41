import { ec2Hourly, SPOT_SHARE } from "../config/prices";
import type { NodeGroup } from "./capacity/nodes";

/**
 * USD an hour of one node of a group. On demand of the first type that has a price, because EKS takes them in the order in which they are
 * listed; of Spot the mean, because AWS takes what it has most of. Undefined where none has a price.
 */
export function nodeHourly({ instanceTypes, spot }: Pick<NodeGroup, "instanceTypes" | "spot">): number | undefined {
    const prices = instanceTypes.map(ec2Hourly).filter((hourly) => hourly !== undefined);
    if (prices.length === 0) return undefined;
    return spot ? (SPOT_SHARE.usual * prices.reduce((sum, price) => sum + price, 0)) / prices.length : prices[0];
}
