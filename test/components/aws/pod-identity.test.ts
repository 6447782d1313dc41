/** Roles of pods: who can assume them, and in what order things appear. */
import assert from "node:assert/strict";
import * as eks from "@pulumi/aws/eks";
import { PodIdentity } from "../../../components/aws/pod-identity";
import { awsProvider } from "../../../components/aws/provider";
import type { Graph } from "../../../plan/graph";
import { record } from "../../../plan/record";
import { json, scope } from "./cluster.fixture";

const ROLE = "aws:iam/role:Role";
const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";

async function identityGraph(): Promise<Graph> {
    const program = () => {
        const aws = awsProvider(scope, {});
        const cluster = new eks.Cluster(
            "cluster",
            {
                name: "mindcloud-dev",
                roleArn: "arn:aws:iam::111122223333:role/c",
                vpcConfig: { subnetIds: ["subnet-0"] },
            },
            { provider: aws },
        );
        new PodIdentity(
            "akosha-cold",
            {
                called: "akosha-cold",
                scope,
                cluster: { clusterName: "mindcloud-dev", name: cluster.name },
                namespace: "akosha",
                serviceAccount: "ingestion",
                statements: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::cold/akosha/*" }],
            },
            { providers: { aws } },
        );
    };
    return (await record(program, { project: scope.project, stack: scope.stack, mode: "update" })).graph;
}

describe("PodIdentity", () => {
    let graph: Graph;
    before(async () => {
        graph = await identityGraph();
    });

    it("can be assumed by one service account of one cluster in one account only", () => {
        const { Statement } = json(graph.the(ROLE), "assumeRolePolicy") as { Statement: unknown };
        assert.deepEqual(Statement, [
            {
                Effect: "Allow",
                Principal: { Service: "pods.eks.amazonaws.com" },
                Action: ["sts:AssumeRole", "sts:TagSession"],
                Condition: {
                    StringEquals: {
                        "aws:SourceAccount": "111122223333",
                        "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-central-1:111122223333:cluster/mindcloud-dev",
                        "aws:RequestTag/kubernetes-namespace": "akosha",
                        "aws:RequestTag/kubernetes-service-account": "ingestion",
                    },
                },
            },
        ]);
    });

    it("makes the role without waiting for the cluster, and associates it only with its permissions", () => {
        const cluster = graph.the("aws:eks/cluster:Cluster");
        const association = graph.the(ASSOCIATION);
        assert.equal(graph.dependsOn(graph.the(ROLE), cluster), false);
        assert.equal(graph.dependsOn(association, cluster), true);
        assert.equal(graph.dependsOn(association, graph.the("aws:iam/rolePolicy:RolePolicy")), true);
        assert.equal(association.inputs.namespace, "akosha");
        assert.equal(association.inputs.serviceAccount, "ingestion");
    });

    it("allows what was asked for and nothing else", () => {
        assert.deepEqual(json(graph.the("aws:iam/rolePolicy:RolePolicy"), "policy"), {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::cold/akosha/*" }],
        });
        assert.deepEqual(graph.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment"), []);
        assert.equal(graph.the(ROLE).inputs.name, "mindcloud-dev-akosha-cold");
    });
});
