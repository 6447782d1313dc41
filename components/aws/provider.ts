/** The one AWS provider of an environment. Nothing uses the default provider, so nothing lands in whatever account a shell points at. */
import type { Region } from "@pulumi/aws";
import { Provider } from "@pulumi/aws/provider";
import type { Scope } from "../scope";
import { environmentTags } from "../tags";

/**
 * Provider for the scope's region that refuses any other account. `tags` are the user's own, for every resource.
 *
 * No `ignoreTags`: what EKS, Auto Scaling and AWS Backup add to our resources has the prefix `aws:`, which the provider ignores anyway,
 * and ignoring `kubernetes.io/` would also ignore the role tags that we put on subnets ourselves.
 */
export function awsProvider(scope: Scope, tags: Readonly<Record<string, string>>): Provider {
    return new Provider("aws", {
        region: scope.region as Region,
        allowedAccountIds: [scope.account],
        defaultTags: { tags: environmentTags(scope, tags) },
    });
}
