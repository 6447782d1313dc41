/** Services that deliver logs into a bucket, and the statements of the bucket's policy that admit them. */
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../scope";
import type { Statement } from "./iam";

/**
 * `s3AccessLogs`: server access logs of this stack's buckets, each under its own purpose. `loadBalancerLogs`: access and connection logs of
 * Application Load Balancers, under `AWSLogs/<account>/` behind the prefix.
 */
export type LogDelivery =
    | { readonly from: "s3AccessLogs" }
    | { readonly from: "loadBalancerLogs"; /** No slash at either end. */ readonly prefix: string };

/**
 * Why a bucket that receives these logs uses S3's own keys. Load balancers: "the only server-side encryption option that's supported is
 * SSE-S3" (ELB user guide, enable access logs). Server access logs: default encryption with SSE-KMS is not supported for their
 * destination (S3 user guide, enabling server access logging).
 */
export const LOG_DELIVERY_ENCRYPTION = {
    sseS3: "load balancers and S3 server access logging deliver to no other encryption",
} as const;

export function logDeliveryStatements(
    scope: Scope,
    arn: pulumi.Output<string>,
    deliveries: readonly LogDelivery[],
): Statement[] {
    return deliveries.map((delivery) => {
        switch (delivery.from) {
            case "s3AccessLogs":
                return {
                    Sid: "S3AccessLogs",
                    Effect: "Allow",
                    Principal: { Service: "logging.s3.amazonaws.com" },
                    Action: "s3:PutObject",
                    Resource: pulumi.interpolate`${arn}/*`,
                    Condition: {
                        StringEquals: { "aws:SourceAccount": scope.account },
                        // By name and not by ARN output: the buckets that log here depend on this bucket.
                        ArnLike: { "aws:SourceArn": `arn:${scope.partition}:s3:::${scope.project}-${scope.stack}-*` },
                    },
                };
            case "loadBalancerLogs":
                // One service principal for every region; the accounts per region of older guides are the superseded way. ELB writes under
                // the account of the load balancer, so the path is the condition: it documents no source that it would send along.
                return {
                    Sid: "LoadBalancerLogs",
                    Effect: "Allow",
                    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
                    Action: "s3:PutObject",
                    Resource: pulumi.interpolate`${arn}/${delivery.prefix}/AWSLogs/${scope.account}/*`,
                };
        }
    });
}
