/** A load on the pods of autoscalers, shared anew whenever their number has changed, while both are watched. */
import { mapIn, mapsIn } from "../../../plan/capacity/requests";
import { shareLoad } from "../../cluster";
import type { Api } from "../../kubernetes/real/api";
import type { Sample } from "../checks/scale";
import { Interrupted } from "../rehearsal";
import type { Autoscaler } from "./autoscaler";

const EVERY_MILLISECONDS = 2000;

export interface Pressed {
    readonly autoscaler: Autoscaler;
    /** Of all its pods together. */
    readonly millicores: number;
}

export interface Look extends Sample {
    /** Average of the container's cpu in percent of its request, as the autoscaler last heard it. Undefined: it has heard nothing. */
    readonly utilization: number | undefined;
}

export interface Pressing {
    readonly until: (looks: readonly (readonly Look[])[]) => boolean;
    readonly atMostSeconds: number;
    readonly stopped: () => boolean;
}

/** Looks at each of them, in their order, until all is seen or the time is over. */
export async function press(
    api: Pick<Api, "get" | "list" | "merge">,
    pressed: readonly Pressed[],
    { until, atMostSeconds, stopped }: Pressing,
): Promise<readonly (readonly Look[])[]> {
    const started = Date.now();
    const seen = pressed.map((): Look[] => []);
    for (let next = started; ; next = Math.max(next + EVERY_MILLISECONDS, Date.now())) {
        if (stopped()) throw new Interrupted();
        await new Promise((resolve) => setTimeout(resolve, next - Date.now()));
        await Promise.all(
            pressed.map(async (one, index) => {
                const found = await look(api, one);
                seen[index]?.push({ ...found, seconds: (Date.now() - started) / 1000 });
            }),
        );
        if (until(seen) || Date.now() - started > atMostSeconds * 1000) return seen;
    }
}

async function look(
    api: Pick<Api, "get" | "list" | "merge">,
    { autoscaler: { namespace, name, selector }, millicores }: Pressed,
): Promise<Omit<Look, "seconds">> {
    const ready = await shareLoad(api, { namespace, selector, millicores });
    const { status } = await api.get(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${name}`);
    const { desiredReplicas, currentMetrics } = mapIn(status);
    const cpu = mapsIn(currentMetrics)
        .map(({ containerResource }) => mapIn(containerResource))
        .find((resource) => resource.name === "cpu");
    const utilization = mapIn(cpu?.current).averageUtilization;
    return {
        ...{ ready, desired: Number(desiredReplicas ?? 0) },
        utilization: typeof utilization === "number" ? utilization : undefined,
    };
}
