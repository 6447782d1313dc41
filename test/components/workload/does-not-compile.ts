/**
 * What cannot be right has no type. Nothing here runs: `tsc` fails as soon as one of these lines is accepted, because then its expected
 * error is missing. Each is beside the same thing said rightly, so that it fails for its own reason and no other.
 */
import * as w from "../../../components/workload";
import { resources, small, testImage } from "./fixture";

declare const namespace: w.NamespaceHandle;
declare const oneWriter: w.VolumeClaim;
declare const manyWriters: w.SharedFilesClaim;

const base = { namespace, image: testImage, resources };
const automatic = w.between(2, 4, { cpu: w.percent(70) });

export function replicas(): void {
    const common = { ...base, ports: { api: 80 }, health: { path: "/health", on: "api" } } as const;
    const owned = { volumes: { data: w.claimed(oneWriter) }, mounts: { "/data": "data" } } as const;
    const each = { volumes: { data: w.perReplica(w.gibibytes(1), "gp3") }, mounts: { "/data": "data" } } as const;

    new w.Workload("one-writer", { ...common, ...owned, scaling: w.single() });
    new w.Workload("one-writer-stateful", { ...common, ...owned, kind: "StatefulSet", scaling: w.single() });
    new w.Workload("one-writer-asleep", { ...common, ...owned, scaling: w.suspended() });
    // @ts-expect-error a volume with one writer and an autoscaler
    new w.Workload("many-writers", { ...common, ...owned, scaling: automatic });
    // @ts-expect-error a volume with one writer and two replicas
    new w.Workload("two-writers", { ...common, ...owned, scaling: w.fixed(2) });
    // @ts-expect-error a volume with one writer and two replicas of a StatefulSet
    new w.Workload("two-writers-stateful", { ...common, ...owned, kind: "StatefulSet", scaling: w.fixed(2) });

    new w.Workload("a-volume-each", { ...common, ...each, kind: "StatefulSet", scaling: automatic });
    // @ts-expect-error a volume for each replica of a Deployment
    new w.Workload("a-volume-each-nowhere", { ...common, ...each, scaling: automatic });
    // @ts-expect-error a volume for each run of a job
    new w.ScheduledJob("a-volume-each-night", { ...base, ...each, schedule: "0 2 * * *" });

    const together = { volumes: { data: w.shared(manyWriters) }, mounts: { "/data": "data" } } as const;
    new w.Workload("many-writers-shared", { ...common, ...together, scaling: automatic });
    // @ts-expect-error a claim with one writer mounted as if it had many
    w.shared(oneWriter);

    const copy = { volumes: { data: w.copyOf(oneWriter) }, mounts: { "/data": "data" } } as const;
    new w.ScheduledJob("a-copy-each-night", { ...base, ...copy, schedule: "0 2 * * *" });
    // @ts-expect-error a copy of a claim, made anew at every start, for something that serves
    new w.Workload("a-copy-for-ever", { ...common, ...copy, kind: "StatefulSet", scaling: w.single() });

    // @ts-expect-error replicas beside an autoscaler
    new w.Workload("two-owners", { ...common, scaling: automatic, replicas: 3 });
    // @ts-expect-error no number of replicas at all
    new w.Workload("no-number", { ...common });
    // @ts-expect-error an autoscaler without a metric
    w.between(2, 4, {});
    // @ts-expect-error an autoscaler that only has a name
    w.between(2, 4, { name: "api-hpa" });
}

export function ports(): void {
    const common = { ...base, scaling: automatic } as const;

    new w.Workload("ports", {
        ...common,
        ports: { api: 8001, metrics: 8000 },
        health: { path: "/health", on: "api" },
        metrics: { on: "metrics" },
        service: { ports: ["api", "metrics"] },
        admits: [w.loadBalancer("api"), w.from("other", "api", "metrics")],
    }).on("api");
    // @ts-expect-error a probe on a port that is not declared
    new w.Workload("probe", { ...common, ports: { api: 80 }, health: { path: "/health", on: "web" } });
    // @ts-expect-error a probe on a port of a container that has none
    new w.Workload("probe-of-none", { ...common, health: { tcp: "api" } });
    const api = { ...common, ports: { api: 80 }, health: { tcp: "api" } } as const;
    // @ts-expect-error metrics on a port that is not declared
    new w.Workload("metrics", { ...api, metrics: { on: "metrics" } });
    // @ts-expect-error a Service with a port that is not declared
    new w.Workload("service", { ...api, service: { ports: ["metrics"] } });
    // @ts-expect-error somebody is admitted to a port that is not declared
    new w.Workload("admits", { ...api, admits: [w.loadBalancer("metrics")] });
    // @ts-expect-error somebody is admitted to no port
    w.from("other");
    // @ts-expect-error a port that the workload does not have is reached
    new w.Workload("reached", api).on("metrics");
    // @ts-expect-error a workload without a probe
    new w.Workload("no-probe", { ...common, ports: { api: 80 } });

    const sidecar = { image: testImage, resources: small, ports: { proxy: 6379 } } as const;
    new w.Workload("sidecar", {
        ...api,
        sidecars: { proxy: { ...sidecar, health: { tcp: "proxy" } } },
        admits: [w.loadBalancer("proxy")],
    });
    // @ts-expect-error a sidecar's probe on a port that no sidecar declares
    new w.Workload("sidecar-probe", { ...api, sidecars: { proxy: { ...sidecar, health: { tcp: "redis" } } } });
    // @ts-expect-error a sidecar without a probe
    new w.Workload("sidecar-no-probe", { ...api, sidecars: { proxy: sidecar } });
}

export function mounts(): void {
    const common = { ...base, ports: { api: 80 }, health: { tcp: "api" }, scaling: automatic } as const;
    const volumes = { cache: w.scratch(w.gibibytes(1)) };

    new w.Workload("mounted", { ...common, volumes, mounts: { "/cache": "cache" } });
    // @ts-expect-error a mount of a volume that is not declared
    new w.Workload("mounted-wrong", { ...common, volumes, mounts: { "/cache": "cash" } });
    // @ts-expect-error a mount without volumes
    new w.Workload("mounted-nothing", { ...common, mounts: { "/cache": "cache" } });
    // @ts-expect-error scratch without a limit
    w.scratch();
}

export function units(): readonly unknown[] {
    w.between(2, 4, { cpu: w.percent(70), up: { atMost: w.pods(2), every: w.seconds(60) } });
    // @ts-expect-error a bare number as a percentage
    w.between(2, 4, { cpu: 70 });
    // @ts-expect-error a duration as a percentage
    w.between(2, 4, { cpu: w.seconds(70) });
    // @ts-expect-error a bare number as a time
    w.between(2, 4, { cpu: w.percent(70), up: { atMost: w.pods(2), every: 60 } });
    // @ts-expect-error a bare number as a size
    w.scratch(512);

    const amounts = { cpu: "250m", memory: "512Mi", scratch: "1Gi" } as const;
    const right: w.Amounts = amounts;
    // @ts-expect-error decimal megabytes
    const decimal: w.Amounts = { ...amounts, memory: "512MB" };
    // @ts-expect-error memory without a unit
    const bare: w.Amounts = { ...amounts, memory: "512" };
    // @ts-expect-error requests without ephemeral storage
    const partial: w.Amounts = { cpu: "250m", memory: "512Mi" };
    // @ts-expect-error requests without limits
    const unlimited: w.Resources = { requests: amounts };
    // @ts-expect-error an image by its name alone
    const named: w.Image = "registry/app:1.2.3";
    // @ts-expect-error a role at AWS without a permission
    w.aws("s3");
    return [right, decimal, bare, partial, unlimited, named];
}
