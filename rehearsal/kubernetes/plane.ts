/** A real control plane as the commands see it. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Paths } from "../session/paths";
import type { Cluster } from "./real/cluster";

/** What whoever starts a control plane gives back. */
export interface ControlPlane {
    /** Path of the file. */
    readonly kubeconfig: string;
    readonly server: string;
    /** Path of the binary. */
    readonly kubectl: string;
}

/** How control planes are started on this machine; each is known by its directory. */
export interface ControlPlanes {
    /** Why there is none here, for a person; undefined when there is. */
    missing(): string | undefined;
    /** Builds the programs that are not there yet, which `start` would do otherwise. */
    build(say: (line: string) => void): Promise<void>;
    /** Starts it, or finds it running. `root`: of the checkout with the tools. */
    start(options: {
        readonly root: string;
        readonly directory: string;
        readonly onProgress: (line: string) => void;
        /** Folder of charts that are to be installed themselves, or `real`. */
        readonly charts?: string | undefined;
    }): Promise<ControlPlane>;
    stop(directory: string): Promise<void>;
}

export type Kubernetes = "real" | "memory";

/** Said to the user as it is. */
export class WrongKubernetes extends Error {}

/**
 * An environment stays on the Kubernetes on which it was made. A new one gets what is asked for, and a real one where there is Go and
 * nothing is asked for.
 */
export function choose(
    { controlPlanes, stack }: { readonly controlPlanes?: ControlPlanes | undefined; readonly stack: string },
    asked: Kubernetes | "best" | undefined,
    paths: Paths,
    stands: boolean,
    say: (line: string) => void,
): Kubernetes {
    const before = stands ? recorded(paths) : undefined;
    if (before !== undefined && asked !== undefined && asked !== "best" && asked !== before)
        throw new WrongKubernetes(
            `--kubernetes ${asked}: ${stack} stands on ${WORDS[before]}: run make down STACK=${stack} first`,
        );
    const missing = controlPlanes === undefined ? "this program brings none" : controlPlanes.missing();
    const chosen = before ?? (asked === "best" ? (missing === undefined ? "real" : "memory") : (asked ?? "memory"));
    if (chosen === "real" && missing !== undefined)
        throw new WrongKubernetes(`a real Kubernetes control plane: ${missing}`);
    const why = missing ?? `${stack} was made on it; make down STACK=${stack}, then up, changes that`;
    if (chosen === "memory" && asked === "best" && controlPlanes !== undefined)
        say(`Kubernetes is ${WORDS.memory}: ${why}`);
    return chosen;
}

const WORDS: Readonly<Record<Kubernetes, string>> = {
    real: "a real control plane",
    memory: "the in-memory stand-in, which starts no pods",
};

const noteOf = ({ work }: Paths): string => path.join(work, "kubernetes");

const noted = (paths: Paths): string =>
    fs.existsSync(noteOf(paths)) ? fs.readFileSync(noteOf(paths), "utf8").trim() : "";

const OFFICIAL = "official provider";

/** Environments that are older than this note are in memory. */
const recorded = (paths: Paths): Kubernetes => (noted(paths) === OFFICIAL ? "real" : "memory");

/** Made by a provider of ours on a control plane, whose state and whose cluster the official one cannot read. */
export const isOfOwnProvider = (paths: Paths): boolean => noted(paths) === "real";

export function record(paths: Paths, kubernetes: Kubernetes): void {
    fs.mkdirSync(paths.work, { recursive: true });
    fs.writeFileSync(noteOf(paths), `${kubernetes === "real" ? OFFICIAL : kubernetes}\n`);
}

/** A running control plane with a connection. */
export interface Plane extends ControlPlane {
    readonly cluster: Cluster;
    /** Ends the control plane itself, for good. */
    remove(): Promise<void>;
}
