/** An autoscaler under the usage that a load makes: the real one, with simulated usage, for as long as the load is there. */
import { mapIn } from "../../plan/capacity/requests";
import { shareLoad } from "../cluster";
import type { Api } from "../kubernetes/real/api";
import { autoscalerOf, type Autoscaler } from "../rehearse/load/autoscaler";
import { press, type Look } from "../rehearse/load/press";
import { heardOf, pathOf } from "../rehearse/checks/scale";
import type { LoadScript } from "./scripts";
import type { Verdict } from "./verdict";

/** metrics-server's first readings come after some 90 s. */
const FIRST_READINGS_SECONDS = 240;
/** MYR-81: "Auto-scales within 2 minutes". */
const WITHIN_SECONDS = 120;
/** How far below the target its pods are at the whole load: well within the 10 % in which an autoscaler changes nothing. */
const BELOW_TARGET = 0.4;
/** An autoscaler changes nothing within a tenth of its target (--horizontal-pod-autoscaler-tolerance). */
const TOLERANCE = 1.1;

type Asking = Pick<Api, "get" | "list" | "merge">;

/** As the API server has it; undefined where there is none. */
export async function find(api: Asking, { autoscaler }: LoadScript): Promise<Autoscaler | undefined> {
    const { namespace, name } = autoscaler;
    const inside = `namespaces/${namespace}`;
    const all = await api.list(`/apis/autoscaling/v2/${inside}/horizontalpodautoscalers`);
    const found = all.find(({ metadata }) => metadata.name === name);
    if (found === undefined) return undefined;
    const { name: target } = mapIn(mapIn(found.spec).scaleTargetRef);
    return autoscalerOf(found, await api.get(`/apis/apps/v1/${inside}/deployments/${String(target)}`));
}

/**
 * Documents give a load and the most pods that it may take, and no cost of a request: so the whole load is what the most pods carry at
 * their target, and half of what the floor carries is none.
 */
export function usageOf({ min, max, millicoresAtTarget }: Autoscaler): {
    readonly none: number;
    readonly whole: number;
} {
    return { none: (min * millicoresAtTarget) / 2, whole: (max - BELOW_TARGET) * millicoresAtTarget };
}

/** Whether it has heard of the usage, and wants no more for it. */
export function isSettled(looks: readonly Look[], autoscaler: Autoscaler, millicores: number): boolean {
    const last = looks.at(-1);
    if (last === undefined || last.desired !== last.ready || !heardOf(looks, autoscaler, millicores)) return false;
    return last.desired === autoscaler.max || millicores / last.ready <= autoscaler.millicoresAtTarget * TOLERANCE;
}

/** Waits until it hears of usage at all. */
export async function hears(api: Asking, autoscaler: Autoscaler): Promise<boolean> {
    const { none } = usageOf(autoscaler);
    const heard = ([looks = []]: readonly (readonly Look[])[]): boolean => heardOf(looks, autoscaler, none);
    return heard(
        await press(api, [{ autoscaler, millicores: none }], {
            until: heard,
            atMostSeconds: FIRST_READINGS_SECONDS,
            stopped: () => false,
        }),
    );
}

export interface Loading {
    /** Of the whole load, now: 0 to 1. */
    readonly share: () => number;
    readonly ended: () => boolean;
}

/** Until the load has ended and it is settled, or has had its two minutes. Then the usage is gone. */
export async function underLoad(api: Asking, autoscaler: Autoscaler, load: Loading): Promise<readonly Look[]> {
    const { none, whole } = usageOf(autoscaler);
    let most = 0;
    // What has ended stays as it was at its highest, until the autoscaler has answered it.
    const millicores = (): number => {
        most = Math.max(most, load.share());
        return Math.max(none, Math.min(1, load.ended() ? most : load.share()) * whole);
    };
    const [looks = []] = await press(
        api,
        [
            {
                autoscaler,
                get millicores() {
                    return millicores();
                },
            },
        ],
        {
            until: ([seen = []]) =>
                load.ended() &&
                (isSettled(seen, autoscaler, millicores()) || (seen.at(-1)?.seconds ?? 0) > WITHIN_SECONDS),
            atMostSeconds: Infinity,
            stopped: () => false,
        },
    );
    await shareLoad(api, { ...autoscaler, millicores: none });
    return looks;
}

/** More pods than before, ready within two minutes. */
export function scaledVerdict(
    { autoscaler: { row, name } }: LoadScript,
    { min, max }: Autoscaler,
    looks: readonly Look[],
): Verdict {
    const asks = `${name} scales within 2 minutes`;
    const before = looks[0]?.ready ?? 0;
    const first = looks.find(({ ready }) => ready > before);
    if (min === max) return { row, asks, seen: `its number is fixed: ${String(max)}`, holds: undefined };
    if (before >= max) return { row, asks, seen: `was at its most before: ${String(max)}`, holds: undefined };
    const seen = first === undefined ? `${String(before)}, and no more` : `${pathOf(looks)}, the first more after`;
    return first === undefined
        ? { row, asks, seen, holds: false }
        : { row, asks, seen: `${seen} ${first.seconds.toFixed(0)} s`, holds: first.seconds <= WITHIN_SECONDS };
}
