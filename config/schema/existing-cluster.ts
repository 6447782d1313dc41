/** An EKS cluster that others made and keep: how it is reached, and what in it is there to be used. */
import { z } from "zod";
import { cidr, integer } from "./primitives";

const objectName = z
    .string()
    .regex(
        /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
        "is not the name of a Kubernetes object | use lower-case letters, digits, dashes and dots",
    );
/** RFC 1123 label: what a namespace is called. */
const namespace = z
    .string()
    .regex(
        /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
        "is not the name of a namespace | use at most 63 lower-case letters, digits and dashes",
    );
const labels = z.record(
    z
        .string()
        .regex(
            /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
            "is not a label key | write domain/name",
        ),
    z
        .string()
        .regex(
            /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/,
            "is not a label value | use letters, digits, dashes, dots",
        ),
);

const kubeconfig = z.strictObject({
    endpoint: z
        .string()
        .regex(
            /^https:\/\/[a-zA-Z0-9.-]+(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))?$/,
            "is not the URL of an API server | write https://<host>",
        )
        .describe("URL of its API server (aws eks describe-cluster: endpoint)."),
    certificateAuthority: z
        .string()
        .regex(/^[A-Za-z0-9+/]+={0,2}$/, "is not base64 | write certificateAuthority.data as AWS prints it")
        .describe("Certificate authority, PEM in base64 (aws eks describe-cluster: certificateAuthority.data)."),
});

const monitoring = z.strictObject({
    namespace: namespace.describe("Namespace of Prometheus."),
    podLabels: labels.describe("Labels of its pods: NetworkPolicies let them read metrics, and let KEDA ask them."),
    port: integer(1, 65535, "(a port)").describe("Port of its pods."),
    url: z
        .string()
        .regex(
            /^https?:\/\/[a-z0-9.-]+(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))?$/,
            "is not an address | write http://<service>.<namespace>.svc:9090",
        )
        .describe("Address inside the cluster."),
    monitorLabels: labels
        .optional()
        .describe(
            "Labels by which it chooses ServiceMonitors and PrometheusRules, for example release: prometheus. Default none.",
        ),
});

export const existingCluster = z.strictObject({
    name: z
        .string()
        .regex(
            /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
            "is not the name of an EKS cluster | use letters, digits, dashes and underscores",
        )
        .describe("Name of the cluster, in this account and region."),
    kubeconfig: kubeconfig.describe(
        "How its API is reached. No credential: whoever deploys asks AWS for a token, and must have an access entry there.",
    ),
    nodeSecurityGroupId: z
        .string()
        .regex(/^sg-[0-9a-f]{8,17}$/, "is not a security group id | write sg-0123456789abcdef0")
        .describe("Security group of its nodes: our stores admit it."),
    serviceCidr: cidr.optional().describe("Block of its ClusterIPs. Default the one that EKS takes for such a VPC."),
    storageClasses: z
        .strictObject({
            general: objectName.describe("For most volumes; ours is gp3 with ext4, encrypted, expandable."),
            database: objectName.describe("For databases of large files; ours is gp3 with xfs."),
            disposable: objectName
                .optional()
                .describe(
                    "For copies of volumes that go with a pod: the file system of database, reclaimPolicy Delete. Default database; with Retain each nightly backup leaves two volumes behind.",
                ),
        })
        .optional()
        .describe("StorageClasses to use, bound where the first pod runs (WaitForFirstConsumer)."),
    secretStore: objectName
        .optional()
        .describe(
            "ClusterSecretStore of External Secrets for Secrets Manager, which may read mindcloud/<stack>/* and admits our namespaces.",
        ),
    ingressClass: objectName
        .optional()
        .describe("IngressClass of AWS Load Balancer Controller, with target type ip, for systems with a host name."),
    monitoring: monitoring
        .optional()
        .describe("Prometheus Operator's Prometheus, which then reads our metrics and rules."),
});
