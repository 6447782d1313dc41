/**
 * What a chart or an add-on runs, in the words of the scheduler. Components pass it as `{ footprint }` in their own arguments, so that the
 * recorded graph holds it: cost and capacity count it, and the rehearsal's control plane gets stand-in pods for it.
 */
export interface Footprint {
    /** Name of the controller: `keda-operator`. */
    readonly name: string;
    readonly namespace: string;
    /** Pods at the floor; `perNode` for what runs on every node. */
    readonly replicas: number | "perNode";
    /** Most pods, where something scales it. Default as `replicas`. */
    readonly ceiling?: number;
    /** Of one pod. */
    readonly requests: { readonly cpuMillicores: number; readonly memoryMebibytes: number };
    /** EBS volume that each pod has of its own. Default none. */
    readonly volumeGibibytes?: number;
    /** Purpose of the node group that it runs on; absent for what runs anywhere. */
    readonly nodes?: "system" | "general" | "zonal" | "untrusted";
    /** Where the numbers come from. */
    readonly source: string;
}
