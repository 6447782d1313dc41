/** What exporters would find in an environment: the objects of its graph, as labels of their series. */
import type { Metric } from "../../components/monitoring/catalogue";
import type { Graph } from "../../plan/graph";
import { manifestsOf, one, type Manifest, type PodTemplate } from "../../policy/kubernetes";
import { chartsOf } from "./world-charts";
import { awsSources, nodesOf } from "./world-aws";
import { ordinarily } from "./ordinary";
import { podName, textOr } from "./targets";
import type { Labels, Source } from "./world-source";

/** Address of the one node that everything runs on. */
const NODE = "ip-10-0-0-1.ec2.internal";

/** Namespaces in which there is anything that a metric tells of; undefined where it is not about things in namespaces. */
export function namespacesOf(graph: Graph, metric: Metric): readonly string[] | undefined {
    const rows = metric.labels.includes("namespace") ? sourceOf(graph, metric)?.rows : undefined;
    return rows?.flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace]));
}

const sourceOf = (graph: Graph, metric: Metric): Source | undefined =>
    sourcesOf(graph).find(({ of }) => of.every((label) => metric.labels.includes(label)));

/** Labels of every series of a metric: one for each thing, times what its other labels can be. */
export function seriesIn(graph: Graph, metric: Metric): readonly Labels[] {
    const rows = sourceOf(graph, metric)?.rows ?? [{}];
    return rows.flatMap((row) => {
        const own = Object.fromEntries(Object.entries(row).filter(([label]) => metric.labels.includes(label)));
        const others = Object.entries(ordinarily(metric).labelValues).filter(([label]) => !(label in own));
        return others.reduce<readonly Labels[]>(
            (all, [label, values]) => all.flatMap((labels) => values.map((value) => ({ ...labels, [label]: value }))),
            [own],
        );
    });
}

const known = new WeakMap<Graph, readonly Source[]>();

function sourcesOf(graph: Graph): readonly Source[] {
    const sources = known.get(graph) ?? read(graph);
    known.set(graph, sources);
    return sources;
}

function read(graph: Graph): readonly Source[] {
    const manifests = manifestsOf(graph);
    const charts = chartsOf(graph);
    const named = (kind: string, label: string): Source => ({
        of: ["namespace", label],
        rows: [...manifests.of(kind), ...charts.filter((each) => each.kind === kind)].map(({ namespace, name }) => ({
            ...{ namespace, [label]: name },
        })),
    });
    const podsOfCharts = charts.map(({ namespace, name }) => ({
        namespace,
        node: NODE,
        pod: `${name}-0`,
        container: name,
    }));
    return [
        { of: ["pod", "container"], rows: [...manifests.pods.flatMap(containerRows), ...podsOfCharts] },
        { of: ["namespace", "pod"], rows: [...manifests.pods.map(podRow), ...podsOfCharts] },
        named("Deployment", "deployment"),
        named("StatefulSet", "statefulset"),
        named("DaemonSet", "daemonset"),
        named("CronJob", "cronjob"),
        { of: ["owner_name"], rows: manifests.of("CronJob").map(jobRow) },
        { of: ["job_name"], rows: [...manifests.of("Job"), ...manifests.of("CronJob")].map(jobRow) },
        { of: ["horizontalpodautoscaler"], rows: autoscalerRows(graph) },
        {
            of: ["persistentvolumeclaim"],
            rows: [...claimRows(graph), ...charts.flatMap(({ claim }) => (claim === undefined ? [] : [claim]))],
        },
        { of: ["node"], rows: [{ node: NODE }, ...nodesOf(graph)] },
        {
            of: ["scaledObject"],
            rows: manifests
                .of("ScaledObject")
                .map(({ namespace, name }) => ({ exported_namespace: namespace, scaledObject: name })),
        },
        {
            of: ["exported_namespace", "name"],
            rows: manifests
                .of("ExternalSecret")
                .map(({ namespace, name }) => ({ exported_namespace: namespace, name })),
        },
        ...awsSources(graph),
    ];
}

const podRow = (pod: PodTemplate): Labels => ({ namespace: pod.owner.namespace, pod: podName(pod), node: NODE });

function containerRows(pod: PodTemplate): readonly Labels[] {
    return pod.running.map(({ name }) => ({ ...podRow(pod), container: String(name) }));
}

const jobRow = ({ kind, namespace, name }: Manifest): Labels => ({
    namespace,
    job_name: kind === "CronJob" ? `${name}-1` : name,
    ...(kind === "CronJob" && { owner_name: name }),
});

/** KEDA makes the HPA of a ScaledObject, under the name that it says. */
function autoscalerRows(graph: Graph): readonly Labels[] {
    const manifests = manifestsOf(graph);
    const own = manifests
        .of("HorizontalPodAutoscaler")
        .map(({ namespace, name }) => ({ namespace, horizontalpodautoscaler: name }));
    const made = manifests.of("ScaledObject").map(({ inputs, namespace, name }) => ({
        namespace,
        horizontalpodautoscaler: textOr(
            one(inputs, "spec.advanced.horizontalPodAutoscalerConfig.name"),
            `keda-hpa-${name}`,
        ),
    }));
    return [...own, ...made];
}

/** Claims, and those that StatefulSets make from their templates: `<template>-<pod>`. */
function claimRows(graph: Graph): readonly Labels[] {
    const manifests = manifestsOf(graph);
    const own = manifests
        .of("PersistentVolumeClaim")
        .map(({ namespace, name }) => ({ namespace, persistentvolumeclaim: name }));
    const made = manifests.pods.flatMap((pod) =>
        [...pod.volumes]
            .filter(([, volume]) => one(volume, "spec.accessModes") !== undefined)
            .map(([name]) => ({ namespace: pod.owner.namespace, persistentvolumeclaim: `${name}-${podName(pod)}` })),
    );
    return [...own, ...made];
}
