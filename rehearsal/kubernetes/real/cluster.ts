import * as path from "node:path";
import { readKubeconfig } from "./access";
import { Api } from "./api";
import { Kinds } from "./kinds";
import { Watches } from "./watches";

/** An API server and what is asked of it again and again. */
export interface Cluster {
    readonly api: Api;
    readonly kinds: Kinds;
    readonly watches: Watches;
    /** Of its kubeconfig, and of what else is known about it. */
    readonly directory: string;
}

export function connect(kubeconfig: string): Cluster {
    const api = new Api(readKubeconfig(kubeconfig));
    const directory = path.dirname(kubeconfig);
    return { api, kinds: new Kinds(api), watches: new Watches(api), directory };
}

export function disconnect({ api, watches }: Cluster): void {
    watches.close();
    api.close();
}
