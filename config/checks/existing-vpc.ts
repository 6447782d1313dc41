/** Blocks of a VPC that exists: what no VPC has, so that something else was meant. */
import type { Environment } from "../environment";
import { overlaps, prefixOf } from "../subnets";
import type { Check } from "./check";

/** VPC user guide, "VPC CIDR blocks" and "Subnet CIDR blocks": /16 to /28 both. */
const LARGEST = 16;
const SMALLEST = 28;

function blocksOf({ existing }: Environment, lists: readonly ("secondaryCidrs" | "publicCidrs" | "dataCidrs")[]) {
    const { vpc } = existing;
    if (vpc === undefined) return [];
    return [
        { path: "existing.vpc.cidr", value: vpc.cidr },
        ...lists.flatMap((list) =>
            (vpc[list] ?? []).map((value, index) => ({ path: `existing.vpc.${list}[${index}]`, value })),
        ),
    ];
}

export const sizes: Check = {
    id: "existing.vpcSizes",
    reads: [],
    find: ({ environment }) =>
        blocksOf(environment, ["secondaryCidrs", "publicCidrs", "dataCidrs"])
            .filter(({ value }) => prefixOf(value) < LARGEST || prefixOf(value) > SMALLEST)
            .map((block) => ({
                ...block,
                rule: `is no block of a VPC or a subnet: AWS makes /${LARGEST} to /${SMALLEST}`,
                fix: "write it as aws ec2 describe-vpcs and describe-subnets print it",
            })),
};

export const apart: Check = {
    id: "existing.vpcApart",
    reads: ["existing.vpc.cidr"],
    find: ({ environment }) => {
        const blocks = blocksOf(environment, ["secondaryCidrs"]);
        return blocks.flatMap((block, index) => {
            const other = blocks.slice(0, index).find(({ value }) => overlaps(value, block.value));
            if (other === undefined) return [];
            const rule = `overlaps ${other.path}, ${other.value}: blocks of a VPC never do`;
            return [{ ...block, rule, fix: "write the VPC's other blocks only, or leave it out" }];
        });
    },
};

export const idleEndpoints: Check = {
    id: "existing.idleEndpoints",
    reads: ["existing.vpc.interfaceEndpoints"],
    find: ({ environment: { existing } }) => {
        const { endpointCidrs: value, interfaceEndpoints = [] } = existing.vpc ?? {};
        if (value === undefined || interfaceEndpoints.length > 0) return [];
        const rule = "changes nothing: existing.vpc.interfaceEndpoints names no service that is reached there";
        return [{ path: "existing.vpc.endpointCidrs", value, rule, fix: "remove it, or name those services" }];
    },
};
