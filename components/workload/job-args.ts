/** What both kinds of jobs say: a pod that ends. */
import type { batch } from "@pulumi/kubernetes/types/input";
import type { RunArgs } from "./container";
import { selectorLabels } from "./labels";
import { surround, trafficOf, type Surroundings } from "./member";
import type { AnyPodArgs, PodArgs, VolumesOf } from "./pod-args";
import { podOf, type Pod } from "./pod";
import { sameZone } from "./placement";
import { hours, seconds, type Duration } from "./quantities";
import { mostPods } from "./room";
import { copiedClaims, disposableSizes, type PerReplicaVolume, type Volume as AnyVolume } from "./volumes";

export interface JobSettings {
    /** activeDeadlineSeconds: longer, and it has failed. Default 1 h. */
    readonly within?: Duration;
    /** backoffLimit: how often a failed pod is tried again. Default 2. */
    readonly retries?: number;
}

/** A job runs one pod at a time, so it may hold a volume alone. */
export type JobArgs<SidePort extends string, Volume extends string> = RunArgs<Volume> &
    PodArgs<SidePort, Volume> &
    VolumesOf<Volume, Exclude<AnyVolume, PerReplicaVolume>> &
    JobSettings;

export type AnyJobArgs = JobArgs<string, string>;

const DEFAULT_WITHIN = hours(1);
const DEFAULT_RETRIES = 2;
const FINISH = seconds(30);

export interface DescribedJob {
    readonly args: AnyJobArgs;
    readonly pod: Pod;
    readonly surroundings: Omit<Surroundings, "name" | "parent">;
}

/** Everything plain about it, before anything is made. */
export function describeJob<SidePort extends string, Volume extends string>(
    componentName: string,
    typed: JobArgs<SidePort, Volume>,
    problems: readonly string[] = [],
): DescribedJob {
    // Names of ports and volumes have done their work in the caller's types.
    const args = typed as unknown as AnyJobArgs;
    const copied = sourcesOf(args);
    const owners = copied.flatMap(({ owner }) => owner ?? []);
    const pod = podOf({
        ...{ name: args.metadataName ?? componentName, pod: args, graceSeconds: FINISH.seconds, lifecycle: {} },
        main: { kind: "run", args },
        priority: args.priority ?? "batch",
        more: { restartPolicy: "Never", ...(owners.length > 0 && sameZone(owners.map(selectorLabels))) },
    });
    const all = [
        ...problems,
        ...jobProblems(args),
        ...copied
            .filter(({ owner }) => owner === undefined)
            .map(
                ({ claim }) =>
                    `copies the claim ${claim}, whose zone is nobody's: declare the workload that owns it first`,
            ),
    ];
    const remaining = 1 + (args.retries ?? DEFAULT_RETRIES);
    return {
        args,
        pod,
        surroundings: { args, pod, admits: [], pods: mostPods("Job", 1, false), remaining, problems: all },
    };
}

export function jobSpec(
    { within = DEFAULT_WITHIN, retries = DEFAULT_RETRIES }: JobSettings,
    pod: Pod,
): batch.v1.JobSpec {
    return {
        activeDeadlineSeconds: within.seconds,
        backoffLimit: retries,
        template: { metadata: { labels: pod.labels, annotations: pod.annotations }, spec: pod.spec },
    };
}

export const jobTimeoutSeconds = ({ within = DEFAULT_WITHIN }: JobSettings): number => within.seconds;

/** Whether its pods have volumes that stay, and are paid for, as long as the pods are not deleted. */
export const keepsVolumes = ({ volumes = {} }: AnyPodArgs): boolean => disposableSizes(volumes).length > 0;

/** Claims that the pod gets copies of, and who owns each alone. */
const sourcesOf = ({ namespace, volumes = {} }: AnyPodArgs) =>
    copiedClaims(volumes).map((claim) => ({
        claim,
        owner: namespace.site.registry.ownerOf(namespace.namespaceName, claim),
    }));

function jobProblems(args: AnyPodArgs & JobSettings): string[] {
    const { retries = 0, within, sidecars = {} } = args;
    const beside = Object.entries(sidecars).filter(([, { starts }]) => starts === "beside");
    return [
        ...(Number.isInteger(retries) && retries >= 0 ? [] : [`is retried ${retries} times: write 0 or more`]),
        ...(within?.seconds === 0 ? ["has no time: within must be 1 s or more"] : []),
        ...beside.map(([name]) => `has the container ${name} beside its own, which never ends: let it start before`),
    ];
}

export { surround, trafficOf };
