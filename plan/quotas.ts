/** What an environment asks of an account that a new one does not grant: quotas that a request raises, which takes AWS hours to days. */
import { instanceType } from "../config/instance-types";
import { nodeGroupsOf, type NodeGroup } from "./capacity/nodes";
import type { Graph } from "./graph";

export interface Shortage {
    /** As Service Quotas names it, without the letters of the families. */
    readonly name: string;
    readonly code: string;
    /** Of a new account. */
    readonly granted: number;
    readonly floor: number;
    readonly ceiling: number;
}

/**
 * vCPU of instances that run at the same time, which a new account has 5 of: AWS General Reference, "Amazon EC2 endpoints and quotas"
 * (https://docs.aws.amazon.com/general/latest/gr/ec2-service.html); the first also is the AWS CLI's example of `service-quotas
 * get-aws-default-service-quota`. All types that config/instance-types.ts knows are of these families.
 */
const VCPU = {
    onDemand: { name: "running On-Demand Standard instances", code: "L-1216C47A" },
    spot: { name: "Standard Spot Instance Requests", code: "L-34B43A08" },
} as const;
const GRANTED = 5;

export function shortagesIn(groups: readonly NodeGroup[]): readonly Shortage[] {
    return ([false, true] as const).flatMap((spot): readonly Shortage[] => {
        const of = groups.filter((group) => group.spot === spot);
        const [floor, ceiling] = [sum(of, ({ min }) => min), sum(of, ({ max }) => max)];
        return ceiling <= GRANTED ? [] : [{ ...VCPU[spot ? "spot" : "onDemand"], granted: GRANTED, floor, ceiling }];
    });
}

/** By the largest type of a group: which one AWS takes, nobody knows before. */
function sum(groups: readonly NodeGroup[], count: (group: NodeGroup) => number): number {
    return groups.reduce(
        (total, group) =>
            total + count(group) * Math.max(0, ...group.instanceTypes.map((name) => instanceType(name)?.vcpu ?? 0)),
        0,
    );
}

/** One line each, for a plan: what to ask for before the first deployment, or nodes do not come. */
export function quotaLines(graph: Graph): readonly string[] {
    const groups = nodeGroupsOf(graph);
    const types = [...new Set(groups.flatMap(({ instanceTypes }) => instanceTypes))];
    const unknown = types.filter((name) => instanceType(name) === undefined);
    return [
        ...shortagesIn(groups).map(
            ({ name, code, granted, floor, ceiling }) =>
                `${String(floor)} to ${String(ceiling)} vCPU of ${name} (EC2 quota ${code}): a new account has ${String(granted)}`,
        ),
        ...unknown.map((name) => `${name}: its vCPU are not known here; they count against the quota of its family`),
    ];
}
