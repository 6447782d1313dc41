/** One statement of how a container shows that it is well, and the three probes that follow from it. */
import type { core } from "@pulumi/kubernetes/types/input";
import { seconds, type Duration } from "./quantities";

/** No probe names a host: restricted Pod Security refuses one since Kubernetes 1.34. */
export type Check<Port extends string> =
    | { readonly path: string; /** Name of a declared port. */ readonly on: Port }
    | { readonly tcp: Port }
    | { readonly grpc: Port }
    /** Run inside the container; exit status 0 is well. */
    | { readonly command: readonly string[] };

export interface ProbeTiming {
    /** initialDelaySeconds. Default 0: the startup probe already waits. */
    readonly delay?: Duration;
    /** periodSeconds. */
    readonly every?: Duration;
    /** timeoutSeconds. Default 3 s. */
    readonly timeout?: Duration;
    /** failureThreshold. Default 3. */
    readonly failures?: number;
}

export type Health<Port extends string> = Check<Port> & {
    /** Longest that a healthy start takes; until then no other probe counts. Default 30 s. */
    readonly startWithin?: Duration;
    /** Restarts the container. Every 10 s by default; `check` where another than the common one fits. */
    readonly liveness?: ProbeTiming & { readonly check?: Check<Port> };
    /** Takes the pod out of its Services. Every 5 s by default. */
    readonly readiness?: ProbeTiming & { readonly check?: Check<Port> };
};

const START_EVERY = seconds(5);
const DEFAULT_START = seconds(30);
const DEFAULT_TIMEOUT = seconds(3);
const DEFAULT_FAILURES = 3;

export interface Probes {
    readonly startupProbe: core.v1.Probe;
    readonly livenessProbe: core.v1.Probe;
    readonly readinessProbe: core.v1.Probe;
}

export function startTime({ startWithin = DEFAULT_START }: Pick<Health<string>, "startWithin">): Duration {
    return startWithin;
}

export function probesOf(health: Health<string>, numberOf: (port: string) => number): Probes {
    const { startWithin = DEFAULT_START, liveness = {}, readiness = {} } = health;
    const startup: ProbeTiming = {
        every: START_EVERY,
        failures: Math.max(1, Math.ceil(startWithin.seconds / START_EVERY.seconds)),
    };
    const probe = (check: Check<string>, timing: ProbeTiming, every: Duration): core.v1.Probe => ({
        ...handler(check, numberOf),
        ...(timing.delay !== undefined && { initialDelaySeconds: timing.delay.seconds }),
        periodSeconds: (timing.every ?? every).seconds,
        timeoutSeconds: (timing.timeout ?? DEFAULT_TIMEOUT).seconds,
        failureThreshold: timing.failures ?? DEFAULT_FAILURES,
    });
    return {
        startupProbe: probe(health, startup, START_EVERY),
        livenessProbe: probe(liveness.check ?? health, liveness, seconds(10)),
        readinessProbe: probe(readiness.check ?? health, readiness, seconds(5)),
    };
}

export function healthProblems(container: string, health: Health<string>, ports: readonly string[]): string[] {
    const checks = [health, health.liveness?.check, health.readiness?.check].filter((check) => check !== undefined);
    const timings = [health.liveness, health.readiness].filter((timing) => timing !== undefined);
    return [
        ...checks.flatMap((check) => {
            const port = portOf(check);
            if ("path" in check && !check.path.startsWith("/"))
                return [`container ${container} is probed on ${check.path}: a path begins with /`];
            if ("command" in check && check.command.length === 0)
                return [`container ${container} is probed by no command: name one`];
            return port === undefined || ports.includes(port)
                ? []
                : [`container ${container} is probed on ${port}, which is no port of it`];
        }),
        ...timings
            .filter(
                ({ every, timeout, failures }) => every?.seconds === 0 || timeout?.seconds === 0 || (failures ?? 1) < 1,
            )
            .map(() => `container ${container} has a probe with a period, timeout or threshold of 0: write 1 or more`),
    ];
}

function handler(check: Check<string>, numberOf: (port: string) => number): core.v1.Probe {
    if ("path" in check) return { httpGet: { path: check.path, port: check.on } };
    if ("tcp" in check) return { tcpSocket: { port: check.tcp } };
    // The only handler that takes no name.
    if ("grpc" in check) return { grpc: { port: numberOf(check.grpc) } };
    return { exec: { command: [...check.command] } };
}

function portOf(check: Check<string>): string | undefined {
    if ("path" in check) return check.on;
    if ("tcp" in check) return check.tcp;
    return "grpc" in check ? check.grpc : undefined;
}
