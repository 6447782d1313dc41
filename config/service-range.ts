/** Where the ClusterIPs of Kubernetes Services come from. */
import { overlaps } from "./subnets";

/**
 * EKS chooses between two ranges when none is given: 172.20.0.0/16 for a VPC in 10.0.0.0/8, else 10.100.0.0/16
 * (EKS API, KubernetesNetworkConfigRequest.serviceIpv4Cidr; the EKS AMI's bootstrap script derives the DNS address by the same rule).
 */
export const serviceRange = (vpcCidr: string): string =>
    overlaps(vpcCidr, "10.0.0.0/8") ? "172.20.0.0/16" : "10.100.0.0/16";
