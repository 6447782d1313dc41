/** Where the ClusterIPs of Kubernetes Services come from. The cluster says it to EKS, and the checks compare with it. */
import { overlaps } from "./subnets";

const USUAL = "172.20.0.0/16";
const OTHER = "10.100.0.0/16";

/**
 * The two ranges that EKS itself would choose from. It refuses one that overlaps the VPC (KubernetesNetworkConfigRequest.serviceIpv4Cidr),
 * and a VPC is a /16 at most, so it never meets both.
 */
export const serviceRange = (vpcCidr: string): string => (overlaps(vpcCidr, USUAL) ? OTHER : USUAL);
