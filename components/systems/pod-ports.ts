/** Who listens in a pod: its containers share one network, so each number has one listener. Imports nothing: config/ reads it. */

export interface PodPorts {
    /** Workloads of the pod, with the documented numbers of their ports where there are several; a stack may set others. */
    readonly workloads: Readonly<Record<string, Readonly<Record<string, number>>>>;
    /** What else listens there, by number. */
    readonly taken: Readonly<Record<number, string>>;
}

/** components/blocks/redis-proxy.ts: the application's side is on localhost, and in no list of ports. */
export const REDIS_PROXY_LISTENS: PodPorts["taken"] = {
    6379: "the proxy to Redis",
    15021: "the proxy to Redis",
};

/** A pod of one workload and the proxy. */
export const besideRedisProxy = (workload: string): PodPorts => ({
    workloads: { [workload]: {} },
    taken: REDIS_PROXY_LISTENS,
});
