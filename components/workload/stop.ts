/** How a pod leaves without losing a request: it serves on until nobody sends it any more, then it finishes. */
import type { core } from "@pulumi/kubernetes/types/input";
import { seconds, type Duration } from "./quantities";

/**
 * Deregistration delay of every target group, and so the least time that a pod behind the load balancer serves on: until then the load
 * balancer still sends what it had accepted. Its controller needs a few of these seconds to notice.
 */
export const LOAD_BALANCER_DRAIN = seconds(20);
/** Until kube-proxy on every node has forgotten an endpoint. */
const SERVICE_DRAIN = seconds(5);
const DEFAULT_FINISH = seconds(30);

export interface Stop {
    /** How long a leaving pod serves on before it is told to stop. Default 20 s behind the load balancer, 5 s behind a Service, else 0. */
    readonly drain?: Duration;
    /** How long it may take to finish after it was told (SIGTERM); then it is killed. Default 30 s. */
    readonly finish?: Duration;
}

export interface Stopping {
    readonly drain: Duration;
    readonly graceSeconds: number;
}

export function stopping(stop: Stop, behind: "loadBalancer" | "service" | "nothing"): Stopping {
    const usual = { loadBalancer: LOAD_BALANCER_DRAIN, service: SERVICE_DRAIN, nothing: seconds(0) }[behind];
    const { drain = usual, finish = DEFAULT_FINISH } = stop;
    return { drain, graceSeconds: drain.seconds + finish.seconds };
}

/** `sleep` is the kubelet's own (stable since Kubernetes 1.34): an image needs no shell for it. */
export function lifecycle({ drain }: Stopping): { lifecycle?: core.v1.Lifecycle } {
    return drain.seconds === 0 ? {} : { lifecycle: { preStop: { sleep: { seconds: drain.seconds } } } };
}

export function stopProblems(stop: Stop, behind: "loadBalancer" | "service" | "nothing"): string[] {
    const { drain, finish } = stop;
    return [
        ...(behind === "loadBalancer" && drain !== undefined && drain.seconds < LOAD_BALANCER_DRAIN.seconds
            ? [
                  `serves on for ${drain.seconds} s, but the load balancer sends for ${LOAD_BALANCER_DRAIN.seconds} s: raise stop.drain`,
              ]
            : []),
        ...(finish?.seconds === 0 ? ["has no time to finish: stop.finish must be 1 s or more"] : []),
    ];
}
