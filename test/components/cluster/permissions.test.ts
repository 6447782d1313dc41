/** What the controllers may do in the account: what belongs to this stack or cluster, and nothing of a neighbour's. */
import assert from "node:assert/strict";
import type { Graph } from "../../../plan/graph";
import { json } from "../aws/cluster.fixture";
import { completeGraph, memstackGraph } from "./fixture";

interface Statement {
    readonly Sid: string;
    readonly Action: string | string[];
    readonly Resource: string | string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}
const statementsOf = (graph: Graph, role: string): Statement[] =>
    (
        json(graph.the("aws:iam/rolePolicy:RolePolicy", `${role}-identity-policy`), "policy") as {
            Statement: Statement[];
        }
    ).Statement;
const listed = (value: string | string[]): string[] => [value].flat();
const READS = /^(ec2|elasticloadbalancing|autoscaling):(Describe|Get)[A-Za-z]+$/;

describe("permissions of the cluster's services", () => {
    let graph: Graph;
    before(async () => {
        graph = await completeGraph();
    });

    it("name no action on everything but those that only look", () => {
        for (const role of ["services-secrets", "services-autoscaler", "services-load-balancer"])
            for (const { Sid, Action, Resource } of statementsOf(graph, role))
                if (listed(Resource).includes("*"))
                    for (const action of listed(Action)) assert.match(action, READS, `${role} ${Sid}`);
    });

    it("let External Secrets read what this stack marked, the admin of its own database, and no more", () => {
        const arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret";
        const byId = Object.fromEntries(statementsOf(graph, "services-secrets").map((each) => [each.Sid, each]));
        assert.equal(byId.ReadSecretsOfThisStack?.Resource, `${arn}:mindcloud/golden/*`);
        assert.deepEqual(byId.ReadSecretsOfThisStack.Condition, {
            StringEquals: { "aws:ResourceTag/mindcloud:synced": "true" },
        });
        assert.deepEqual(byId.ReadDatabaseAdmin?.Condition, {
            StringEquals: {
                "aws:ResourceTag/aws:rds:primaryDBInstanceArn":
                    "arn:aws:rds:us-east-1:000000000000:db:mindcloud-golden-stores-postgres",
            },
        });
        const instance = graph.the("aws:rds/instance:Instance").inputs.identifier;
        assert.equal(instance, "mindcloud-golden-stores-postgres");
        assert.deepEqual(byId.DecryptSecrets?.Condition, {
            StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" },
        });
        const actions = Object.values(byId).flatMap(({ Action }) => listed(Action));
        assert.deepEqual([...new Set(actions)].sort(), [
            "kms:Decrypt",
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
        ]);
    });

    it("let it read what the user brought by name, and nothing of RDS when there is none of ours", async () => {
        const brought = await memstackGraph();
        const byId = Object.fromEntries(statementsOf(brought, "services-secrets").map((each) => [each.Sid, each]));
        assert.equal(byId.ReadDatabaseAdmin, undefined);
        assert.ok(
            listed(byId.ReadNamedSecrets?.Resource ?? []).includes(
                "arn:aws:secretsmanager:us-east-1:000000000000:secret:shared/postgres-admin-??????",
            ),
        );
    });

    it("let the autoscaler size groups that carry this cluster's tag, which ours do", () => {
        const change = statementsOf(graph, "services-autoscaler").find(({ Sid }) => Sid === "SizeGroupsOfThisCluster");
        const tag = "k8s.io/cluster-autoscaler/mindcloud-golden-cluster";
        assert.deepEqual(change?.Condition, { StringEquals: { [`aws:ResourceTag/${tag}`]: "owned" } });
        const tagged = graph
            .ofType("aws:autoscaling/tag:Tag")
            .filter(({ inputs }) => (inputs.tag as { key: string }).key === tag);
        assert.equal(tagged.length, graph.ofType("aws:eks/nodeGroup:NodeGroup").length);
    });

    it("hold every change of the load balancer controller to its own tag, or to the nodes' group or a listener", () => {
        const cluster = "mindcloud-golden-cluster";
        const exempt = [
            "Look",
            "MakeServiceRole",
            "FindGroupsHere",
            "MakeGroupsHere",
            "OpenNodesToIt",
            "ChangeListeners",
            "ChangeRules",
            "TagListeners",
        ];
        const statements = statementsOf(graph, "services-load-balancer");
        for (const { Sid, Condition } of statements.filter((each) => !exempt.includes(each.Sid))) {
            const equals = Condition?.StringEquals ?? {};
            const own = ["aws:ResourceTag/elbv2.k8s.aws/cluster", "aws:RequestTag/elbv2.k8s.aws/cluster"];
            assert.ok(
                own.some((key) => equals[key] === cluster),
                Sid,
            );
        }
        const open = statements.find(({ Sid }) => Sid === "OpenNodesToIt");
        assert.match(String(open?.Resource), /:security-group\/sg-[0-9a-f]+$/);
        const all = statements.flatMap(({ Action }) => listed(Action)).join(" ");
        assert.doesNotMatch(all, /waf|shield|cognito|acm|iam:(Get|List)/);
    });
});
