import { CronJob } from "@pulumi/kubernetes/batch/v1";
import * as pulumi from "@pulumi/pulumi";
import { scheduleProblems } from "../schedule";
import { describeJob, jobSpec, keepsVolumes, surround, trafficOf, type JobArgs } from "./job-args";
import { minutes, type Duration } from "./quantities";

export type ScheduledJobArgs<SidePort extends string, Volume extends string> = JobArgs<SidePort, Volume> & {
    /** Five fields, for example `0 2 * * *`. */
    readonly schedule: string;
    /** Name of the IANA time zone. Default Etc/UTC. */
    readonly timeZone?: string;
    /** When a run is due and the last one has not ended. Default Forbid: the new one is left out. */
    readonly whileRunning?: "Forbid" | "Replace";
    /** How late a run may still start; later, it is left out. Default 10 minutes. */
    readonly startWithin?: Duration;
    /** Finished runs that stay to be looked at (history limits). Default 1 that succeeded and 3 that failed. */
    readonly keeps?: { readonly succeeded: number; readonly failed: number };
    /** Keeps everything and runs nothing. Default false. */
    readonly suspended?: boolean;
};

const START_WITHIN = minutes(10);
/** Until a finished pod goes with its volumes: two scrapes see how it ended, and its last lines of log are fetched. */
const VOLUMES_STAY = minutes(10);

/** A pod that runs to its end on a schedule (CronJob). `kubectl create job --from` starts it by hand. */
export class ScheduledJob<SidePort extends string = never, Volume extends string = never>
    extends pulumi.ComponentResource
{
    readonly workload: string;
    readonly namespace: string;

    constructor(name: string, args: ScheduledJobArgs<SidePort, Volume>, opts?: pulumi.ComponentResourceOptions) {
        const described = describeJob(name, args, [
            ...scheduleProblems(args.schedule),
            ...(args.startWithin !== undefined && args.startWithin.seconds < SHORTEST_START
                ? [
                      `may start within ${args.startWithin.seconds} s, but the controller looks every ${SHORTEST_START} s: raise startWithin`,
                  ]
                : []),
        ]);
        super("mindcloud:workload:ScheduledJob", name, { traffic: trafficOf(described.surroundings) }, opts);
        const { pod } = described;
        this.workload = pod.name;
        this.namespace = args.namespace.namespaceName;

        const waitsFor = surround({ ...described.surroundings, name, parent: this });
        new CronJob(
            name,
            {
                metadata: { name: pod.name, namespace: this.namespace, labels: pod.labels },
                spec: {
                    schedule: args.schedule,
                    timeZone: args.timeZone ?? "Etc/UTC",
                    concurrencyPolicy: args.whileRunning ?? "Forbid",
                    startingDeadlineSeconds: (args.startWithin ?? START_WITHIN).seconds,
                    successfulJobsHistoryLimit: args.keeps?.succeeded ?? 1,
                    failedJobsHistoryLimit: args.keeps?.failed ?? 3,
                    suspend: args.suspended ?? false,
                    jobTemplate: {
                        metadata: { labels: pod.labels },
                        spec: {
                            ...jobSpec(described.args, pod),
                            ...(keepsVolumes(described.args) && { ttlSecondsAfterFinished: VOLUMES_STAY.seconds }),
                        },
                    },
                },
            },
            { parent: this, dependsOn: waitsFor },
        );
        args.namespace.site.registry.addCronJob(this.namespace, pod.name);
        this.registerOutputs({ workload: this.workload });
    }
}

/** Kubernetes, CronJob, "Deadline for delayed Job start": with less, a run may never be started. */
const SHORTEST_START = 10;
