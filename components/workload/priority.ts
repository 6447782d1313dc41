import { PriorityClass } from "@pulumi/kubernetes/scheduling/v1";
import * as pulumi from "@pulumi/pulumi";

/** Who stays when a node is full. `headroom` is for pods that only keep room free: anyone may push them out. */
export const PRIORITIES = {
    store: { className: "mindcloud-store", value: 10_000, description: "Holds data that others wait for" },
    serving: { className: "mindcloud-serving", value: 1_000, description: "Answers requests" },
    batch: { className: "mindcloud-batch", value: 100, description: "Runs once or on a schedule, and may wait" },
    headroom: { className: "mindcloud-headroom", value: -10, description: "Keeps room free for others" },
} as const;
export type Priority = keyof typeof PRIORITIES;

/** The classes of the table, once a cluster. Who runs pods waits for `ready`: a pod of an unknown PriorityClass is refused. */
export class PriorityClasses extends pulumi.ComponentResource {
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:workload:PriorityClasses", name, {}, opts);
        this.ready = Object.entries(PRIORITIES).map(
            ([priority, { className, value, description }]) =>
                new PriorityClass(
                    `${name}-${priority}`,
                    {
                        metadata: { name: className, labels: { "app.kubernetes.io/managed-by": "mindcloud" } },
                        value,
                        description,
                        globalDefault: false,
                        // A batch job waits for room; it takes none from a pod that works.
                        preemptionPolicy:
                            priority === "batch" || priority === "headroom" ? "Never" : "PreemptLowerPriority",
                    },
                    { parent: this },
                ),
        );
        this.registerOutputs({ classNames: Object.values(PRIORITIES).map(({ className }) => className) });
    }
}
