/** What every cluster runs: that it is there when somebody needs it and only then, and that nothing starts or goes too early. */
import assert from "node:assert/strict";
import { CHARTS } from "../../../config/versions";
import type { Graph } from "../../../plan/graph";
import { at, object } from "../workload/fixture";
import {
    completeGraph,
    economyGraph,
    memstackGraph,
    onlySystems,
    RELEASE,
    release,
    releases,
    servicesGraph,
} from "./fixture";

describe("ClusterServices", () => {
    let graph: Graph;
    before(async () => {
        graph = await completeGraph();
    });

    it("installs what the enabled systems need, and nothing for nobody", async () => {
        const monitoring = [
            ...["alloy", "kube-prometheus-stack", "loki", "prometheus-operator-crds"],
            "prometheus-yet-another-cloudwatch-exporter",
        ];
        const secrets = ["cluster-autoscaler", "external-secrets", "external-secrets-kinds"];
        const alb = "aws-load-balancer-controller";
        const rows: [string, Graph, readonly string[]][] = [
            ["no system", await servicesGraph(onlySystems()), ["cluster-autoscaler"]],
            ["everything", graph, [...secrets, "keda", alb, ...monitoring]],
            ["no queue that scales", await memstackGraph(), [...secrets, alb, ...monitoring]],
            ["no domain", await economyGraph(), [...secrets, "keda", ...monitoring]],
        ];
        for (const [what, made, expected] of rows) {
            assert.deepEqual(releases(made), [...expected].sort(), what);
            const classes = made.ofType("kubernetes:networking.k8s.io/v1:IngressClass").length;
            assert.equal(classes, expected.includes(alb) ? 1 : 0, what);
        }
    });

    it("pins every chart, takes back what fails, and lets Helm give up before Pulumi does", () => {
        const versions = Object.values(CHARTS).map(({ chart, version, repository }) => [chart, version, repository]);
        for (const { inputs, customTimeouts, dependencies, name } of graph.ofType(RELEASE)) {
            const { repo } = inputs.repositoryOpts as { repo: string };
            assert.ok(
                versions.some((row) => JSON.stringify(row) === JSON.stringify([inputs.chart, inputs.version, repo])),
                name,
            );
            assert.deepEqual([inputs.atomic, inputs.createNamespace], [true, false], name);
            assert.ok(Number(inputs.timeout) < 20 * 60 && customTimeouts?.create === "20m", name);
            if (inputs.namespace === "kube-system") continue;
            const home = object(graph, "Namespace", String(inputs.namespace));
            const policies = graph
                .ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy")
                .filter((policy) => at(policy, "metadata", "namespace") === inputs.namespace);
            assert.ok(policies.length >= 3, `${name}: default-deny, DNS and what the chart needs`);
            for (const before of [home, ...policies]) assert.ok(dependencies.includes(before.urn), before.name);
        }
    });

    it("puts kinds before what is one of them: monitors in charts, the store of secrets, the load balancer's class", () => {
        const kinds = release(graph, "prometheus-operator-crds");
        for (const chart of ["external-secrets", "keda", "aws-load-balancer-controller", "cluster-autoscaler"])
            assert.ok(graph.dependsOn(release(graph, chart), kinds), chart);
        const store = graph.the("kubernetes:external-secrets.io/v1:ClusterSecretStore");
        for (const name of ["external-secrets", "external-secrets-kinds"])
            assert.ok(graph.dependsOn(store, release(graph, name)), name);
        assert.ok(graph.dependsOn(release(graph, "external-secrets"), release(graph, "external-secrets-kinds")));
        assert.equal(at(release(graph, "external-secrets"), "values", "installCRDs"), false);
        assert.equal(at(release(graph, "external-secrets-kinds"), "values", "createOperator"), false);
        const params = graph.the("kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams");
        assert.ok(graph.dependsOn(params, release(graph, "aws-load-balancer-controller")));
    });

    it("starts no pod before its priority, volumes and readiness gate exist, and no Ingress before its controller", () => {
        const pod = graph.the("kubernetes:apps/v1:Deployment", "app-api");
        const controller = release(graph, "aws-load-balancer-controller");
        const first = [
            ...graph.ofType(
                "kubernetes:scheduling.k8s.io/v1:PriorityClass",
                "kubernetes:storage.k8s.io/v1:StorageClass",
                "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
                "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
            ),
            controller,
        ];
        assert.equal(first.length, 4 + 3 + 2 * 8 + 1);
        for (const other of first) assert.ok(graph.dependsOn(pod, other), other.name);

        const ingress = graph.the("kubernetes:networking.k8s.io/v1:Ingress");
        const ofClass = graph.ofType(
            "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams",
            "kubernetes:networking.k8s.io/v1:IngressClass",
        );
        for (const other of [controller, ...ofClass]) assert.ok(graph.dependsOn(ingress, other), other.name);
    });

    it("starts what has no volume before the drivers of volumes, and what may have one after them", () => {
        const drivers = graph
            .ofType("aws:eks/addon:Addon")
            .filter(({ inputs }) => /csi-driver|snapshot/.test(String(inputs.addonName)));
        assert.ok(drivers.length >= 2);
        for (const driver of drivers) {
            for (const chart of ["external-secrets", "aws-load-balancer-controller", "cluster-autoscaler", "keda"])
                assert.ok(!graph.dependsOn(release(graph, chart), driver), `${chart} ${driver.name}`);
            for (const storage of graph.ofType("kubernetes:storage.k8s.io/v1:StorageClass"))
                assert.ok(graph.dependsOn(storage, driver), `${storage.name} ${driver.name}`);
            assert.ok(graph.dependsOn(graph.the("kubernetes:apps/v1:Deployment", "app-api"), driver), driver.name);
            assert.ok(graph.dependsOn(release(graph, "kube-prometheus-stack"), driver), driver.name);
        }
    });

    it("gives a controller its permissions before it starts, and takes them after it is gone", () => {
        for (const chart of ["external-secrets", "aws-load-balancer-controller", "cluster-autoscaler"]) {
            const made = release(graph, chart);
            const association = graph
                .ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation")
                .find(({ inputs }) => inputs.namespace === chart && inputs.serviceAccount === chart);
            assert.ok(association !== undefined && graph.dependsOn(made, association), chart);
            const role = association.name.replace(/-association$/, "-policy");
            assert.ok(graph.dependsOn(made, graph.the("aws:iam/rolePolicy:RolePolicy", role)), chart);
        }
    });

    it("waits for no data store, certificate or Prometheus: the longest chain stays what AWS takes", () => {
        const slow = [
            "aws:rds/instance:Instance",
            "aws:elasticache/replicationGroup:ReplicationGroup",
            "aws:acm/certificateValidation:CertificateValidation",
        ];
        for (const made of graph.ofType(RELEASE)) assert.deepEqual(graph.pathsTo(made, ...slow), [], made.name);
        assert.deepEqual(graph.dependentsOf(release(graph, "kube-prometheus-stack")), []);
    });

    it("says to capacity exactly what it says to the charts", () => {
        for (const [type, chart, pick] of [
            ["mindcloud:cluster:ExternalSecrets", "external-secrets", ["resources"]],
            ["mindcloud:cluster:LoadBalancerController", "aws-load-balancer-controller", ["resources"]],
            ["mindcloud:cluster:ClusterAutoscaler", "cluster-autoscaler", ["resources"]],
            ["mindcloud:cluster:Keda", "keda", ["resources", "operator"]],
        ] as const) {
            const footprint = graph.the(type).inputs.footprint as { requests: object; replicas: number }[];
            const asked = at(release(graph, chart), "values", ...pick, "requests") as { cpu: string; memory: string };
            for (const { requests, replicas } of footprint) {
                assert.deepEqual(requests, {
                    cpuMillicores: parseInt(asked.cpu),
                    memoryMebibytes: parseInt(asked.memory),
                });
                assert.equal(replicas, 2, "one takes over when the other's zone is lost");
            }
        }
    });

    it("keeps room in every zone for the first pods that scale up, which anyone may take, and none in a small environment", async () => {
        const pause = graph.the("kubernetes:apps/v1:Deployment", "services-headroom-pause");
        assert.equal(at(pause, "spec", "replicas"), 3);
        assert.equal(at(pause, "spec", "template", "spec", "priorityClassName"), "mindcloud-headroom");
        const spread = at(pause, "spec", "template", "spec", "topologySpreadConstraints", 0);
        assert.equal((spread as { whenUnsatisfiable: string }).whenUnsatisfiable, "DoNotSchedule");

        const economy = await economyGraph();
        assert.deepEqual(economy.ofType("mindcloud:cluster:Headroom"), []);
        assert.equal(at(release(economy, "cluster-autoscaler"), "values", "replicaCount"), 1);
    });

    it("makes volumes encrypted with our key, growable, where their pod runs; kept only where data is kept", async () => {
        const key = graph.the("aws:kms/key:Key", "keys-volumes");
        const classes = graph.ofType("kubernetes:storage.k8s.io/v1:StorageClass");
        assert.deepEqual(classes.map((each) => at(each, "metadata", "name")).sort(), [
            "gp3",
            "gp3-xfs",
            "gp3-xfs-disposable",
        ]);
        for (const { inputs, dependencies, replaceOnChanges, deleteBeforeReplace } of classes) {
            assert.deepEqual([replaceOnChanges, deleteBeforeReplace], [["reclaimPolicy"], true], "none can be updated");
            const { type, encrypted } = inputs.parameters as Record<string, unknown>;
            assert.deepEqual([type, encrypted, inputs.allowVolumeExpansion], ["gp3", "true", true]);
            const gone = JSON.stringify(inputs.metadata).includes("disposable");
            assert.equal(inputs.volumeBindingMode, "WaitForFirstConsumer");
            assert.equal(
                inputs.reclaimPolicy,
                gone ? "Delete" : "Retain",
                "what goes with a pod leaves nothing behind",
            );
            assert.ok(dependencies.includes(key.urn));
        }
        const byDefault = classes.filter((each) => JSON.stringify(each.inputs).includes("is-default-class"));
        assert.deepEqual(
            byDefault.map((each) => at(each, "metadata", "name")),
            ["gp3"],
        );

        const small = (await servicesGraph(onlySystems())).ofType("kubernetes:storage.k8s.io/v1:StorageClass");
        assert.deepEqual(
            small.map((each) => at(each, "metadata", "name")),
            ["gp3"],
            "nobody has large files",
        );
        const ofSnapshots = "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass";
        assert.equal(graph.the(ofSnapshots).inputs.deletionPolicy, "Retain");
        assert.equal((await economyGraph()).the(ofSnapshots).inputs.deletionPolicy, "Delete");
        assert.deepEqual((await servicesGraph(onlySystems())).ofType(ofSnapshots), [], "nobody has a volume");

        const disposable = (await economyGraph()).ofType("kubernetes:storage.k8s.io/v1:StorageClass");
        assert.deepEqual([...new Set(disposable.map(({ inputs }) => inputs.reclaimPolicy))], ["Delete"]);
    });
});
