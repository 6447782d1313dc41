/** What can be said about a workload. What cannot be right - a shared single-writer volume, two owners of the replicas - has no type. */
import type { Budget } from "./budget";
import type { ServiceArgs } from "./container";
import type { PodArgs, VolumesOf } from "./pod-args";
import type { Duration } from "./quantities";
import type { Replicated, Single, Suspended } from "./scaling";
import type { Stop } from "./stop";
import type { Admission } from "./traffic";
import type { PerReplicaVolume, ReplicatedVolume, SingleWriterVolume } from "./volumes";

/** Something Prometheus reads. The port is admitted for it, and a ServiceMonitor tells it where to look. */
export interface Metrics<Port extends string> {
    readonly on: Port;
    /** Default /metrics. */
    readonly path?: string;
    /** Default 30 s. */
    readonly every?: Duration;
}

export interface ServiceSettings<Port extends string> {
    /** metadata.name of the Service. Default the workload's; documents name some differently. */
    readonly name?: string;
    /** Which ports it offers. Default all of them. */
    readonly ports?: readonly Port[];
}

interface Common<Port extends string, SidePort extends string, Volume extends string>
    extends ServiceArgs<Port, Volume>, PodArgs<SidePort, Volume> {
    /** Who may open connections to it. Default nobody; `metrics` admits Prometheus by itself. */
    readonly admits?: readonly Admission<NoInfer<Port | SidePort>>[];
    /** Without ports there is no Service. */
    readonly service?: ServiceSettings<NoInfer<Port | SidePort>>;
    readonly metrics?: Metrics<NoInfer<Port | SidePort>>;
    readonly stop?: Stop;
    /** As a document says it. Default from the floor; a single replica may always be evicted. */
    readonly budget?: Budget;
}

/** Any number of replicas, none of which owns a volume alone. */
type ReplicatedDeployment<Volume extends string> = VolumesOf<Volume, ReplicatedVolume> & {
    readonly kind?: "Deployment";
    readonly scaling: Replicated;
};

/** The same, where each replica may have a volume of its own. */
type ReplicatedStatefulSet<Volume extends string> = VolumesOf<Volume, ReplicatedVolume | PerReplicaVolume> & {
    readonly kind: "StatefulSet";
    readonly scaling: Replicated;
};

/** A single writer, which may own volumes. */
type SingleDeployment<Volume extends string> = VolumesOf<Volume, ReplicatedVolume | SingleWriterVolume> & {
    readonly kind?: "Deployment";
    readonly scaling: Single | Suspended;
};

type SingleStatefulSet<Volume extends string> = VolumesOf<
    Volume,
    ReplicatedVolume | SingleWriterVolume | PerReplicaVolume
> & {
    readonly kind: "StatefulSet";
    readonly scaling: Single | Suspended;
};

export type WorkloadArgs<Port extends string, SidePort extends string, Volume extends string> = Common<
    Port,
    SidePort,
    Volume
> &
    (
        | ReplicatedDeployment<Volume>
        | ReplicatedStatefulSet<Volume>
        | SingleDeployment<Volume>
        | SingleStatefulSet<Volume>
    );

export type AnyWorkloadArgs = WorkloadArgs<string, string, string>;
