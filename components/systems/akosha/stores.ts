/** The hot and the warm store: one DuckDB writer each, on a volume of its own, reached over the network by everyone else. */
import {
    claimed,
    from,
    gibibytes,
    single,
    VolumeClaim,
    Workload,
    type Admission,
    type Resources,
} from "../../workload";
import { isAbsent } from "../settings";
import { read, REPOSITORY, START_WITHIN, USER, type Parts } from "./parts";
import { HOT_PATH, WARM_PATH } from "./settings";

export type Store = Workload<"api" | "metrics">;

/** Ports of the guide's manifests (docs/upstream.md, Akosha): 8002 and 8003 for clients, 8000 for metrics. */
export function hotStore(parts: Parts): Store {
    return store(parts, {
        ...{ name: "akosha-hot-store", setting: "hotStore", module: "hot_store", port: 8002, path: HOT_PATH },
        resources: parts.resources.hotStore,
        admits: admitted(parts, "ingestion", "query", "aging"),
    });
}

/** Ingestion writes new records only, and those are hot. */
export function warmStore(parts: Parts): Store {
    return store(parts, {
        ...{ name: "akosha-warm-store", setting: "warmStore", module: "warm_store", port: 8003, path: WARM_PATH },
        resources: parts.resources.warmStore,
        admits: admitted(parts, "query", "aging"),
    });
}

const admitted = ({ config }: Parts, ...clients: readonly ("ingestion" | "query" | "aging")[]): Admission<"api">[] =>
    clients.filter((client) => !isAbsent(config.workloads[client])).map((client) => from(`akosha-${client}`, "api"));

interface StoreArgs {
    readonly name: string;
    readonly setting: "hotStore" | "warmStore";
    /** Below akosha.storage. */
    readonly module: string;
    readonly port: number;
    readonly path: string;
    readonly resources: Resources;
    readonly admits: readonly Admission<"api" | "metrics">[];
}

function store(parts: Parts, args: StoreArgs): Store {
    const { config, context, namespace, configuration, opts } = parts;
    const { name, setting, module, port, path, resources, admits } = args;
    const { gibibytes: size, ...performance } = config[setting];
    const claim = new VolumeClaim(
        `${name}-data`,
        {
            ...{ namespace, size: gibibytes(size), performance },
            // A database in one large file; xfs also grows past 16 TiB while it is mounted.
            storageClass: context.site.storageClasses.database,
        },
        opts,
    );
    const run = context.images.run(config.workloads[setting], {
        ...{ repository: REPOSITORY, command: ["python", "-m", `akosha.storage.${module}`] },
        ports: { api: port, metrics: 8000 },
        metrics: { on: "metrics", ...read(parts, setting, name) },
    });
    return new Workload(
        name,
        {
            ...{ namespace, kind: "StatefulSet", scaling: single(), component: "store", user: USER, resources },
            ...{ image: run.image, command: run.command, arguments: run.arguments, ports: run.ports },
            health: { path: run.healthPath, on: "api", startWithin: START_WITHIN },
            ...(run.metrics && { metrics: run.metrics }),
            environment: run.environment,
            environmentFrom: [configuration],
            volumes: { data: claimed(claim) },
            mounts: { [path]: "data" },
            admits,
            ...{ nodes: "zonal", priority: "store" },
        },
        opts,
    );
}
