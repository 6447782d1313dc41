/** What somebody outside of Pulumi must do before a change works, or it works for nobody. Rows beside the types, each with its source. */
import type { RecordedResource } from "../../graph";
import type { Change } from "../change";
import { said } from "../said";

type Act = (made: RecordedResource) => string | undefined;

/** By what is made. */
const ACTS: Readonly<Record<string, Act>> = {
    // https://aws.amazon.com/about-aws/whats-new/2023/05/amazon-sns-automatic-deletion-unconfirmed-subscriptions/
    "aws:sns/topicSubscription:TopicSubscription": ({ inputs: { protocol, endpoint } }) =>
        String(protocol).startsWith("email")
            ? `${said(endpoint)} confirms AWS's mail within 48 hours: until then no alarm reaches them, and after that AWS forgets them`
            : undefined,
    // https://docs.aws.amazon.com/vpc/latest/tgw/acquire-tgw-attachment.html
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": ({ inputs: { transitGatewayId } }) =>
        `the owner of ${said(transitGatewayId)} accepts the attachment (unless it accepts by itself), and leads the way back to this VPC`,
};

export function actsOf(changes: readonly Change[]): readonly string[] {
    const acts = changes.flatMap(({ operation, type, now }) =>
        (operation === "create" || operation === "replace") && now !== undefined ? (ACTS[type]?.(now) ?? []) : [],
    );
    return [...new Set(acts)];
}
