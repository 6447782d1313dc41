/** The IPv4 blocks of a VPC that exists: its first one, and others that were added to it. */
import { contains } from "./subnets";

interface ExistingVpc {
    readonly cidr: string;
    readonly secondaryCidrs?: readonly string[] | undefined;
    readonly publicCidrs?: readonly string[] | undefined;
    readonly dataCidrs: readonly string[];
}

/**
 * Where secondary blocks are usually taken from, for pods and data stores (EKS user guide, "Deploy Pods in alternate subnets"; RFC 6598): AWS
 * lets a VPC of any private range have one (VPC user guide, "IPv4 CIDR block association restrictions").
 */
const SHARED = "100.64.0.0/10";

/** As it names them; where it does not, subnets in the range that secondary blocks are taken from tell of them. */
export function vpcBlocks({ cidr, secondaryCidrs, publicCidrs = [], dataCidrs }: ExistingVpc): readonly string[] {
    const told = [...publicCidrs, ...dataCidrs].filter((block) => contains(SHARED, block) && !contains(cidr, block));
    return [...new Set([cidr, ...(secondaryCidrs ?? told)])];
}
