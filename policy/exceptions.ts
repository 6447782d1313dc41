/** Where a rule does not hold, why that is right, and until when. Everything else that a rule finds is wrong. */
import type { Graph } from "../plan/graph";
import type { Finding } from "./rule";
import { TYPE } from "./types";

export interface Exception {
    readonly rule: string;
    readonly type: string;
    /** Which resources, by logical name. */
    readonly names: RegExp;
    /** Which findings of the rule, by message. Default all. */
    readonly messages?: RegExp;
    readonly reason: string;
    /** Day (YYYY-MM-DD) from which it is a finding again, unless somebody has looked at it anew. */
    readonly expires: string;
}

export const EXCEPTIONS: readonly Exception[] = [
    {
        rule: "bucket-encrypted",
        type: TYPE.bucket,
        names: /-logs-bucket$/,
        reason: "load balancers and S3 server access logs deliver to buckets with S3's own keys only (ELB and S3 user guides)",
        expires: "2027-11-01",
    },
    {
        rule: "bucket-access-logged",
        type: TYPE.bucket,
        names: /-logs-bucket$/,
        reason: "this bucket receives the access logs: logging its own would never end",
        expires: "2028-11-01",
    },
    {
        rule: "iam-service-source",
        type: TYPE.bucketPolicy,
        names: /-logs-policy$/,
        messages: /logdelivery\.elasticloadbalancing/,
        reason: "ELB documents no source that it sends along; it writes below AWSLogs/<account>, and the policy names that path",
        expires: "2027-11-01",
    },
    {
        rule: "iam-no-open-principal",
        type: TYPE.vpcEndpoint,
        names: /-s3-endpoint$/,
        messages: /^ReadImageLayers /,
        reason: "registries serve image layers from S3 buckets of their own; the endpoint's policy only filters, IAM still decides",
        expires: "2027-11-01",
    },
];

/** The exception that covers a finding, if one does on that day. */
export function exceptionFor(
    finding: Finding,
    graph: Graph,
    today: string,
    exceptions: readonly Exception[] = EXCEPTIONS,
): Exception | undefined {
    const { type, name } = graph.get(finding.urn);
    return exceptions.find(
        (exception) =>
            exception.rule === finding.rule &&
            exception.type === type &&
            exception.names.test(name) &&
            (exception.messages?.test(finding.message) ?? true) &&
            today < exception.expires,
    );
}
