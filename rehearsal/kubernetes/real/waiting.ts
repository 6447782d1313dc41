import { setMaxListeners } from "node:events";
import { mapOf } from "../inputs";
import { ApiError, type Live } from "./api";
import type { Cluster } from "./cluster";
import { objectPath, placeIn, type Kind, type Place } from "./kinds";
import { annotation, type Manifest } from "./manifest";
import { judgeOf, type Judge, type Verdict } from "./ready";
import { reasonsFor } from "./why";

export interface Waited {
    /** As it was last seen. */
    readonly live: Live;
    /** Why it is not ready; undefined when it is. */
    readonly problem?: string;
}

/** The time that its own provider gives whatever does not say: 10 minutes (pulumi-kubernetes, await). */
const DEFAULT_TIMEOUT_SECONDS = 600;

/** What is waited for, and for how long. */
export class Waiting {
    readonly #cluster: Cluster;
    #abort = manyListen(new AbortController());

    constructor(cluster: Cluster) {
        this.#cluster = cluster;
    }

    /** Ctrl-C. */
    cancel(): void {
        this.#abort.abort();
        this.#abort = manyListen(new AbortController());
    }

    async untilReady(
        kind: Kind,
        manifest: Manifest,
        applied: Live,
        timeoutSeconds: number | undefined,
    ): Promise<Waited> {
        const judge = await judgeOf(manifest, (storageClass) => this.#bindsAtOnce(storageClass, manifest));
        if (judge === undefined) return { live: applied };
        const allowed = allowedSeconds(manifest, timeoutSeconds);
        const seconds = Math.min(allowed, this.#cluster.patienceSeconds);
        let last = { live: applied, verdict: judge(applied) };
        const ended = await this.#cluster.watches.until(
            kind,
            placeIn(kind, applied),
            (sight) => {
                if (sight === undefined) return "gone" as const;
                last = { live: sight, verdict: judge(sight) };
                return last.verdict.state === "waiting" ? undefined : ("judged" as const);
            },
            { milliseconds: seconds * 1000, since: applied, signal: this.#abort.signal },
        );
        if (ended === "gone") return { live: applied, problem: "somebody deleted it meanwhile" };
        return this.#told(last, judge, seconds, allowed);
    }

    /** In the foreground, so that what it made goes first, and until nothing of it is left. */
    async delete(kind: Kind, live: Live, timeoutSeconds: number | undefined): Promise<void> {
        const { api, watches, patienceSeconds } = this.#cluster;
        const place = placeIn(kind, live);
        const manifest = { ...live, apiVersion: kind.apiVersion, kind: kind.kind };
        const gone = watches.untilGone(kind, place, {
            milliseconds: Math.min(allowedSeconds(manifest, timeoutSeconds), patienceSeconds) * 1000,
            since: live,
            signal: this.#abort.signal,
        });
        gone.catch(() => undefined); // reported below, unless the delete itself was refused
        try {
            await api.delete(objectPath(kind, place), propagationOf(manifest));
        } catch (error) {
            if (!(error instanceof ApiError) || error.status !== 404) throw error;
        }
        if (!(await gone)) throw new ApiError(0, "Timeout", await this.#whatHoldsIt(kind, place));
    }

    async untilExists(kind: Kind, place: Place): Promise<void> {
        const { watches, patienceSeconds } = this.#cluster;
        const milliseconds = Math.min(patienceSeconds, PATCH_SECONDS) * 1000;
        const found = await watches.until(kind, place, (sight) => (sight === undefined ? undefined : true), {
            milliseconds,
            signal: this.#abort.signal,
        });
        if (found !== true)
            throw new ApiError(404, "NotFound", `a patch needs an object, and "${place.name}" does not exist`);
    }

    async #told(
        { live, verdict }: { readonly live: Live; readonly verdict: Verdict },
        judge: Judge,
        seconds: number,
        allowed: number,
    ): Promise<Waited> {
        const now = verdict.state === "waiting" ? judge(live) : verdict;
        if (now.state === "ready") return { live };
        const reasons = await reasonsFor(this.#cluster.api, live).catch(() => []); // the first problem counts
        const all = [...(now.state === "failed" ? [now.because] : [now.waitsFor]), ...reasons].join("; ");
        if (now.state === "failed") return { live, problem: `it failed: ${all}` };
        const limit =
            allowed > seconds ? ` (the program allows ${String(allowed)} s, a rehearsal ${String(seconds)} s)` : "";
        return { live, problem: `it was not ready within ${String(seconds)} s${limit}: ${all}` };
    }

    /** A claim whose class waits for a pod would wait for a pod that waits for the claim. */
    async #bindsAtOnce(storageClass: string | undefined, { spec }: Manifest): Promise<boolean> {
        if (mapOf(spec).volumeName !== undefined || storageClass === "") return true;
        const { api } = this.#cluster;
        const classes = await api.list("/apis/storage.k8s.io/v1/storageclasses");
        const isDefault = ({ metadata }: Live): boolean =>
            annotation({ metadata }, "storageclass.kubernetes.io/is-default-class") === "true";
        const found = classes.find((other) =>
            storageClass === undefined ? isDefault(other) : other.metadata.name === storageClass,
        );
        return found?.volumeBindingMode === "Immediate";
    }

    async #whatHoldsIt(kind: Kind, place: Place): Promise<string> {
        const live = await this.#cluster.api.find(objectPath(kind, place));
        const finalizers = live?.metadata.finalizers;
        const held =
            Array.isArray(finalizers) && finalizers.length > 0 ? `; it is held by ${finalizers.join(", ")}` : "";
        return `it is still there${held}${contentOf(live)}`;
    }
}

/** One for everything that waits: that is many, and no leak. */
function manyListen(abort: AbortController): AbortController {
    setMaxListeners(0, abort.signal);
    return abort;
}

/** A controller makes what a patch changes, moments after what it belongs to. */
const PATCH_SECONDS = 30;

function allowedSeconds(manifest: Pick<Manifest, "metadata">, timeoutSeconds: number | undefined): number {
    const asked = Number(annotation(manifest, "pulumi.com/timeoutSeconds"));
    return timeoutSeconds ?? (asked > 0 ? asked : DEFAULT_TIMEOUT_SECONDS);
}

function propagationOf(manifest: Pick<Manifest, "kind" | "metadata">): string {
    const asked = annotation(manifest, "pulumi.com/deletionPropagationPolicy")?.toLowerCase();
    if (asked === "orphan") return "Orphan";
    return asked === "background" || OWN_NOTHING.has(manifest.kind) ? "Background" : "Foreground";
}

/** Nothing is ever made for these, so that nothing has to go before them: the garbage collector would take three requests to find that. */
const OWN_NOTHING = new Set([
    ...["ConfigMap", "Secret", "ServiceAccount", "NetworkPolicy", "PodDisruptionBudget", "LimitRange", "ResourceQuota"],
    ...["HorizontalPodAutoscaler", "PriorityClass", "StorageClass", "VolumeAttributesClass", "IngressClass"],
    ...["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding", "ServiceMonitor", "PodMonitor", "PrometheusRule"],
]);

/** What a namespace says about what is left in it. */
function contentOf(live: Live | undefined): string {
    const { conditions } = mapOf(live?.status);
    const said = (Array.isArray(conditions) ? conditions : []).flatMap((condition: unknown) => {
        const { status, message } = mapOf(condition);
        return status === "True" && typeof message === "string" ? [message] : [];
    });
    return said.length === 0 ? "" : `: ${said.join("; ")}`;
}
