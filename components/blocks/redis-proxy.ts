import * as pulumi from "@pulumi/pulumi";
import { IMAGES } from "../../config/versions";
import type { RedisConnection } from "../handles";
import {
    Configuration,
    files,
    image,
    redis,
    seconds,
    SyncedSecret,
    type FilesVolume,
    type NamespaceHandle,
    type Reach,
    type Resources,
    type SidecarArgs,
} from "../workload";
import { bootstrap, REDIS_PROXY_HOST, REDIS_PROXY_PORT, type RedisProxyMode } from "./redis-proxy-bootstrap";

export { REDIS_PROXY_HOST, REDIS_PROXY_PORT, type RedisProxyMode } from "./redis-proxy-bootstrap";

interface Common {
    readonly namespace: NamespaceHandle;
    readonly redis: RedisConnection;
    /** Where a Redis that the user brings has its addresses. Default the data subnets. */
    readonly cidrs?: readonly string[];
}

export type RedisProxyArgs = Common &
    (
        | { readonly mode: "tcp" }
        /** `user`: of the connection, whose name and password the proxy sends. */
        | { readonly mode: "redis"; readonly user: string }
    );

const NAME = "redis-proxy";
/** Name of the container, of its port for probes, and of its volume. */
type Name = typeof NAME;

/** As Istio's sidecar; no system listens there. */
const PROBES_PORT = 15_021;
const DIRECTORY = "/etc/redis-proxy";
const BOOTSTRAP = "bootstrap.json";

/** One worker thread without traffic takes about 30 MiB; each connection adds two buffers, which stay small. */
const RESOURCES: Resources = {
    requests: { cpu: "25m", memory: "48Mi", scratch: "16Mi" },
    limits: { cpu: "500m", memory: "128Mi", scratch: "64Mi" },
};

/**
 * TLS and, in mode `redis`, the login that Valkey asks for and the applications cannot do: Envoy as a native sidecar, which is ready before
 * the application starts and stops after it. One for all workloads of a namespace that log in alike; each of them spreads its parts:
 *
 *     sidecars: proxy.sidecars, volumes: { ...proxy.volumes, data }, reaches: [...proxy.reaches, hot.on("store")]
 */
export class RedisProxy extends pulumi.ComponentResource {
    /** What the application is told. */
    readonly host = REDIS_PROXY_HOST;
    readonly port = REDIS_PROXY_PORT;
    readonly sidecars: Readonly<Record<Name, SidecarArgs<Name, Name>>>;
    readonly volumes: Readonly<Record<Name, FilesVolume>>;
    readonly reaches: readonly Reach[];

    constructor(name: string, args: RedisProxyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:blocks:RedisProxy", name, {}, opts);

        const configuration = this.configure(name, args);
        const credential = this.syncCredential(name, args);

        this.sidecars = { [NAME]: sidecar() };
        this.volumes = { [NAME]: files(configuration, ...credential) };
        this.reaches = [redis(args.redis, args.cidrs)];
        this.registerOutputs({ host: this.host, port: this.port });
    }

    private configure(name: string, { namespace, redis: { host, port }, mode }: RedisProxyArgs): Configuration {
        const text = host.apply((known) => JSON.stringify(bootstrapOf(known, port, mode), undefined, 2));
        return new Configuration(`${name}-bootstrap`, { namespace, values: { [BOOTSTRAP]: text } }, { parent: this });
    }

    /** Envoy reads the files once, when it starts: a rotation restarts the pod through the Secret's hash. */
    private syncCredential(name: string, args: RedisProxyArgs): SyncedSecret[] {
        if (args.mode === "tcp") return [];
        const from = args.redis.users[args.user];
        if (from === undefined) throw new Error(`${name}: redis ${args.redis.use} has no user ${args.user}`);
        const keys = { username: { from, property: "username" }, password: { from, property: "password" } };
        return [new SyncedSecret(`${name}-credential`, { namespace: args.namespace, keys }, { parent: this })];
    }
}

/** For tests and tools, which have no pod to read it from. */
export function bootstrapOf(host: string, port: number, mode: RedisProxyMode): ReturnType<typeof bootstrap> {
    const file = (key: string): string => `${DIRECTORY}/${key}`;
    const credential = { username: file("username"), password: file("password") };
    return bootstrap({ mode, host, port, probesPort: PROBES_PORT, ...credential });
}

function sidecar(): SidecarArgs<Name, Name> {
    return {
        image: image(IMAGES.envoy),
        arguments: [
            ...["--config-path", `${DIRECTORY}/${BOOTSTRAP}`],
            ...["--concurrency", "1"],
            // Hot restart keeps a file in shared memory, for a successor that a container never has.
            "--disable-hot-restart",
            ...["--log-level", "warning"],
        ],
        ports: { [NAME]: { number: PROBES_PORT, probesOnly: true } },
        health: { path: "/ready", on: NAME, startWithin: seconds(30) },
        mounts: { [DIRECTORY]: NAME },
        resources: RESOURCES,
    };
}
