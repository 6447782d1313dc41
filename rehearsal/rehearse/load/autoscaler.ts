/** A HorizontalPodAutoscaler that goes by the cpu of one container, as far as a load is concerned. */
import { millicores } from "../../../plan/capacity/amounts";
import { mapIn, mapsIn } from "../../../plan/capacity/requests";

/** How fast it may fall, as `spec.behavior.scaleDown` says. */
export interface Fall {
    /** stabilizationWindowSeconds: the highest recommendation of this window counts. */
    readonly windowSeconds: number;
    readonly policies: readonly {
        readonly type: "Percent" | "Pods";
        readonly value: number;
        readonly periodSeconds: number;
    }[];
    /** Which of the policies counts: the one that takes the most away, the least, or none. */
    readonly select: "Max" | "Min" | "Disabled";
}

export interface Autoscaler {
    readonly namespace: string;
    readonly name: string;
    /** Of the Deployment that it scales. */
    readonly target: string;
    /** Of the pods: `app=web`. */
    readonly selector: string;
    readonly min: number;
    readonly max: number;
    /** What a pod uses at the target: the container's request times the target utilization. */
    readonly millicoresAtTarget: number;
    readonly requestMillicores: number;
    readonly fall: Fall;
}

type Object = Readonly<Record<string, unknown>>;

/** Of the objects, or the inputs that a program has for them. Throws where it does not go by the cpu of a container. */
export function autoscalerOf(autoscaler: Object, deployment: Object): Autoscaler {
    const { namespace, name } = mapIn(autoscaler.metadata);
    const spec = mapIn(autoscaler.spec);
    const { container, percent } = cpuTarget(spec, String(name));
    const request = requestOf(mapIn(deployment.spec), container);
    if (!(request > 0)) throw new Error(`${String(name)}: container ${container} requests no cpu`);
    return {
        namespace: String(namespace),
        name: String(name),
        target: String(mapIn(spec.scaleTargetRef).name),
        selector: Object.entries(mapIn(mapIn(mapIn(deployment.spec).selector).matchLabels))
            .map(([key, value]) => `${key}=${String(value)}`)
            .join(","),
        min: Number(spec.minReplicas ?? 1),
        max: Number(spec.maxReplicas),
        millicoresAtTarget: (request * percent) / 100,
        requestMillicores: request,
        fall: fallOf(mapIn(mapIn(spec.behavior).scaleDown)),
    };
}

function cpuTarget(spec: Object, name: string): { readonly container: string; readonly percent: number } {
    for (const { containerResource } of mapsIn(spec.metrics)) {
        const { name: resource, container, target } = mapIn(containerResource);
        const percent = mapIn(target).averageUtilization;
        if (resource === "cpu" && typeof container === "string" && typeof percent === "number")
            return { container, percent };
    }
    throw new Error(`${name} does not go by the cpu of one container`);
}

function requestOf(spec: Object, container: string): number {
    const found = mapsIn(mapIn(mapIn(spec.template).spec).containers).find(({ name }) => name === container);
    return millicores(mapIn(mapIn(found?.resources).requests).cpu ?? 0);
}

/**
 * Without a window, kube-controller-manager's --horizontal-pod-autoscaler-downscale-stabilization counts, 5 minutes unless told; without
 * policies, everything may go within 15 seconds (HorizontalPodAutoscaler, "Default behavior").
 */
function fallOf({ stabilizationWindowSeconds, policies, selectPolicy }: Object): Fall {
    const told = mapsIn(policies).map(({ type, value, periodSeconds }) => ({
        type: type === "Pods" ? ("Pods" as const) : ("Percent" as const),
        ...{ value: Number(value), periodSeconds: Number(periodSeconds) },
    }));
    return {
        windowSeconds: Number(stabilizationWindowSeconds ?? 300),
        policies: told.length > 0 ? told : [{ type: "Percent", value: 100, periodSeconds: 15 }],
        select: selectPolicy === "Min" || selectPolicy === "Disabled" ? selectPolicy : "Max",
    };
}
