/** The environment as the control plane gets it: plain data, which passes from process to process. */

export interface Shape {
    readonly region: string;
    readonly groups: readonly ShapedGroup[];
    /** Nodes of each group, by its key, that the plan's floor needs. */
    readonly counts: Readonly<Record<string, number>>;
    /** What add-ons run: there from the beginning. */
    readonly standIns: readonly StandInPods[];
    /** What is in a cluster of others. Default nothing. */
    readonly others?: readonly Manifest[];
    /** What charts run: there when they are installed. */
    readonly releases: readonly ShapedRelease[];
}

export interface ShapedGroup {
    /** In the stack file: `general`; with its zone where there is one for each: `zonal-us-east-1a`. */
    readonly key: string;
    /** Logical name of the node group. */
    readonly name: string;
    /** What EKS calls it, and writes on its nodes. */
    readonly managedName: string;
    readonly capacityType: "ON_DEMAND" | "SPOT";
    readonly instanceType: string;
    readonly zones: readonly string[];
    readonly min: number;
    readonly max: number;
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly NodeTaint[];
    /** What EKS leaves to pods. */
    readonly cpuMillicores: number;
    readonly memoryMebibytes: number;
    readonly scratchMebibytes: number;
    readonly pods: number;
    /** EBS volumes that a node can have attached. */
    readonly volumes: number;
}

export interface NodeTaint {
    readonly key: string;
    readonly value: string;
    readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** A Helm release of the program. */
export interface ShapedRelease {
    readonly name: string;
    readonly namespace: string;
    readonly chart: string;
    readonly version: string;
    /** URL. */
    readonly repository: string;
    /** What the chart makes of its values, as far as it is recorded (objects.ts). */
    readonly objects: readonly Manifest[];
}

export type Manifest = Readonly<Record<string, unknown>>;

export interface StandInPods {
    readonly namespace: string;
    readonly name: string;
    readonly replicas: number | "perNode";
    /** Of one pod. */
    readonly cpuMillicores: number;
    readonly memoryMebibytes: number;
    readonly nodeSelector: Readonly<Record<string, string>>;
    /** EBS volume of each pod. Default none. */
    readonly volumeGibibytes?: number;
}

export interface Node {
    readonly group: ShapedGroup;
    readonly name: string;
    readonly zone: string;
    readonly region: string;
}
