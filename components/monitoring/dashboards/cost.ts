/** What the cluster costs, as its nodes and volumes are now: for a course and a comparison, not for the accounts. */
import { KUBERNETES } from "../catalogues/kubernetes";
import { orZero, plus, sum, times, value, type Query } from "../promql";
import { nodeMonthly, VOLUME_BYTE_MONTHLY, type NodeType } from "./prices";
import type { Panel, Row } from "./spec";

export interface CostOf {
    readonly types: readonly NodeType[];
    /** USD a month of what is there whatever runs. */
    readonly fixed: number;
    /** USD a month (`budget.monthlyUsd`). */
    readonly budget: number;
}

/** Labels that EKS gives a node; kube-state-metrics writes them in snake case. */
const CAPACITY_LABEL = { onDemand: "ON_DEMAND", spot: "SPOT" } as const;

function nodesOf({ instanceType, capacity }: NodeType): Query {
    return sum(
        value(KUBERNETES.nodeLabels, {
            label_node_kubernetes_io_instance_type: instanceType,
            label_eks_amazonaws_com_capacity_type: CAPACITY_LABEL[capacity],
        }),
    );
}

/** Types without a price are left out, and the panel says which. */
export function costRow({ types, fixed, budget }: CostOf): Row {
    const priced = types.flatMap((type) => {
        const monthly = nodeMonthly(type);
        return monthly === undefined ? [] : [{ type, monthly: Number(monthly.toFixed(2)) }];
    });
    const without = types.filter((type) => nodeMonthly(type) === undefined).map(({ instanceType }) => instanceType);
    const volumes = times(sum(value(KUBERNETES.claimRequested)), VOLUME_BYTE_MONTHLY);
    const nodes = priced
        .map(({ type, monthly }) => times(orZero(nodesOf(type)), monthly))
        .reduce<Query | number>((all, each) => plus(all, each), 0);
    const unpriced = without.length === 0 ? "" : ` Without a price, and so not in it: ${without.join(", ")}.`;
    const most = Math.round(0.8 * budget);
    // Of a cluster that others made, no type of node is known.
    const nodePanels: readonly Panel[] =
        priced.length === 0
            ? []
            : [
                  {
                      ...{ title: "Nodes by type", show: "stack", unit: "currencyUSD", decimals: 0, width: 9 },
                      description: `USD a month of the nodes that are there; of Spot the usual share.${unpriced}`,
                      series: priced.map(({ type, monthly }) => ({
                          query: times(nodesOf(type), monthly),
                          legend: `${type.instanceType}${type.capacity === "spot" ? " Spot" : ""}`,
                      })),
                  },
              ];
    return {
        title: "Cost",
        panels: [
            {
                ...{ title: "A month at this rate", show: "number", unit: "currencyUSD", decimals: 0 },
                ...{ width: 6, height: 8 },
                description: `${priced.length === 0 ? "Volumes" : "Nodes and volumes"} as they are now, with ${fixed} USD for what is always there (control plane, NAT, Valkey, PostgreSQL), at list prices of us-east-1. Traffic, load balancer, buckets, logs and backups are not in it. The budget is ${budget} USD; from ${most} USD on look where it goes.${unpriced}`,
                series: [{ query: plus(plus(nodes, orZero(volumes)), fixed), legend: "USD a month" }],
                limits: { worse: "above", warning: most, critical: budget },
            },
            ...nodePanels,
            {
                ...{ title: "Volumes", show: "lines", unit: "currencyUSD", decimals: 0 },
                width: nodePanels.length > 0 ? 9 : 18,
                description:
                    "USD a month of the claims of all namespaces, by their size: EBS charges what is asked for.",
                series: [{ query: volumes, legend: "volumes" }],
            },
        ],
    };
}
