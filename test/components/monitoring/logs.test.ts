/** Logs: from every node into a bucket, for as long as was said, and there by the same names as metrics. */
import assert from "node:assert/strict";
import { alloyConfiguration } from "../../../components/monitoring/alloy-config";
import { LOGS_SIZES, lokiValues } from "../../../components/monitoring/logs-values";
import type { Graph } from "../../../plan/graph";
import { bareGraph, completeGraph, economyGraph, release } from "../cluster/fixture";
import { at, object } from "../workload/fixture";

const loki = (of: Graph, ...path: readonly (string | number)[]) => at(release(of, "loki"), "values", ...path);

/** What Loki's values read of it. */
const SITE = {
    scope: { region: "eu-west-1", data: "keep" },
    storageClasses: { general: "gp3" },
} as Parameters<typeof lokiValues>[0];

describe("Logs", () => {
    let graph: Graph;
    let small: Graph;
    before(async () => {
        graph = await completeGraph();
        small = await economyGraph();
    });

    it("are kept by three that agree where a zone may be lost, and by one elsewhere", () => {
        for (const [of, replicas] of [
            [graph, 3],
            [small, 1],
        ] as const) {
            assert.equal(loki(of, "deploymentMode"), "Monolithic");
            assert.equal(loki(of, "singleBinary", "replicas"), replicas);
            assert.equal(loki(of, "loki", "commonConfig", "replication_factor"), replicas);
            assert.equal(
                loki(of, "singleBinary", "persistence", "size"),
                "10Gi",
                "a StatefulSet's template can never change",
            );
            const budget = loki(of, "singleBinary") as { podDisruptionBudget?: object };
            assert.equal("podDisruptionBudget" in budget, replicas > 1);
        }
    });

    it("are deleted after the days of the profile, and by the bucket a week later if Loki forgot them", () => {
        for (const [of, days] of [
            [graph, 30],
            [small, 7],
        ] as const) {
            assert.equal(loki(of, "loki", "limits_config", "retention_period"), `${days * 24}h`);
            assert.deepEqual(loki(of, "loki", "compactor"), { retention_enabled: true, delete_request_store: "s3" });
            const lifecycle = of.the(
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
                "stores-pod-logs-lifecycle",
            );
            assert.match(JSON.stringify(lifecycle.inputs.rules), new RegExp(`"expiration":{"days":${days + 7}}`));
        }
    });

    it("lie in a bucket of their own, which Loki alone may use, and of which it may use nothing but objects", () => {
        const bucket = String(loki(graph, "loki", "storage", "bucketNames", "chunks"));
        assert.match(bucket, /pod-logs/);
        const policy = graph.the("aws:iam/rolePolicy:RolePolicy", "logs-loki-identity-policy");
        const { Statement } = JSON.parse(String(policy.inputs.policy)) as {
            Statement: { Action: string | string[]; Resource: string }[];
        };
        assert.deepEqual(
            Statement.flatMap(({ Action }) => Action),
            ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "kms:GenerateDataKey", "kms:Decrypt"],
        );
        assert.ok(graph.dependsOn(release(graph, "loki"), policy), "pods have credentials only if they start after it");
        const others = graph
            .ofType("aws:iam/rolePolicy:RolePolicy")
            .filter(({ inputs, name }) => name !== policy.name && String(inputs.policy).includes(bucket));
        assert.deepEqual(others, []);
    });

    it("come from every node, from a namespace apart that says why it may look at nodes", () => {
        const apart = object(graph, "Namespace", "node-logs");
        assert.equal(at(apart, "metadata", "labels", "pod-security.kubernetes.io/enforce"), "privileged");
        assert.match(String(at(apart, "metadata", "annotations", "mindcloud.dev/pod-security-exception")), /log files/);
        const alloy = at(release(graph, "alloy"), "values") as {
            alloy: { securityContext: { capabilities: object; readOnlyRootFilesystem: boolean } };
            controller: { tolerations: object[] };
            rbac: { rules: object[]; clusterRules: object[] };
        };
        assert.deepEqual(alloy.alloy.securityContext.capabilities, { drop: ["ALL"], add: ["DAC_READ_SEARCH"] });
        assert.equal(alloy.alloy.securityContext.readOnlyRootFilesystem, true);
        assert.deepEqual(alloy.controller.tolerations, [{ operator: "Exists" }]);
        // Both: with one of them empty the chart's template is no YAML.
        const pods = [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }];
        assert.deepEqual(alloy.rbac, { rules: pods, clusterRules: pods });
    });

    it("are kept on nodes apart, as hard as the nodes there are allow", () => {
        const affinity = (systemNodes: number, replicas: 1 | 3) => {
            const size = { ...LOGS_SIZES.highlyAvailable, replicas };
            const settings = { size, systemNodes, days: 7, bucket: { bucketName: "logs" } };
            return lokiValues(SITE, settings).singleBinary.affinity.podAntiAffinity;
        };
        const kinds = (systemNodes: number, replicas: 1 | 3) =>
            Object.entries(affinity(systemNodes, replicas))
                .filter(([, terms]) => terms.length > 0)
                .map(([kind]) => kind.replace(/During.*/, ""));
        assert.deepEqual(kinds(3, 3), ["required"]);
        assert.deepEqual(kinds(2, 3), ["preferred"], "the third would wait for ever");
        assert.deepEqual(kinds(0, 3), ["preferred"], "nodes of others are not known");
        assert.ok("requiredDuringSchedulingIgnoredDuringExecution" in affinity(2, 3), "or the chart's own would stay");
    });

    it("carry the labels by which Prometheus knows the same pods, and go to Loki's own Service", () => {
        const text = alloyConfiguration("http://loki.loki.svc:3100");
        for (const label of ["namespace", "pod", "container", "node", "app", "system"])
            assert.match(text, new RegExp(`target_label  = "${label}"`));
        // Relabelling reads $1_ as a name of its own.
        assert.match(text, /replacement {3}= "\/var\/log\/pods\/\$\{1\}_\$\{2\}_\$\{3\}\/\$\{4\}\/\*\.log"/);
        // Every block by its name and label, and what it hands on to; Alloy 1.18, docs/sources/reference/components.
        const blocks = [...text.matchAll(/^([a-z.]+) "([a-z]+)" \{$/gm)].map(
            ([, kind, label]) => `${String(kind)}.${String(label)}`,
        );
        assert.deepEqual(blocks, [
            ...["discovery.kubernetes.pods", "discovery.relabel.pods", "loki.source.file.pods"],
            ...["loki.process.pods", "loki.write.loki"],
        ]);
        const read = [...text.matchAll(/= \[?([a-z]+\.[a-z.]+)\.(targets|output|receiver)\b/g)].map(
            ([, block = ""]) => block,
        );
        assert.deepEqual(
            read,
            blocks.filter((block) => block !== "loki.source.file.pods"),
        );
        // prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config, role pod
        for (const [source = ""] of text.matchAll(/__meta_\w+/g))
            assert.match(
                source,
                /^__meta_kubernetes_(namespace|pod_(name|uid|container_name|node_name|label_app_kubernetes_io_(name|part_of)))$/,
            );
        const [, from, path] =
            /source_labels = \[([^\]]+)\]\n +regex +=.*\n +replacement.*\n +target_label += "(\w+)"/.exec(text) ?? [];
        assert.deepEqual(
            [from?.match(/(?<=_)(namespace|pod_name|pod_uid|container_name)(?=")/g), path],
            [["namespace", "pod_name", "pod_uid", "container_name"], "__path__"],
        );
        assert.equal(text.match(/role += "pod"/g)?.length, 2);
        assert.match(text, /field = "spec\.nodeName=" \+ coalesce\(sys\.env\("K8S_NODE_NAME"\), constants\.hostname\)/);
        assert.match(text, /values = \["filename", "flags"\]/);
        assert.match(text, /url = "http:\/\/loki\.loki\.svc:3100\/loki\/api\/v1\/push"/);
        assert.match(String(at(release(graph, "alloy"), "values", "alloy", "configMap", "content")), /loki\.loki\.svc/);
    });

    it("are not there when nobody wants them: no chart, no bucket, no source of data", async () => {
        const without = await bareGraph();
        assert.throws(() => release(without, "loki"), /no release/);
        assert.throws(() => release(without, "alloy"), /no release/);
        assert.deepEqual(
            without.ofType("aws:s3/bucket:Bucket").filter(({ name }) => name.includes("pod-logs")),
            [],
        );
        assert.deepEqual(
            at(release(without, "kube-prometheus-stack"), "values", "grafana", "additionalDataSources"),
            [],
        );
    });
});
