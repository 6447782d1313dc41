/**
 * Zone names per region, so that a plan needs no look-up. An account's zone names map to different physical zones, and a few accounts
 * lack a zone: `network.zoneNames` overrides. Zones without EKS control plane capacity are left out (us-east-1e, us-west-1 has two zones;
 * ca-central-1c and ap-northeast-1b do not exist or are closed to new accounts).
 */
export const ZONES: Readonly<Record<string, readonly string[]>> = {
    "ap-northeast-1": ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"],
    "ap-northeast-2": ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"],
    "ap-south-1": ["ap-south-1a", "ap-south-1b", "ap-south-1c"],
    "ap-southeast-1": ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"],
    "ap-southeast-2": ["ap-southeast-2a", "ap-southeast-2b", "ap-southeast-2c"],
    "ca-central-1": ["ca-central-1a", "ca-central-1b", "ca-central-1d"],
    "eu-central-1": ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    "eu-north-1": ["eu-north-1a", "eu-north-1b", "eu-north-1c"],
    "eu-west-1": ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    "eu-west-2": ["eu-west-2a", "eu-west-2b", "eu-west-2c"],
    "eu-west-3": ["eu-west-3a", "eu-west-3b", "eu-west-3c"],
    "sa-east-1": ["sa-east-1a", "sa-east-1b", "sa-east-1c"],
    "us-east-1": ["us-east-1a", "us-east-1b", "us-east-1c"],
    "us-east-2": ["us-east-2a", "us-east-2b", "us-east-2c"],
    "us-gov-west-1": ["us-gov-west-1a", "us-gov-west-1b", "us-gov-west-1c"],
    "us-west-2": ["us-west-2a", "us-west-2b", "us-west-2c"],
};

/** AWS partition of a region: the second part of every ARN. */
export function partitionOf(region: string): string {
    if (region.startsWith("us-gov-")) return "aws-us-gov";
    if (region.startsWith("cn-")) return "aws-cn";
    return "aws";
}
