/** What a system is written with. Everything else in this folder is how it is done. */
export type { Statement } from "../aws/iam";
export {
    claimed,
    copyOf,
    disposable,
    files,
    perReplica,
    scratch,
    scratchMemory,
    shared,
    type FilesVolume,
} from "./volumes";
export { SharedFilesClaim, VolumeClaim } from "./claims";
export { Configuration } from "./configuration";
export { image, imageProblems, imageReference, type Image, type ImageRule } from "./image";
export { Namespace, type NamespaceArgs, type PodSecurity } from "./namespace";
export type { NamespaceHandle } from "./site";
export { NamespaceLimits } from "./namespace-limits";
export { objects, throughS3, type BucketAccess } from "./buckets";
export { PlainSecret } from "./plain-secret";
export { OneShotJob, type OneShotJobArgs } from "./one-shot-job";
export type { SidecarArgs } from "./pod-args";
export { PRIORITIES, PriorityClasses, type Priority } from "./priority";
export {
    gibibytes,
    hours,
    mebibytes,
    minutes,
    percent,
    pods,
    seconds,
    type Duration,
    type Percent,
    type Pods,
    type Size,
} from "./quantities";
export { NAMESPACE_LABEL } from "./labels";
export { Registry, type Ceiling, type Member } from "./registry";
export type { Amounts, Resources } from "./resources";
export { between, fixed, single, suspended, type NamedMetric, type QueueMetric, type Scaling } from "./scaling";
export { ScheduledJob, type ScheduledJobArgs } from "./scheduled-job";
export type { IngressSite, PrometheusSite, Site, SiteNetwork, StorageClassNames } from "./site";
export { LOAD_BALANCER_DRAIN } from "./stop";
export { SyncedSecret } from "./synced-secret";
export {
    aws,
    from,
    fromNamespace,
    fromPrometheus,
    internet,
    loadBalancer,
    postgres,
    redis,
    store,
    toPrometheus,
    address,
    type Address,
    type Admission,
    type Reach,
} from "./traffic";
export type { VolumePerformance } from "./volume-performance";
export { Workload } from "./workload";
export type { WorkloadArgs } from "./workload-args";
