import { Job } from "@pulumi/kubernetes/batch/v1";
import * as pulumi from "@pulumi/pulumi";
import { describeJob, jobSpec, jobTimeoutSeconds, keepsVolumes, surround, trafficOf, type JobArgs } from "./job-args";
import type { AnyPodArgs } from "./pod-args";
import type { Pod } from "./pod";

export type OneShotJobArgs<SidePort extends string, Volume extends string> = JobArgs<SidePort, Volume> & {
    /** Runs it again when this changes, besides a change of what it runs. Default never. */
    readonly runAgainOn?: pulumi.Input<string>;
    /** Of the Job itself. Default none. */
    readonly annotations?: Readonly<Record<string, string>>;
};

/**
 * A pod that runs once to its end. The deployment waits for it, and who depends on `ready` starts after it. A change of its pod runs it
 * again, so it must do no harm twice. It stays when it has ended (no ttlSecondsAfterFinished): a job that vanished would be run again by
 * the next `pulumi up --refresh`.
 */
export class OneShotJob<SidePort extends string = never, Volume extends string = never>
    extends pulumi.ComponentResource
{
    readonly workload: string;
    readonly namespace: string;
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: OneShotJobArgs<SidePort, Volume>, opts?: pulumi.ComponentResourceOptions) {
        const described = describeJob(name, args, ownVolumeProblems(args));
        super("mindcloud:workload:OneShotJob", name, { traffic: trafficOf(described.surroundings) }, opts);
        const { pod } = described;
        this.workload = pod.name;
        this.namespace = args.namespace.namespaceName;

        const waitsFor = surround({ ...described.surroundings, name, parent: this });
        const again: Pod["annotations"] =
            args.runAgainOn === undefined ? {} : { "mindcloud.dev/run-again-on": args.runAgainOn };
        const job = new Job(
            name,
            {
                metadata: {
                    ...{ name: pod.name, namespace: this.namespace, labels: pod.labels },
                    ...(args.annotations && { annotations: args.annotations }),
                },
                spec: jobSpec(described.args, { ...pod, annotations: { ...pod.annotations, ...again } }),
            },
            { parent: this, dependsOn: waitsFor, customTimeouts: timeouts(jobTimeoutSeconds(described.args)) },
        );

        this.ready = [job];
        this.registerOutputs({ workload: this.workload });
    }
}

const ownVolumeProblems = (args: AnyPodArgs): string[] =>
    keepsVolumes(args)
        ? ["has volumes of its own, which would stay as long as it does: use a claim, or scratch space"]
        : [];

/** A little longer than the job itself, so that its own reason is what Pulumi reports. */
function timeouts(within: number): pulumi.CustomTimeouts {
    const timeout = `${within + 120}s`;
    return { create: timeout, update: timeout };
}
