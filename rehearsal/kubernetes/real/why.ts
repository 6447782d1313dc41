/** Why something does not become ready: pod, container and reason, from what Kubernetes says about its pods and in its events. */
import { isMap } from "../../../plan/values";
import { at, mapOf } from "../inputs";
import type { Api, Json, Live } from "./api";
import type { Workload } from "../../view/cluster-facts";

const MOST_PODS = 3;
const CONTAINERS = ["initContainerStatuses", "containerStatuses"] as const;

const PLURALS: Readonly<Record<string, string>> = {
    ...{ Deployment: "apps/v1/deployments", StatefulSet: "apps/v1/statefulsets", DaemonSet: "apps/v1/daemonsets" },
    Job: "batch/v1/jobs",
};

/** A line for each workload that does not run: the provider says that it does not, Kubernetes says why. */
export async function whyNot(api: Api, workloads: readonly Workload[]): Promise<readonly string[]> {
    const lines = workloads.map(async ({ kind, namespace, name, ready, wanted }) => {
        const [group, version, plural] = PLURALS[kind]?.split("/") ?? [];
        if (ready >= wanted || plural === undefined) return [];
        const live = await api.find(
            `/apis/${String(group)}/${String(version)}/namespaces/${namespace}/${plural}/${name}`,
        );
        const reasons = live === undefined ? [] : await reasonsFor(api, live);
        return reasons.length === 0 ? [] : [`  ${namespace}/${name} (${kind}): ${reasons.join("; ")}`];
    });
    return (await Promise.all(lines)).flat();
}

/** At most a few; none when nobody says anything. */
async function reasonsFor(api: Api, live: Live): Promise<readonly string[]> {
    const { name, namespace } = live.metadata;
    if (typeof namespace !== "string") return [];
    const inside = `/api/v1/namespaces/${namespace}`;
    const selector = selectorOf(live);
    const [pods, events] = await Promise.all([
        selector === "" ? [] : api.list(`${inside}/pods?labelSelector=${encodeURIComponent(selector)}`),
        api.list(`${inside}/events`),
    ]);
    const open = pods.filter((pod) => mapOf(pod.status).phase !== "Succeeded" && !isReady(pod));
    const reasons = open.slice(0, MOST_PODS).map((pod) => `pod ${nameOf(pod)}: ${reasonOf(pod, events)}`);
    if (open.length > MOST_PODS) reasons.push(`and ${String(open.length - MOST_PODS)} more pods`);
    if (reasons.length > 0) return reasons;
    // No pod at all: what makes them (a ReplicaSet, the Job itself) says why.
    const about = events.filter((event) => isAbout(event, String(name)) && event.type === "Warning");
    return about.slice(-1).map(({ reason, message }) => `${String(reason)}: ${String(message)}`);
}

function reasonOf(pod: Live, events: readonly Live[]): string {
    const { status } = pod;
    for (const list of CONTAINERS) {
        const statuses = mapOf(status)[list];
        for (const container of Array.isArray(statuses) ? statuses.filter(isMap) : []) {
            const reason = containerReason(container);
            if (reason !== undefined) return `container ${String(container.name)}: ${reason}`;
        }
    }
    const scheduled = allConditions(status).find(({ type }) => type === "PodScheduled");
    if (scheduled?.status === "False") return `is not scheduled: ${String(scheduled.message)}`;
    const warning = events
        .filter((event) => at(event, "involvedObject.name") === nameOf(pod) && event.type === "Warning")
        .at(-1);
    if (warning !== undefined) return `${String(warning.reason)}: ${String(warning.message)}`;
    const ready = allConditions(status).find(({ type }) => type === "Ready");
    return `is ${String(mapOf(status).phase)}${typeof ready?.message === "string" ? `: ${ready.message}` : ""}`;
}

function containerReason({ ready, state, lastState }: Json): string | undefined {
    const { waiting } = mapOf(state);
    const ended = mapOf(state).terminated ?? mapOf(lastState).terminated;
    const exit =
        isMap(ended) && ended.exitCode !== 0
            ? `ended with status ${String(ended.exitCode)} (${String(ended.reason)})`
            : "";
    if (isMap(waiting)) {
        const words = [waiting.reason, waiting.message].filter((word) => typeof word === "string").join(": ");
        return exit === "" ? words : `${words}, ${exit}`;
    }
    if (exit !== "") return exit;
    return ready === false && isMap(mapOf(state).running)
        ? "runs, and its readiness probe does not succeed"
        : undefined;
}

function selectorOf({ kind, metadata, spec }: Live): string {
    if (kind === "Job") return `batch.kubernetes.io/job-name=${String(metadata.name)}`;
    return Object.entries(mapOf(at(spec, "selector.matchLabels")))
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(",");
}

/** A ReplicaSet's name begins with its Deployment's. */
function isAbout(event: Live, name: string): boolean {
    const about = at(event, "involvedObject.name");
    return typeof about === "string" && (about === name || new RegExp(`^${name}-[a-z0-9]{1,10}$`).test(about));
}

function allConditions(status: unknown): readonly Json[] {
    const { conditions } = mapOf(status);
    return Array.isArray(conditions) ? conditions.filter(isMap) : [];
}

const isReady = (pod: Live): boolean =>
    allConditions(pod.status).some(({ type, status }) => type === "Ready" && status === "True");
const nameOf = ({ metadata }: Live): string => String(metadata.name);
