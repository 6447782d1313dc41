/** When an object counts as ready: the same rules as `kubectl rollout status` and the Kubernetes provider's await logic. */
import { isMap } from "../../../plan/values";
import { at, mapOf } from "../inputs";
import type { Json } from "./api";
import { annotation, type Manifest } from "./manifest";
import { parseWaitFor } from "./wait-for";

export type Verdict =
    | { readonly state: "ready" }
    /** Not yet. `waitsFor` is what a person is told when it takes too long. */
    | { readonly state: "waiting"; readonly waitsFor: string }
    /** Kubernetes itself has given up. */
    | { readonly state: "failed"; readonly because: string };

export type Judge = (live: Json) => Verdict;

const READY: Verdict = { state: "ready" };
const waiting = (waitsFor: string): Verdict => ({ state: "waiting", waitsFor });

/** Undefined where there is nothing to wait for. `bindsAtOnce` is asked for claims only. */
export async function judgeOf(
    manifest: Manifest,
    bindsAtOnce: (storageClass: string | undefined) => Promise<boolean>,
): Promise<Judge | undefined> {
    if (annotation(manifest, "pulumi.com/skipAwait") === "true") return undefined;
    const asked = annotation(manifest, "pulumi.com/waitFor");
    if (asked !== undefined) return parseWaitFor(asked);
    const { kind, spec } = manifest;
    if (kind === "PersistentVolumeClaim") {
        const { storageClassName } = mapOf(spec);
        const binds = await bindsAtOnce(typeof storageClassName === "string" ? storageClassName : undefined);
        return binds ? boundClaim : undefined;
    }
    if (kind === "Service") return mapOf(spec).type === "LoadBalancer" ? loadBalanced : undefined;
    return manifest.apiVersion in KINDS ? KINDS[manifest.apiVersion]?.[kind] : undefined;
}

function deployment({ metadata, spec, status }: Json): Verdict {
    const progressing = conditionOf(status, "Progressing");
    const seen = isSeen(metadata, status);
    if (seen && progressing?.reason === "ProgressDeadlineExceeded")
        return { state: "failed", because: `ProgressDeadlineExceeded: ${String(progressing.message)}` };
    const wanted = number(spec, "replicas", 1);
    const [replicas, updated, available] = ["replicas", "updatedReplicas", "availableReplicas"].map((name) =>
        number(status, name),
    );
    if (seen && updated === wanted && replicas === wanted && available === wanted) return READY;
    return waiting(`${String(available)} of ${String(wanted)} replicas are available`);
}

function statefulSet({ metadata, spec, status }: Json): Verdict {
    const wanted = number(spec, "replicas", 1);
    const ready = number(status, "readyReplicas");
    const waits = waiting(`${String(ready)} of ${String(wanted)} replicas are ready`);
    if (!isSeen(metadata, status)) return waits;
    if (at(spec, "updateStrategy.type") === "OnDelete") return ready === wanted ? READY : waits;
    const { currentRevision, updateRevision } = mapOf(status);
    const updated = number(status, "updatedReplicas");
    const done = wanted === 0 || (currentRevision === updateRevision && updated === wanted);
    return done && ready === wanted && number(status, "replicas") === wanted ? READY : waits;
}

function daemonSet({ metadata, status }: Json): Verdict {
    const [wanted, updated, available] = ["desiredNumberScheduled", "updatedNumberScheduled", "numberAvailable"].map(
        (name) => number(status, name),
    );
    if (isSeen(metadata, status) && updated === wanted && available === wanted) return READY;
    return waiting(`${String(available)} of ${String(wanted)} nodes run it`);
}

function job({ spec, status }: Json): Verdict {
    if (mapOf(spec).suspend === true || conditionOf(status, "Complete") !== undefined) return READY;
    const failed = conditionOf(status, "Failed");
    if (failed !== undefined)
        return { state: "failed", because: `${String(failed.reason)}: ${String(failed.message)}` };
    return waiting(`${String(number(status, "succeeded"))} of ${String(number(spec, "completions", 1))} completions`);
}

function pod({ status }: Json): Verdict {
    const { phase } = mapOf(status);
    if (phase === "Succeeded" || conditionOf(status, "Ready") !== undefined) return READY;
    return waiting(`its phase is ${String(phase)}`);
}

function boundClaim({ status }: Json): Verdict {
    const { phase = "Pending" } = mapOf(status);
    return phase === "Bound" ? READY : waiting(`it is ${String(phase)}, not Bound`);
}

function loadBalanced({ status }: Json): Verdict {
    const ingress = at(status, "loadBalancer.ingress");
    return Array.isArray(ingress) && ingress.length > 0 ? READY : waiting("no load balancer has given it an address");
}

const established: Judge = ({ status }) =>
    conditionOf(status, "Established") === undefined ? waiting("its kind is not served yet") : READY;

const KINDS: Readonly<Record<string, Readonly<Record<string, Judge>>>> = {
    v1: { Pod: pod },
    "apps/v1": { Deployment: deployment, StatefulSet: statefulSet, DaemonSet: daemonSet },
    "batch/v1": { Job: job },
    "networking.k8s.io/v1": { Ingress: loadBalanced },
    "apiextensions.k8s.io/v1": { CustomResourceDefinition: established },
};

/** The controller has looked at what was applied last. */
function isSeen(metadata: unknown, status: unknown): boolean {
    return number(status, "observedGeneration") >= number(metadata, "generation");
}

/** A condition that is true; `Progressing` counts as such whatever its status is, since its reason tells more. */
export function conditionOf(status: unknown, type: string): Json | undefined {
    const { conditions } = mapOf(status);
    const found: unknown = Array.isArray(conditions)
        ? conditions.find((condition: unknown) => isMap(condition) && condition.type === type)
        : undefined;
    if (!isMap(found)) return undefined;
    return found.status === "True" || type === "Progressing" ? found : undefined;
}

function number(holder: unknown, name: string, otherwise = 0): number {
    const value = mapOf(holder)[name];
    return typeof value === "number" ? value : otherwise;
}
