/**
 * Alloy's configuration: it follows the log files of the pods on its node, names them as Prometheus names the same pods, and sends them to
 * Loki. Components: Alloy 1.18, docs/sources/reference/components.
 */

/** `system` is what alerts and dashboards go by: app.kubernetes.io/part-of of the pod. */
const LABELS = [
    ["__meta_kubernetes_namespace", "namespace"],
    ["__meta_kubernetes_pod_name", "pod"],
    ["__meta_kubernetes_pod_container_name", "container"],
    ["__meta_kubernetes_pod_node_name", "node"],
    ["__meta_kubernetes_pod_label_app_kubernetes_io_name", "app"],
    ["__meta_kubernetes_pod_label_app_kubernetes_io_part_of", "system"],
] as const;

const rule = (source: string, target: string): string => `  rule {
    source_labels = ["${source}"]
    target_label  = "${target}"
  }`;

export const alloyConfiguration = (lokiUrl: string): string => `discovery.kubernetes "pods" {
  role = "pod"
  selectors {
    role  = "pod"
    field = "spec.nodeName=" + coalesce(sys.env("K8S_NODE_NAME"), constants.hostname)
  }
}

discovery.relabel "pods" {
  targets = discovery.kubernetes.pods.targets
${LABELS.map(([source, target]) => rule(source, target)).join("\n")}
  rule {
    source_labels = ["__meta_kubernetes_namespace", "__meta_kubernetes_pod_name", "__meta_kubernetes_pod_uid", "__meta_kubernetes_pod_container_name"]
    regex         = "(.+);(.+);(.+);(.+)"
    replacement   = "/var/log/pods/\${1}_\${2}_\${3}/\${4}/*.log"
    target_label  = "__path__"
  }
}

loki.source.file "pods" {
  targets    = discovery.relabel.pods.output
  file_match {
    enabled = true
  }
  forward_to = [loki.process.pods.receiver]
}

loki.process "pods" {
  stage.cri { }
  stage.label_drop {
    values = ["filename", "flags"]
  }
  forward_to = [loki.write.loki.receiver]
}

loki.write "loki" {
  endpoint {
    url = "${lokiUrl}/loki/api/v1/push"
  }
}
`;
