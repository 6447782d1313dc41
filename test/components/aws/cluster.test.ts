/** The control plane, who can reach it, and the provider through which everything else gets in. */
import assert from "node:assert/strict";
import { serviceRange } from "../../../config/service-range";
import { kubeconfig } from "../../../components/aws/kubeconfig";
import { isUnknown, Secret, type Graph } from "../../../plan/graph";
import { eksGraph, json } from "./cluster.fixture";

const CLUSTER = "aws:eks/cluster:Cluster";
const ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
const ENTRY = "aws:eks/accessEntry:AccessEntry";

describe("Cluster", () => {
    let graph: Graph;
    before(async () => {
        graph = await eksGraph();
    });

    it("is private only without public CIDRs, and otherwise open to exactly those", async () => {
        const closed = graph.the(CLUSTER).inputs.vpcConfig as Record<string, unknown>;
        assert.equal(closed.endpointPrivateAccess, true);
        assert.equal(closed.endpointPublicAccess, false);
        assert.equal("publicAccessCidrs" in closed, false, "AWS reads an empty list as 0.0.0.0/0");

        const publicCidrs = ["203.0.113.0/24", "198.51.100.0/24"];
        const open = (await eksGraph({ cluster: { publicCidrs } })).the(CLUSTER).inputs.vpcConfig as typeof closed;
        assert.equal(open.endpointPrivateAccess, true);
        assert.equal(open.endpointPublicAccess, true);
        assert.deepEqual(open.publicAccessCidrs, ["198.51.100.0/24", "203.0.113.0/24"]);
    });

    it("has a control plane in the first two zones however many nodes use, or in three where it was made with three", async () => {
        const subnetsOf = (made: Graph): unknown =>
            (made.the(CLUSTER).inputs.vpcConfig as { subnetIds: unknown }).subnetIds;
        const [a, b, c] = ["subnet-eu-central-1a", "subnet-eu-central-1b", "subnet-eu-central-1c"];
        assert.deepEqual(subnetsOf(graph), [a, b]);
        assert.deepEqual(subnetsOf(await eksGraph({ cluster: { controlPlaneZones: 3 } })), [a, b, c]);
    });

    it("encrypts Secrets, logs everything, stays in standard support and makes nobody admin by creation", () => {
        const { inputs } = graph.the(CLUSTER);
        assert.deepEqual(inputs.encryptionConfig, {
            provider: { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/cluster" },
            resources: ["secrets"],
        });
        assert.deepEqual(inputs.enabledClusterLogTypes, [
            "api",
            "audit",
            "authenticator",
            "controllerManager",
            "scheduler",
        ]);
        assert.deepEqual(inputs.upgradePolicy, { supportType: "STANDARD" });
        assert.deepEqual(inputs.accessConfig, {
            authenticationMode: "API",
            bootstrapClusterCreatorAdminPermissions: false,
        });
        assert.equal(inputs.bootstrapSelfManagedAddons, false);
    });

    it("is protected against deletion exactly as long as data is kept", async () => {
        assert.equal(graph.the(CLUSTER).inputs.deletionProtection, true);
        const disposable = await eksGraph({ scope: { data: "disposable" } });
        assert.equal(disposable.the(CLUSTER).inputs.deletionProtection, false);
    });

    it("waits for its log group and for all of its role, but never for NAT", () => {
        const cluster = graph.the(CLUSTER);
        const role = graph.descendantsOf(graph.the("mindcloud:aws:ServiceRole", "cluster-control-plane"));
        assert.equal(role.length, 3);
        for (const part of [...role, graph.the("aws:cloudwatch/logGroup:LogGroup")])
            assert.ok(graph.dependsOn(cluster, part), part.name);
        assert.deepEqual(graph.pathsTo(cluster, "aws:ec2/natGateway:NatGateway"), []);
    });

    it("writes its logs to an encrypted group that is not kept for ever", () => {
        const { inputs } = graph.the("aws:cloudwatch/logGroup:LogGroup");
        assert.equal(inputs.name, "/aws/eks/mindcloud-dev/cluster");
        assert.equal(inputs.kmsKeyId, "arn:aws:kms:eu-central-1:111122223333:key/logs");
        assert.equal(inputs.retentionInDays, 30);
    });

    it("has a role that EKS assumes for this one cluster only", () => {
        const trust = json(graph.the("aws:iam/role:Role", "cluster-control-plane-role"), "assumeRolePolicy");
        assert.deepEqual((trust as { Statement: unknown }).Statement, [
            {
                Effect: "Allow",
                Principal: { Service: "eks.amazonaws.com" },
                Action: "sts:AssumeRole",
                Condition: {
                    StringEquals: { "aws:SourceAccount": "111122223333" },
                    ArnLike: { "aws:SourceArn": ["arn:aws:eks:eu-central-1:111122223333:cluster/mindcloud-dev"] },
                },
            },
        ]);
    });

    it("keeps Service addresses out of the VPC", () => {
        assert.equal(serviceRange("10.20.0.0/16"), "172.20.0.0/16");
        assert.equal(serviceRange("172.20.128.0/17"), "10.100.0.0/16");
        assert.equal(serviceRange("172.200.0.0/16"), "172.20.0.0/16");
    });
});

describe("access to the cluster", () => {
    const access = {
        "arn:aws:iam::111122223333:role/deploy": "admin",
        "arn:aws:iam::111122223333:role/teams/a": "operate",
        "arn:aws:iam::111122223333:user/teams/a": "view",
        "arn:aws:iam::444455556666:role/teams/a": "view",
    } as const;
    const policyOf = (graph: Graph, principal: string) =>
        graph
            .ofType(ASSOCIATION)
            .filter(({ inputs }) => inputs.principalArn === principal)
            .map(({ inputs }) => inputs.policyArn);

    it("is given to the listed principals and to nobody else, each with one policy for the whole cluster", async () => {
        const graph = await eksGraph({ cluster: { access } });
        const principals = graph.ofType(ENTRY).map(({ inputs }) => inputs.principalArn);
        assert.deepEqual(principals.sort(), Object.keys(access).sort());
        assert.equal(graph.ofType(ASSOCIATION).length, 4);
        for (const { inputs } of graph.ofType(ASSOCIATION)) assert.deepEqual(inputs.accessScope, { type: "cluster" });
    });

    it("lets only admins read Secrets: operators and viewers get EKS's view policy, and groups for what RBAC adds", async () => {
        const graph = await eksGraph({ cluster: { access } });
        const policy = "arn:aws:eks::aws:cluster-access-policy";
        const groupsOf = (principal: string) =>
            graph.ofType(ENTRY).find(({ inputs }) => inputs.principalArn === principal)?.inputs.kubernetesGroups;
        const [deploy, operator, viewer] = Object.keys(access) as [string, string, string];
        assert.deepEqual(policyOf(graph, deploy), [`${policy}/AmazonEKSClusterAdminPolicy`]);
        assert.deepEqual(policyOf(graph, operator), [`${policy}/AmazonEKSViewPolicy`]);
        assert.deepEqual(policyOf(graph, viewer), [`${policy}/AmazonEKSViewPolicy`]);
        assert.deepEqual(groupsOf(operator), ["mindcloud:view", "mindcloud:operate"]);
        assert.deepEqual(groupsOf(viewer), ["mindcloud:view"]);
    });

    it("changes a level in place: the names of entries hold the principal, not the level", async () => {
        const names = async (level: "admin" | "view") =>
            (await eksGraph({ cluster: { access: { "arn:aws:iam::111122223333:role/deploy": level } } }))
                .ofType(ENTRY, ASSOCIATION)
                .map(({ urn }) => urn);
        assert.deepEqual(await names("view"), await names("admin"));
    });
});

describe("ClusterAccess", () => {
    it("makes the Kubernetes provider wait for access, for every node group, and for the add-ons that every pod needs", async () => {
        const graph = await eksGraph();
        const provider = graph.the("pulumi:providers:kubernetes");
        const everyPods = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent", "coredns"];
        const addons = graph.ofType("aws:eks/addon:Addon");
        assert.equal(addons.length, 9);
        const needed = [
            ...graph.ofType(ENTRY, ASSOCIATION, "aws:eks/nodeGroup:NodeGroup"),
            ...addons.filter(({ inputs }) => everyPods.includes(String(inputs.addonName))),
        ];
        assert.equal(needed.length, 2 + 6 + 4);
        for (const resource of needed) assert.ok(provider.dependencies.includes(resource.urn), resource.name);
        for (const addon of addons.filter((addon) => !needed.includes(addon)))
            assert.ok(!provider.dependencies.includes(addon.urn), addon.name);
    });

    it("names the cluster plainly at preview, when the kubeconfig is still unknown", async () => {
        const graph = await eksGraph({}, "preview");
        const { inputs, propertyDependencies } = graph.the("pulumi:providers:kubernetes");
        assert.equal(inputs.clusterIdentifier, "mindcloud-dev");
        assert.deepEqual(propertyDependencies.clusterIdentifier ?? [], [], "it comes out of no resource");
        assert.ok(isUnknown(inputs.kubeconfig));
    });

    it("keeps the kubeconfig secret", async () => {
        const { kubeconfig: secret } = (await eksGraph()).the("pulumi:providers:kubernetes").inputs;
        assert.ok(secret instanceof Secret);
        assert.match(String(secret.reveal()), /"server":"https:/);
    });

    it("stores no credential in the kubeconfig and names no profile, and writes its keys in order", () => {
        const text = kubeconfig({ clusterName: "c", region: "r", endpoint: "https://e", certificateAuthority: "Y2E=" });
        const parsed = JSON.parse(text) as { users: { user: object }[]; clusters: unknown };
        assert.deepEqual(parsed.clusters, [
            { cluster: { "certificate-authority-data": "Y2E=", server: "https://e" }, name: "c" },
        ]);
        assert.deepEqual(
            parsed.users.map(({ user }) => Object.keys(user)),
            [["exec"]],
        );
        assert.match(text, /"args":\["eks","get-token","--cluster-name","c","--output","json","--region","r"\]/);
        assert.doesNotMatch(text, /profile|"token"|AWS_/i);
        assert.equal(text, JSON.stringify(sorted(parsed)));
    });
});

function sorted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)]),
    );
}
