import { Deployment, StatefulSet } from "@pulumi/kubernetes/apps/v1";
import * as pulumi from "@pulumi/pulumi";
import { DATA_PROTECTION } from "../data-policy";
import { autoscaler, autoscalerProblems } from "./autoscaler";
import { budgetFor, budgetProblems, disruptionBudget } from "./budget";
import { startTime } from "./health";
import { selectorLabels } from "./labels";
import { surround, trafficOf, type Surroundings } from "./member";
import { spread } from "./placement";
import { podOf, type Pod } from "./pod";
import { offeredOf, portsOf } from "./ports";
import { probeOf, probing } from "./probing";
import { sizeText } from "./quantities";
import { mostPods, SURGE_PERCENT } from "./room";
import { ceilingOf, floorOf, replicasOf, scalingProblems } from "./scaling";
import { headlessName, headlessService, service, serviceMonitor, serviceName, serviceProblems } from "./services";
import { lifecycle, stopping, stopProblems, type Stopping } from "./stop";
import { address, type Address, type Admission, type Reach } from "./traffic";
import type { AnyWorkloadArgs, WorkloadArgs } from "./workload-args";

/** The least that a rollout may take before it counts as failed, in seconds: nodes may have to come first. */
const LEAST_PROGRESS_SECONDS = 600;

/** What the parts of a workload are made from. */
interface Making {
    readonly name: string;
    readonly args: AnyWorkloadArgs;
    readonly pod: Pod;
    readonly stop: Stopping;
    readonly waitsFor: pulumi.Resource[];
}

/**
 * One thing that runs pods, done right: ports once, probes, graceful stop, spread over zones and hosts, a budget that lets nodes go,
 * restricted security, traffic by declaration, and one owner of the number of replicas. Satisfies "restricted" of the
 * Pod Security Standards, and kube-score.
 */
export class Workload<Port extends string = never, SidePort extends string = never, Volume extends string = never>
    extends pulumi.ComponentResource
    implements Address<Port | SidePort>
{
    readonly workload: string;
    readonly namespace: string;
    /** metadata.name of the client Service; clients say `<serviceName>.<namespace>.svc`. */
    readonly serviceName: string;
    /** How long a leaving pod serves on: the Ingress in front must not send for longer. */
    readonly drainSeconds: number;
    /** For who needs running pods, and not only their names. */
    readonly ready: readonly pulumi.Resource[];
    readonly #address: Address<Port | SidePort>;

    constructor(name: string, args: WorkloadArgs<Port, SidePort, Volume>, opts?: pulumi.ComponentResourceOptions) {
        const described = describe(name, args);
        super("mindcloud:workload:Workload", name, { traffic: trafficOf(described) }, opts);
        const { pod, stop } = described;
        this.workload = pod.name;
        this.namespace = args.namespace.namespaceName;
        this.serviceName = serviceName(pod.name, described.args.service);
        this.drainSeconds = stop.drain.seconds;
        this.#address = address(this.namespace, pod.name, offeredOf(pod.ports));

        const waitsFor = surround({ ...described, name, parent: this });
        args.namespace.site.registry.addProbe(probeOf(pod.name, described.args));
        const making: Making = { ...described, name, waitsFor };
        this.offer(making);
        const controller = described.args.kind === "StatefulSet" ? this.statefulSet(making) : this.deployment(making);
        this.budget(making);
        this.scale(making);

        this.ready = [controller];
        this.registerOutputs({ serviceName: this.serviceName });
    }

    /** As somebody's reach: `reaches: [store.on("api")]`. Without a port, all of them. */
    on(...ports: readonly (Port | SidePort)[]): Reach {
        return this.#address.on(...ports);
    }

    private offer({ name, args, pod }: Making): void {
        const { namespace, metrics } = args;
        const services = {
            namespace,
            workload: pod.name,
            ports: pod.ports,
            opts: { parent: this, dependsOn: [...namespace.ready] },
        };
        service(name, services, args.service);
        if (metrics !== undefined) serviceMonitor(name, services, metrics);
    }

    private deployment({ name, args, pod, waitsFor }: Making): Deployment {
        const { scaling } = args;
        return new Deployment(
            name,
            {
                metadata: this.metadata(pod, args),
                spec: {
                    ...replicasOf(scaling),
                    selector: { matchLabels: selectorLabels(pod.name) },
                    // A single writer must be gone before the next one starts.
                    strategy:
                        scaling.mode === "single" || scaling.mode === "suspended"
                            ? { type: "Recreate" }
                            : {
                                  type: "RollingUpdate",
                                  rollingUpdate: { maxSurge: `${SURGE_PERCENT}%`, maxUnavailable: 0 },
                              },
                    progressDeadlineSeconds: progressSeconds(args),
                    revisionHistoryLimit: 3,
                    template: this.template(pod),
                },
            },
            this.options(args, waitsFor),
        );
    }

    private statefulSet({ name, args, pod, waitsFor }: Making): StatefulSet {
        const { namespace, scaling, volumes = {} } = args;
        const headless = headlessService(name, {
            ...{ namespace, workload: pod.name, ports: pod.ports },
            opts: { parent: this, dependsOn: [...namespace.ready] },
        });
        const templates = Object.entries(volumes).flatMap(([volume, kind]) =>
            kind.volume === "perReplica" ? [{ volume, kind }] : [],
        );
        for (const { kind } of templates)
            namespace.site.registry.addClaims(this.namespace, ceilingOf(scaling), kind.size);
        return new StatefulSet(
            name,
            {
                metadata: this.metadata(pod, args),
                spec: {
                    ...replicasOf(scaling),
                    serviceName: headlessName(pod.name),
                    selector: { matchLabels: selectorLabels(pod.name) },
                    // In order, a broken pod would block its own repair (Kubernetes, StatefulSets, "Forced rollback").
                    podManagementPolicy: "Parallel",
                    updateStrategy: { type: "RollingUpdate" },
                    revisionHistoryLimit: 3,
                    template: this.template(pod),
                    ...(templates.length > 0 && {
                        volumeClaimTemplates: templates.map(({ volume, kind }) => ({
                            metadata: { name: volume, labels: selectorLabels(pod.name) },
                            spec: {
                                accessModes: ["ReadWriteOnce"],
                                storageClassName: kind.storageClass,
                                resources: { requests: { storage: sizeText(kind.size) } },
                            },
                        })),
                        persistentVolumeClaimRetentionPolicy: {
                            whenDeleted: DATA_PROTECTION[namespace.site.scope.data].protect ? "Retain" : "Delete",
                            // What scaled down comes back with its data.
                            whenScaled: "Retain",
                        },
                    }),
                },
            },
            this.options(args, [...waitsFor, headless]),
        );
    }

    private budget({ name, args, pod }: Making): void {
        const floor = floorOf(args.scaling);
        if (floor === 0) return;
        disruptionBudget(name, {
            ...{ namespace: args.namespace, workload: pod.name, budget: args.budget ?? budgetFor(floor) },
            opts: { parent: this, dependsOn: [...args.namespace.ready] },
        });
    }

    private scale({ name, args, pod }: Making): void {
        const { namespace, scaling, kind = "Deployment" } = args;
        if (scaling.mode !== "automatic") return;
        autoscaler(name, {
            ...{
                namespace,
                kind,
                workload: pod.name,
                scaling,
                container: pod.mainContainer,
                hasSidecars: pod.hasSidecars,
            },
            opts: { parent: this, dependsOn: [...namespace.ready] },
        });
    }

    private metadata(pod: Pod, { namespace, scaling }: AnyWorkloadArgs) {
        return {
            ...{ name: pod.name, namespace: namespace.namespaceName, labels: pod.labels },
            // Where a number takes over from an autoscaler, the autoscaler still owns the field, and server-side apply refuses (conflict).
            ...(scaling.mode !== "automatic" && { annotations: { "pulumi.com/patchForce": "true" } }),
        };
    }

    private template(pod: Pod) {
        return { metadata: { labels: pod.labels, annotations: pod.annotations }, spec: pod.spec };
    }

    /** Twice the time that the cluster gives a rollout, so that its reason is what Pulumi reports. */
    private options(args: AnyWorkloadArgs, dependsOn: pulumi.Resource[]): pulumi.CustomResourceOptions {
        const timeout = `${2 * progressSeconds(args)}s`;
        return { parent: this, dependsOn, customTimeouts: { create: timeout, update: timeout } };
    }
}

type Described = Omit<Surroundings, "name" | "parent" | "args"> & {
    readonly args: AnyWorkloadArgs;
    readonly stop: Stopping;
};

/** Everything plain about it, before anything is made. */
function describe<Port extends string, SidePort extends string, Volume extends string>(
    componentName: string,
    typed: WorkloadArgs<Port, SidePort, Volume>,
): Described {
    // Names of ports and volumes have done their work in the caller's types.
    const args = typed as unknown as AnyWorkloadArgs;
    const name = args.metadataName ?? componentName;
    const admits = [...(args.admits ?? []), ...scraping(args), ...probing(name, args)];
    const behind = behindOf(args);
    const stop = stopping(args.stop ?? {}, behind);
    const pod = podOf({
        ...{ name, pod: args, graceSeconds: stop.graceSeconds, lifecycle: lifecycle(stop) },
        main: { kind: "service", args },
        priority: args.priority ?? "serving",
        more: {
            restartPolicy: "Always",
            ...spread({
                selector: selectorLabels(name),
                nodes: args.nodes ?? "general",
                replicated: ceilingOf(args.scaling) > 1,
                highlyAvailable: args.namespace.site.scope.highlyAvailable,
                perRevision: args.kind !== "StatefulSet",
            }),
        },
    });
    const problems = [
        ...scalingProblems(args.scaling),
        ...(args.scaling.mode === "automatic"
            ? autoscalerProblems({ namespace: args.namespace, scaling: args.scaling })
            : []),
        ...budgetProblems(args.budget, args.scaling),
        ...stopProblems(args.stop ?? {}, behind),
        ...serviceProblems(name, pod.ports, args.service, args.metrics),
    ];
    return { args, pod, stop, admits, pods: podsOf(args), problems };
}

function scraping({ metrics, namespace }: AnyWorkloadArgs): Admission[] {
    return metrics === undefined || namespace.site.prometheus === undefined
        ? []
        : [{ from: "prometheus", ports: [metrics.on] }];
}

function behindOf({ admits = [], ports, sidecars = {} }: AnyWorkloadArgs): "loadBalancer" | "service" | "nothing" {
    if (admits.some(({ from }) => from === "loadBalancer")) return "loadBalancer";
    const listens = [ports, ...Object.values(sidecars).map((sidecar) => sidecar.ports)].some(
        (own) => offeredOf(portsOf(own)).length > 0,
    );
    return listens ? "service" : "nothing";
}

function podsOf({ scaling, kind = "Deployment" }: AnyWorkloadArgs): number {
    const rolls = kind === "Deployment" && (scaling.mode === "fixed" || scaling.mode === "automatic");
    return mostPods(kind, ceilingOf(scaling), rolls);
}

const progressSeconds = ({ health }: AnyWorkloadArgs): number =>
    Math.max(LEAST_PROGRESS_SECONDS, 2 * startTime(health).seconds);
