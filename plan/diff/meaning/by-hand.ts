/** What somebody outside of Pulumi must do before a change works, or it works for nobody. Rows beside the types, each with its source. */
import type { Graph, RecordedResource } from "../../graph";
import { isMap } from "../../values";
import { grouped } from "../report/group";
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

/** Beside the changes: what the whole program makes, and whether anything stood before. */
interface Around {
    readonly olds: Graph;
    readonly news: Graph;
}

export function actsOf(changes: readonly Change[], around: Around): readonly string[] {
    const acts = changes.flatMap(({ operation, type, now }) =>
        (operation === "create" || operation === "replace") && now !== undefined ? (ACTS[type]?.(now) ?? []) : [],
    );
    return [...new Set([...acts, ...secretsToBe(changes, around), ...imagesToBe(changes, around)])];
}

const leavesOf = (value: unknown, key: string): readonly string[] => {
    if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, key));
    if (!isMap(value)) return [];
    return Object.entries(value).flatMap(([name, inner]) =>
        name === key && typeof inner === "string" ? [inner] : leavesOf(inner, key),
    );
};

/** What is named now and was not, of changed resources of a type. */
function newlySaid(
    changes: readonly Change[],
    types: RegExp,
    { olds }: Around,
    of: (value: unknown) => readonly string[],
): Set<string> {
    const said = new Set(olds.resources.filter(({ type }) => types.test(type)).flatMap(({ inputs }) => of(inputs)));
    const touched = changes.filter(({ type, operation }) => types.test(type) && operation !== "delete");
    return new Set(touched.flatMap(({ now }) => of(now?.inputs)).filter((each) => !said.has(each)));
}

/** https://external-secrets.io/latest/provider/aws-secrets-manager/: one that is not there leaves its pods waiting. */
function secretsToBe(changes: readonly Change[], around: Around): readonly string[] {
    const ours = around.news.ofType("aws:secretsmanager/secret:Secret").map(({ inputs }) => said(inputs.name, "?"));
    const keys = newlySaid(changes, /^kubernetes:external-secrets\.io\/v\w+:ExternalSecret$/, around, (value) =>
        leavesOf(value, "key"),
    );
    return [...keys]
        .filter((key) => !ours.some((name) => key.includes(name)))
        .map((key) => `somebody keeps ${key} in Secrets Manager: nothing here makes it, and pods wait for it`);
}

/** Images of others are where they were; of an environment that is new, all are (docs/guides/first-deployment.md). */
function imagesToBe(changes: readonly Change[], around: Around): readonly string[] {
    if (around.olds.resources.length === 0) return [];
    const images = newlySaid(changes, /^kubernetes:(apps|batch)\/v1:/, around, (value) => leavesOf(value, "image"));
    const places = grouped([...images].sort(), (image) => image.replace(/(\/[^/]*)?[:@].*$/, ""));
    return places.map((group) => {
        const [first = ""] = group;
        const where = first.replace(/[^/]*$/, "").replace(/\/$/, "");
        return group.length === 1
            ? `${first} is in its registry: nothing here builds or copies it`
            : `${String(group.length)} other images are in ${where}: nothing here builds or copies them`;
    });
}
