/** Cases of nodes, room for pods, certificates and the services of the cluster. */
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../../../components/monitoring/catalogues/cloudwatch";
import { KUBERNETES as K } from "../../../components/monitoring/catalogues/kubernetes";
import { NODES } from "../../../components/monitoring/catalogues/nodes";
import { PROBES } from "../../../components/monitoring/catalogues/probes";
import { MONITORING as M } from "../../../components/monitoring/catalogues/prometheus";
import type { Case } from "./cases";
import { before, level, points, rising } from "./series";

const DAY = 86_400;
const TARGET = { job: "a-job", instance: "10.0.0.9:8000" };

export function clusterCases(): readonly Case[] {
    return [...nodeCases(), ...capacityCases(), ...edgeCases(), ...serviceCases()];
}

function nodeCases(): readonly Case[] {
    const exporter = { pod: "kube-state-metrics-0" };
    const condition = (name: string, status: string, is: number) =>
        level(K.nodeCondition, { node: "node-1", condition: name, status, ...exporter }, is);
    const ready = (node: string, is: number) =>
        level(K.nodeCondition, { node, condition: "Ready", status: "true", ...exporter }, is);
    const disk = (free: number, mountpoint = "/") => {
        const of = { device: "/dev/nvme0n1p1", mountpoint, fstype: "xfs", device_error: "" };
        return [level(NODES.fileSystemSize, of, 1000), level(NODES.fileSystemAvailable, of, free)];
    };
    const memory = (free: number) => [level(NODES.memoryTotal, {}, 1000), level(NODES.memoryAvailable, {}, free)];
    const agents = (wanted: number, there: number) => {
        const of = { namespace: "node-metrics", daemonset: "node-exporter", ...exporter };
        return [level(K.daemonSetDesired, of, wanted), level(K.daemonSetAvailable, of, there)];
    };
    return [
        {
            alert: "MostNodesDown",
            rule: { scope: "cluster" },
            bad: [ready("a", 1), ready("b", 0), ready("c", 0)],
            good: [[ready("a", 1), ready("b", 0)]],
            ...{ for: 5, says: "33.33% of the nodes are ready." },
        },
        {
            alert: "NodeNotReady",
            bad: [condition("Ready", "true", 0), condition("Ready", "false", 1)],
            good: [[condition("Ready", "true", 1), condition("Ready", "false", 0)]],
            ...{ for: 10, labels: { node: "node-1", condition: "Ready", status: "true" } },
            says: "node-1 has not been Ready for 10 minutes (0).",
        },
        {
            alert: "NodeUnderPressure",
            bad: [condition("DiskPressure", "true", 1)],
            good: [[condition("DiskPressure", "true", 0), condition("Ready", "true", 1)]],
            ...{ for: 10, labels: { node: "node-1", condition: "DiskPressure", status: "true" } },
            says: "node-1 has DiskPressure (1).",
        },
        {
            alert: "NodeDiskAlmostFull",
            bad: disk(149),
            good: [disk(151), disk(149, "/mnt/other")],
            for: 15,
            labels: { ...TARGET, device: "/dev/nvme0n1p1", mountpoint: "/", fstype: "xfs" },
            says: "/ of 10.0.0.9:8000 has 14.9% left.",
        },
        {
            alert: "NodeMemoryLow",
            bad: memory(49),
            good: [memory(51)],
            ...{ for: 15, labels: TARGET, says: "10.0.0.9:8000 has 4.9% of its memory left." },
        },
        {
            alert: "DaemonSetIncomplete",
            bad: agents(6, 5),
            good: [agents(6, 6)],
            ...{ for: 15, labels: { namespace: "node-metrics", daemonset: "node-exporter" } },
            says: "node-metrics/node-exporter is not available on 1 nodes.",
        },
    ];
}

function capacityCases(): readonly Case[] {
    const pod = { namespace: "cluster-autoscaler", pod: "cluster-autoscaler-0" };
    const waiting = (pods: number) => [level(M.podsWithoutNode, { ...pod, type: "unschedulable" }, pods)];
    const group = (least: number, now: number, most: number) => {
        const of = { ...pod, node_group: "eks-general" };
        return [
            level(M.nodeGroupMinimum, of, least),
            level(M.nodeGroupTarget, of, now),
            level(M.nodeGroupMaximum, of, most),
        ];
    };
    const failed = (values: string) => [points(M.failedScaleUps, { ...pod, reason: "cloudProviderError" }, values)];
    const safe = (is: number) => [level(M.safeToScale, pod, is)];
    return [
        {
            alert: "PodsWithoutNode",
            bad: waiting(1),
            good: [waiting(0)],
            ...{ for: 15, says: "1 pods wait for a node." },
        },
        {
            alert: "NodeGroupAtMaximum",
            bad: group(5, 6, 6),
            good: [group(2, 5, 6), group(3, 3, 3)],
            ...{ for: 15, labels: { node_group: "eks-general" } },
            says: "eks-general may have 0 more nodes.",
        },
        {
            alert: "NodesCannotBeAdded",
            bad: failed("0x5 2x300"),
            good: [failed("2x300")],
            ...{ since: 6, for: 0, labels: { reason: "cloudProviderError" } },
            says: "2 attempts to add nodes failed within 30 minutes: cloudProviderError.",
        },
        {
            alert: "NodesNotScaled",
            bad: safe(0),
            good: [safe(1)],
            ...{ for: 15, labels: { ...pod, ...TARGET } },
            says: "cluster-autoscaler-0 says that the cluster is not safe to scale (0).",
        },
    ];
}

function edgeCases(): readonly Case[] {
    const page = { instance: "https://akosha.ai.example.com/health", job: "health", namespace: "akosha" };
    const ends = (seconds: number) => [before(PROBES.certificateExpiry, page, -seconds)];
    const balancer = {
        ...{ account_id: "000000000000", region: "us-east-1", name: "arn" },
        dimension_LoadBalancer: "app/mindcloud/1",
    };
    const group = { ...balancer, dimension_TargetGroup: "targetgroup/a/1" };
    const answers = (good: number, own: number) => [
        level(CLOUDWATCH.requests, group, good),
        level(CLOUDWATCH.loadBalancerErrors, balancer, own),
    ];
    const refused = (connections: number) => [level(CLOUDWATCH.rejectedConnections, balancer, connections)];
    return [
        {
            alert: "CertificateExpiresSoon",
            bad: ends(21 * DAY - 1),
            good: [ends(22 * DAY)],
            ...{ for: 60, labels: page },
            says: `The certificate of ${page.instance} ends in 20d 22h 59m 59s.`,
        },
        {
            alert: "CertificateExpires",
            bad: ends(7 * DAY - 1),
            good: [ends(8 * DAY)],
            ...{ for: 60, labels: page },
            says: `The certificate of ${page.instance} ends in 6d 22h 59m 59s.`,
        },
        {
            alert: "LoadBalancerUnavailable",
            bad: answers(949, 51),
            good: [answers(951, 49)],
            ...{ for: 5, says: "5.1% of requests got an error from the load balancer itself." },
        },
        {
            alert: "LoadBalancerRefuses",
            bad: refused(1),
            good: [refused(0)],
            ...{ for: 5, labels: { dimension_LoadBalancer: "app/mindcloud/1" } },
            says: "app/mindcloud/1 refused 1 connections in a period.",
        },
    ];
}

function serviceCases(): readonly Case[] {
    const secret = (status: string, is: number) =>
        level(M.secretCondition, { exported_namespace: "akosha", name: "akosha-jwt", condition: "Ready", status }, is);
    const scaler = {
        ...{ exported_namespace: "akosha", scaledObject: "akosha-ingestion", type: "scaledobject" },
        ...{ scaler: "prometheusScaler", triggerIndex: "2", metric: "s2-prometheus" },
    };
    return [
        {
            alert: "SecretNotSynced",
            bad: [secret("False", 1), secret("True", 0)],
            good: [[secret("False", 0), secret("True", 1)]],
            for: 15,
            labels: { exported_namespace: "akosha", name: "akosha-jwt", condition: "Ready", status: "False" },
            says: "akosha/akosha-jwt is not Ready (1).",
        },
        {
            alert: "ScalerFailing",
            bad: [rising(M.scalerErrors, scaler, 1)],
            good: [[level(M.scalerErrors, scaler, 7)]],
            ...{ since: 1, for: 15 },
            labels: { exported_namespace: "akosha", scaledObject: "akosha-ingestion", scaler: "prometheusScaler" },
            says: "akosha/akosha-ingestion (prometheusScaler) failed 15 times within 15 minutes.",
        },
    ];
}
