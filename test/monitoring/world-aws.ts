/** What CloudWatch and the autoscaler would find in an account: the names of a graph's AWS resources. */
import type { Graph } from "../../plan/graph";
import { at, list } from "../../policy/inputs";
import { manifestsOf } from "../../policy/kubernetes";
import { textOr } from "./targets";
import type { Labels, Source } from "./world-source";

export function awsSources(graph: Graph): readonly Source[] {
    const texts = (type: string, input: string): readonly string[] =>
        graph.ofType(type).map(({ inputs, name }) => (typeof inputs[input] === "string" ? inputs[input] : name));
    const rows = (label: string, values: readonly string[]): Source => ({
        of: [label],
        rows: values.map((value) => ({ [label]: value })),
    });
    return [
        { of: ["dimension_TargetGroup"], rows: targetGroupRows(graph) },
        rows(
            "dimension_CacheClusterId",
            texts("aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId").map((id) => `${id}-001`),
        ),
        rows("dimension_DBInstanceIdentifier", texts("aws:rds/instance:Instance", "identifier")),
        rows("dimension_BucketName", texts("aws:s3/bucket:Bucket", "bucket")),
        rows(
            "node_group",
            texts("aws:eks/nodeGroup:NodeGroup", "nodeGroupName").map((name) => `eks-${name}-0`),
        ),
    ];
}

/** `k8s-<namespace>-<service>-<hash>`, letters and digits alone, 8 of each and 10 (aws-load-balancer-controller, model_build_target_group.go). */
function targetGroupRows(graph: Graph): readonly Labels[] {
    const short = (text: string): string => text.replace(/[^a-zA-Z0-9]/g, "").slice(0, 8);
    return manifestsOf(graph)
        .of("Ingress")
        .flatMap(({ inputs, namespace }) =>
            [...new Set(at(inputs, "spec.rules[].http.paths[].backend.service.name").map(String))].map((service) => ({
                dimension_TargetGroup: `targetgroup/k8s-${short(namespace)}-${short(service)}-0123456789/0123456789abcdef`,
            })),
        );
}

/** One node of each type that a group may have, in kube-state-metrics' words (internal/store/utils.go: snake case). */
export function nodesOf(graph: Graph): readonly Labels[] {
    return graph.ofType("aws:eks/nodeGroup:NodeGroup").flatMap(({ inputs, name }) =>
        list(inputs.instanceTypes).map((type) => ({
            node: `${name}-${String(type)}.ec2.internal`,
            label_node_kubernetes_io_instance_type: String(type),
            label_eks_amazonaws_com_capacity_type: textOr(inputs.capacityType, "ON_DEMAND"),
            label_mindcloud_dev_node_group: textOr(inputs.nodeGroupName, name),
        })),
    );
}
