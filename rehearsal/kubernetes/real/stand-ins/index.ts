/**
 * What the controllers of charts would do to objects that a deployment waits for. Each begins when its chart is installed and ends with
 * the release, whoever installed it: who comes too early or goes too late is left alone with his object.
 */
import { CHARTS } from "../../../../config/versions";
import type { Store } from "../../../cloud/store";
import type { Live } from "../api";
import type { Cluster } from "../cluster";
import type { Kind } from "../kinds";
import { clusterAutoscaler } from "./cluster-autoscaler";
import { externalSecrets, secretStores } from "./external-secrets";
import { scaledObjects } from "./keda";
import { loadBalancers } from "./load-balancers";
import { operatedKinds } from "./prometheus-operator";
import { followReleases } from "./releases";
import { handleOf, type Reaction } from "./stand-in";
import { claims, volumes } from "./volumes";

const AGAIN_MILLISECONDS = 1000;
/** Controllers never give up; on a busy machine what is in the way takes its time to go. */
const MOST_REPEATS = 120;
/** Add-ons of the cluster, not charts: there from the beginning. */
const DRIVERS = "csi-drivers";

export class StandIns {
    readonly #cluster: Cluster;
    readonly #reactions: Readonly<Record<string, readonly Reaction[]>>;
    readonly #running = new Map<string, (() => void)[]>();

    /** Without the cloud: the drivers of volumes alone. */
    constructor(cluster: Cluster, store?: Store) {
        this.#cluster = cluster;
        this.#reactions = {
            [CHARTS.loadBalancerController.chart]: [loadBalancers],
            [CHARTS.externalSecrets.chart]: store === undefined ? [] : [secretStores, externalSecrets(store)],
            [CHARTS.keda.chart]: [scaledObjects],
            [CHARTS.clusterAutoscaler.chart]: [clusterAutoscaler()],
            [CHARTS.kubePrometheusStack.chart]: operatedKinds,
            [DRIVERS]: [claims, volumes],
        };
        this.#begin(DRIVERS);
        if (store === undefined) return;
        followReleases(
            cluster,
            (chart) => {
                this.#begin(chart);
            },
            (chart) => {
                this.#end(chart);
            },
        );
    }

    #begin(chart: string): void {
        if (this.#running.has(chart)) return;
        const stops: (() => void)[] = [];
        this.#running.set(chart, stops);
        for (const reaction of this.#reactions[chart] ?? []) void this.#follow(chart, reaction, stops);
    }

    #end(chart: string): void {
        for (const stop of this.#running.get(chart) ?? []) stop();
        this.#running.delete(chart);
    }

    async #follow(chart: string, reaction: Reaction, stops: (() => void)[]): Promise<void> {
        const { kinds, watches } = this.#cluster;
        const kind = await kinds.find(reaction.apiVersion, reaction.kind).catch(() => undefined);
        if (this.#running.get(chart) !== stops) return; // it has ended meanwhile
        if (kind === undefined) {
            setTimeout(() => void this.#follow(chart, reaction, stops), AGAIN_MILLISECONDS).unref();
            return;
        }
        stops.push(
            watches.follow(kind, (live) => {
                if (live !== undefined) this.#react(kind, reaction, live);
            }),
        );
    }

    /** What was refused is tried again, as controllers do; who waits for it reads what the object says. */
    #react(kind: Kind, reaction: Reaction, live: Live, left = MOST_REPEATS): void {
        reaction.react(live, handleOf(this.#cluster, kind, live)).catch(() => {
            if (left > 0)
                setTimeout(this.#react.bind(this), AGAIN_MILLISECONDS, kind, reaction, live, left - 1).unref();
        });
    }
}
