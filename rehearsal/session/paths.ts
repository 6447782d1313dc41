import * as path from "node:path";

/** Where one embedded environment lives; nothing outside of `.cache` is ever written. */
export interface Paths {
    readonly root: string;
    readonly cache: string;
    /** Copy of the project and of the stack file, state backend, cloud. */
    readonly work: string;
    readonly state: string;
    readonly lock: string;
    /** The real control plane's, while there is one. */
    readonly cluster: string;
    readonly home: string;
    readonly passphrase: string;
}

export function pathsOf(root: string, stack: string): Paths {
    const cache = path.join(root, ".cache");
    const work = path.join(cache, "embedded", stack);
    return {
        root,
        cache,
        work,
        state: path.join(work, "state"),
        lock: path.join(work, "lock.json"),
        cluster: path.join(work, "cluster"),
        home: path.join(cache, "embedded", "home"),
        passphrase: path.join(cache, "embedded", "passphrase"),
    };
}
