import { isMap } from "../values";
import { largest, mebibytes, millicores, NOTHING, plus, type Amounts } from "./amounts";

/** A list of maps, whatever a manifest says there. */
export function mapsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
    return Array.isArray(value) ? value.filter(isMap) : [];
}

export function mapIn(value: unknown): Readonly<Record<string, unknown>> {
    return isMap(value) ? value : {};
}

/**
 * What the scheduler asks a node for, for one pod (Kubernetes, "Sidecar Containers", "Resource sharing within containers"): everything that
 * runs together, or the largest step of the initialisation with the sidecars that started before it, whichever is more.
 */
export function requestsOf(podSpec: Readonly<Record<string, unknown>>): Amounts {
    let sidecars = NOTHING;
    let initialising = NOTHING;
    for (const container of mapsIn(podSpec.initContainers)) {
        const one = containerRequests(container);
        if (container.restartPolicy === "Always") {
            sidecars = plus(sidecars, one);
            initialising = largest(initialising, sidecars);
        } else initialising = largest(initialising, plus(sidecars, one));
    }
    const running = mapsIn(podSpec.containers).map(containerRequests).reduce(plus, sidecars);
    const overhead = amountsIn(mapIn(podSpec.overhead));
    return { ...plus(largest(running, initialising), overhead), pods: 1 };
}

/** A container that names a limit and no request asks for its limit. */
function containerRequests({ resources }: Readonly<Record<string, unknown>>): Amounts {
    const { requests, limits } = mapIn(resources);
    return amountsIn({ ...mapIn(limits), ...mapIn(requests) });
}

const amountsIn = (named: Readonly<Record<string, unknown>>): Amounts => ({
    ...NOTHING,
    cpu: millicores(named.cpu),
    memory: mebibytes(named.memory),
    scratch: mebibytes(named["ephemeral-storage"]),
});
