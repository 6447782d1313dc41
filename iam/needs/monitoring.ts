/** Programs that watch, and services of AWS that write down. */
import { each, managedPolicy, type Need } from "./need";

const cloudWatch: Need = {
    role: "cloudwatch-identity",
    sources: ["https://github.com/prometheus-community/yet-another-cloudwatch-exporter/blob/master/README.md"],
    // GetMetricStatistics is for static and custom jobs, of which there are none. sts:GetCallerIdentity, before every job, needs no
    // permission, but a way there; iam:ListAccountAliases only gives a name, and its refusal is a warning (pkg/job/scrape.go).
    calls: [...each("cloudwatch", "GetMetricData ListMetrics"), "tag:GetResources"],
    alsoCalls: ["sts"],
};

const VIA_S3 = "@kms:ViaService=s3.{region}.{dnsSuffix}";
const PODS = "{stores-pod-logs-bucket.bucket}";

const loki: Need = {
    role: "logs-loki-identity",
    sources: ["https://grafana.com/docs/loki/latest/configure/storage/"],
    calls: [
        ...each("s3", "GetObject PutObject DeleteObject", `object=${PODS}|fake/1`),
        `s3:ListBucket bucket=${PODS}`,
        ...each("kms", "GenerateDataKey Decrypt", `key={key.objects} ${VIA_S3}`),
    ],
};

const alertmanager: Need = {
    role: "metrics-alertmanager-identity",
    sources: [
        "https://prometheus.io/docs/alerting/latest/configuration/#sns_config",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    ],
    calls: [
        "sns:Publish topic={alarms-topic.name}",
        ...each("kms", "GenerateDataKey Decrypt", "key={key.alarms} @kms:ViaService=sns.{region}.{dnsSuffix}"),
    ],
};

const FLOWS = "{network-flow-logs-group.name}";

const flowLogs: Need = {
    role: "network-flow-logs-writer",
    // Without CreateLogGroup and DescribeLogGroups of any: the group is made here.
    sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html"],
    calls: [
        ...each("logs", "CreateLogStream PutLogEvents", `log-stream=${FLOWS}|eni-1-reject`),
        `logs:DescribeLogStreams log-group=${FLOWS}`,
        "logs:DescribeLogGroups",
    ],
};

const RDS = "RDSOSMetrics";

const databaseMonitoring: Need = {
    role: "stores-postgres-monitoring",
    sources: [managedPolicy("AmazonRDSEnhancedMonitoringRole")],
    calls: [
        ...each("logs", "CreateLogGroup PutRetentionPolicy", `log-group=${RDS}`),
        ...each("logs", "CreateLogStream PutLogEvents GetLogEvents", `log-stream=${RDS}|db-1`),
        // Its policy names streams for it, and AWS checks it against the group: the service works without.
    ],
};

export const needs: readonly Need[] = [cloudWatch, loki, alertmanager, flowLogs, databaseMonitoring];
