/** Nothing exists that nobody uses (docs/design.md, rule 11). */
import { twinOf } from "../../config/rotation";
import type { Graph, RecordedResource } from "../../plan/graph";
import { rule, type Rule } from "../rule";
import { TYPE } from "../types";

interface UsedType {
    readonly type: string;
    /** Types that belong to it: they describe it, but do not use it. */
    readonly satellites: readonly string[];
}

const PASSWORD = "random:index/randomPassword:RandomPassword";

const USED: readonly UsedType[] = [
    { type: TYPE.key, satellites: [TYPE.keyAlias, TYPE.keyPolicy] },
    { type: TYPE.role, satellites: [TYPE.rolePolicy, TYPE.policyAttachment] },
    { type: TYPE.securityGroup, satellites: [TYPE.ingressRule, TYPE.egressRule] },
    { type: TYPE.topic, satellites: [TYPE.topicPolicy, "aws:sns/topicSubscription:TopicSubscription"] },
    { type: TYPE.logGroup, satellites: ["aws:cloudwatch/logResourcePolicy:LogResourcePolicy"] },
    { type: TYPE.launchTemplate, satellites: [] },
    { type: TYPE.vault, satellites: ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:backup/vaultPolicy:VaultPolicy"] },
    { type: "aws:ec2/eip:Eip", satellites: [] },
    { type: "aws:iam/policy:Policy", satellites: [] },
    { type: "aws:rds/parameterGroup:ParameterGroup", satellites: [] },
    { type: "aws:rds/subnetGroup:SubnetGroup", satellites: [] },
    { type: "aws:elasticache/parameterGroup:ParameterGroup", satellites: [] },
    { type: "aws:elasticache/subnetGroup:SubnetGroup", satellites: [] },
    { type: "aws:elasticache/user:User", satellites: [] },
    { type: "aws:elasticache/userGroup:UserGroup", satellites: [] },
    { type: "aws:ec2/routeTable:RouteTable", satellites: [TYPE.route] },
    { type: PASSWORD, satellites: [] },
    { type: TYPE.secret, satellites: ["aws:secretsmanager/secretPolicy:SecretPolicy"] },
];

function isUsed(graph: Graph, resource: RecordedResource, satellites: readonly string[]): boolean {
    return graph.dependentsOf(resource).some((urn) => {
        const dependent = graph.get(urn);
        // A satellite counts where somebody waits for it: a topic is handed out through its policy.
        return !satellites.includes(dependent.type) || isUsed(graph, dependent, satellites);
    });
}

/** Of two that take turns the next rotation makes that one anew which nobody has now: it stays as the place for it, and only in the state. */
function takesTurns(graph: Graph, { type, name, parent }: RecordedResource): boolean {
    if (type !== PASSWORD) return false;
    return graph
        .ofType(PASSWORD)
        .some((one) => one.name === twinOf(name) && one.parent === parent && isUsed(graph, one, []));
}

export const unusedRules: readonly Rule[] = [
    rule(
        "nothing-unused",
        "Keys, roles, groups, logs, secrets and addresses are used by something",
        "docs/design.md, rule 11; EC2.16, EC2.22, SecretsManager.3, CKV2_AWS_1, CKV2_AWS_5, CKV2_AWS_19",
        function* (graph) {
            for (const { type, satellites } of USED)
                for (const resource of graph.ofType(type))
                    if (!isUsed(graph, resource, satellites) && !takesTurns(graph, resource))
                        yield [resource, "is used by nothing: do not create it"];
        },
    ),
    rule("provider-used", "Every provider has resources", "docs/design.md, rule 11", function* (graph) {
        for (const provider of graph.ofType(TYPE.awsProvider))
            if (!graph.resources.some((resource) => resource.provider === provider.urn))
                yield [provider, "has no resources"];
    }),
];
