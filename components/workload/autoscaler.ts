/** The one object that owns a workload's number of replicas: an HPA, or a ScaledObject of KEDA, which makes an HPA of the same name. */
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2";
import type { autoscaling } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { standardLabels } from "./labels";
import type { NamespaceHandle } from "./site";
import type { Percent } from "./quantities";
import { rulesOf, type Automatic, type QueueMetric, type ScalingBehaviour } from "./scaling";

export interface AutoscalerArgs {
    readonly namespace: NamespaceHandle;
    readonly kind: "Deployment" | "StatefulSet";
    readonly workload: string;
    readonly scaling: Automatic;
    /** Main container; and whether others run beside it, whose use would otherwise be averaged in. */
    readonly container: string;
    readonly hasSidecars: boolean;
    readonly opts: pulumi.CustomResourceOptions;
}

export const autoscalerName = ({ workload, scaling }: Pick<AutoscalerArgs, "workload" | "scaling">): string =>
    scaling.name ?? `${workload}-hpa`;

export function autoscaler(name: string, args: AutoscalerArgs): void {
    if (args.scaling.queue === undefined) horizontalPodAutoscaler(name, args);
    else scaledObject(name, args, args.scaling.queue);
}

export function autoscalerProblems({ namespace, scaling }: Pick<AutoscalerArgs, "namespace" | "scaling">): string[] {
    if (scaling.queue === undefined) return [];
    const { site } = namespace;
    return [
        ...(site.eventScaling === undefined
            ? ["scales by a queue, which needs KEDA: install it, or leave the queue out"]
            : []),
        ...(site.prometheus === undefined ? ["scales by a queue, which needs Prometheus to count it"] : []),
    ];
}

function metadata(args: AutoscalerArgs) {
    return {
        name: autoscalerName(args),
        namespace: args.namespace.namespaceName,
        labels: standardLabels({ name: args.workload, partOf: args.namespace.system }),
    };
}

const target = ({ kind, workload }: AutoscalerArgs) => ({ apiVersion: "apps/v1", kind, name: workload });

function horizontalPodAutoscaler(name: string, args: AutoscalerArgs): void {
    const { scaling, opts } = args;
    const metrics = [...resourceMetric("cpu", scaling.cpu, args), ...resourceMetric("memory", scaling.memory, args)];
    new HorizontalPodAutoscaler(
        `${name}-hpa`,
        {
            metadata: metadata(args),
            spec: {
                scaleTargetRef: target(args),
                minReplicas: scaling.min,
                maxReplicas: scaling.max,
                metrics,
                ...behaviourOf(scaling),
            },
        },
        opts,
    );
}

function resourceMetric(
    resource: "cpu" | "memory",
    share: Percent | undefined,
    { container, hasSidecars }: AutoscalerArgs,
): autoscaling.v2.MetricSpec[] {
    if (share === undefined) return [];
    const source = { name: resource, target: { type: "Utilization", averageUtilization: share.percent } };
    return [
        hasSidecars
            ? { type: "ContainerResource", containerResource: { ...source, container } }
            : { type: "Resource", resource: source },
    ];
}

/** Three failed readings, half a minute each, before the fallback holds. */
const FAILURES_UNTIL_FALLBACK = 3;

/**
 * KEDA serves the queue from Prometheus and lets the HPA decide over all three. Where the metric is produced, no data is an error and not
 * zero: then the fallback holds what runs, and cpu and memory still scale above it (a fixed number would cut a busy workload down:
 * kedacore/keda#6659). A metric that no code exports yet would hold it up for ever; its absence is an empty queue.
 */
function scaledObject(name: string, args: AutoscalerArgs, queue: QueueMetric): void {
    const { namespace, scaling, opts } = args;
    const { prometheus, eventScaling } = namespace.site;
    new CustomResource(
        `${name}-scaler`,
        {
            apiVersion: "keda.sh/v1alpha1",
            kind: "ScaledObject",
            metadata: metadata(args),
            spec: {
                scaleTargetRef: target(args),
                minReplicaCount: scaling.min,
                maxReplicaCount: scaling.max,
                fallback: {
                    failureThreshold: FAILURES_UNTIL_FALLBACK,
                    replicas: scaling.min,
                    behavior: "currentReplicasIfHigher",
                },
                advanced: { horizontalPodAutoscalerConfig: { name: autoscalerName(args), ...behaviourOf(scaling) } },
                triggers: [
                    ...resourceTrigger("cpu", scaling.cpu, args),
                    ...resourceTrigger("memory", scaling.memory, args),
                    {
                        type: "prometheus",
                        name: "queue",
                        metricType: "AverageValue",
                        metadata: {
                            serverAddress: prometheus?.url,
                            query: queueQuery(queue, namespace.namespaceName),
                            threshold: String(queue.perReplica),
                            ignoreNullValues: isProduced(queue) ? "false" : "true",
                        },
                    },
                ],
            },
        },
        // Its finalizer needs the operator: on destroy, this goes first.
        { ...opts, dependsOn: [...dependencies(opts), ...(eventScaling?.ready ?? [])] },
    );
}

function resourceTrigger(
    type: "cpu" | "memory",
    share: Percent | undefined,
    { container, hasSidecars }: AutoscalerArgs,
) {
    if (share === undefined) return [];
    const value = { value: String(share.percent), ...(hasSidecars && { containerName: container }) };
    return [{ type, metricType: "Utilization", metadata: value }];
}

const isProduced = ({ metric }: QueueMetric): boolean => typeof metric === "string" || metric.producedToday !== false;

/** One number, of this namespace only: another company's queue is not ours. */
export function queueQuery({ metric, over = "sum" }: QueueMetric, namespace: string): string {
    return `${over}(${typeof metric === "string" ? metric : metric.name}{namespace="${namespace}"})`;
}

function behaviourOf({ up, down }: Automatic): { behavior?: autoscaling.v2.HorizontalPodAutoscalerBehavior } {
    if (up === undefined && down === undefined) return {};
    return { behavior: { ...(up && { scaleUp: scalingRules(up) }), ...(down && { scaleDown: scalingRules(down) }) } };
}

function scalingRules(behaviour: ScalingBehaviour): autoscaling.v2.HPAScalingRules {
    return {
        ...(behaviour.window && { stabilizationWindowSeconds: behaviour.window.seconds }),
        ...("select" in behaviour && behaviour.select !== undefined && { selectPolicy: behaviour.select }),
        policies: rulesOf(behaviour).map(({ atMost, every }) =>
            atMost.unit === "percent"
                ? { type: "Percent", value: atMost.percent, periodSeconds: every.seconds }
                : { type: "Pods", value: atMost.pods, periodSeconds: every.seconds },
        ),
    };
}

function dependencies({ dependsOn }: pulumi.CustomResourceOptions): pulumi.Resource[] {
    return Array.isArray(dependsOn) ? (dependsOn as pulumi.Resource[]) : [];
}
