/** A cluster of others: what it brings is used and not made, and everything around it is as it would be on one of our own. */
import assert from "node:assert/strict";
import type { Graph } from "../../../plan/graph";
import { evaluate } from "../../../policy/evaluate";
import { changed, FOREIGN, recordingOf, recordStack, TODAY } from "../../support/recordings";
import { at, object } from "../workload/fixture";
import { RELEASE, releases } from "./fixture";

const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

describe("MemStack on a cluster of others", () => {
    let graph: Graph;
    before(async () => {
        ({ graph } = await recordingOf(FOREIGN, "update"));
    });
    const typesLike = (pattern: RegExp) => graph.types().filter((type) => pattern.test(type));

    it("makes no control plane, node, add-on, network or access, and nothing that the cluster brings", () => {
        assert.deepEqual(typesLike(/^aws:eks\//), ["aws:eks/podIdentityAssociation:PodIdentityAssociation"]);
        assert.deepEqual(typesLike(/^aws:(autoscaling|ec2\/(vpc|subnet|launchTemplate|natGateway|flowLog))/), []);
        assert.deepEqual(typesLike(/(StorageClass|VolumeSnapshotClass|SecretStore|IngressClass|ClusterRole)/), []);
        assert.deepEqual(graph.ofType(RELEASE), []);
        assert.deepEqual(
            graph
                .ofType("kubernetes:core/v1:Namespace")
                .map((home) => at(home, "metadata", "name"))
                .sort(),
            ["memstack", "memstack-database"],
        );
    });

    it("keeps the keys that guard something, and no other", () => {
        const keys = graph.ofType("aws:kms/key:Key").map(({ name }) => name);
        assert.deepEqual(
            keys.filter((name) => ["keys-cluster", "keys-volumes", "keys-backups"].includes(name)),
            [],
        );
        assert.ok(keys.includes("keys-secrets") && keys.includes("keys-database"));
    });

    it("reaches it without a credential, by a name that is known at preview", () => {
        const provider = graph.the("pulumi:providers:kubernetes");
        assert.equal(provider.inputs.clusterIdentifier, "shared");
        const associations = graph.ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation");
        assert.deepEqual([...new Set(associations.map(({ inputs }) => inputs.clusterName))], ["shared"]);
    });

    it("puts volumes, secrets and monitors where its owner says", () => {
        const classes = graph
            .ofType("kubernetes:core/v1:PersistentVolumeClaim")
            .map((claim) => at(claim, "spec", "storageClassName"));
        assert.deepEqual([...new Set(classes)], ["ebs-database"]);
        const secrets = graph.ofType("kubernetes:external-secrets.io/v1:ExternalSecret");
        assert.ok(secrets.length >= 4);
        for (const secret of secrets)
            assert.deepEqual(at(secret, "spec", "secretStoreRef"), { kind: "ClusterSecretStore", name: "aws-secrets" });
        const monitors = graph.ofType("kubernetes:monitoring.coreos.com/v1:ServiceMonitor");
        assert.ok(monitors.length > 0);
        for (const monitor of monitors) assert.equal(at(monitor, "metadata", "labels", "release"), "platform");
    });

    it("lets its Prometheus in, and its nodes to our stores", () => {
        const opened = graph.ofType(POLICY).filter(({ inputs }) => JSON.stringify(inputs).includes("observability"));
        assert.ok(opened.length > 0);
        const nodes = graph
            .ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
            .map(({ inputs }) => inputs.referencedSecurityGroupId);
        assert.ok(nodes.length >= 2 && nodes.every((id) => id === "sg-0123456789abcdef0"));
    });

    it("holds its own namespaces to the laws, and no others", () => {
        const law = object(graph, "ValidatingAdmissionPolicy", "mindcloud-pods");
        assert.deepEqual(at(law, "spec", "matchConstraints", "namespaceSelector"), {
            matchLabels: { "app.kubernetes.io/managed-by": "mindcloud" },
        });
    });

    it("installs beside it what is asked for, and uses the rest", async () => {
        const stack = changed(FOREIGN, {
            clusterServices: { loadBalancerController: "install", priorityClasses: "present" },
            domain: { name: "ai.example.com", zoneId: "Z0000000000PLACEHOLD" },
        });
        const { graph: other } = await recordStack(stack, "update");
        assert.deepEqual(releases(other), ["aws-load-balancer-controller"]);
        assert.deepEqual(other.ofType("kubernetes:scheduling.k8s.io/v1:PriorityClass"), []);
        const { findings } = evaluate(other, stack.environment, { today: TODAY });
        assert.deepEqual(findings, []);
    });
});
