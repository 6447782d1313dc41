/** Where Neo4j's image writes, and how that goes with a read-only root. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IMAGES } from "../../../config/versions";
import { image, mebibytes, scratch, type Image, type Resources } from "../../workload";
import type { RunArgs } from "../../workload/container";
import type { ReplicatedVolume } from "../../workload/volumes";

/** Which volumes there are depends on the arguments; that each mount has its volume, and each volume a mount, is checked when the pod is made. */
export type Mounts = NonNullable<RunArgs<string>["mounts"]>;

export const neo4jImage = (): Image => image(IMAGES.neo4j);

/** Of the image, which owns its files by it. */
export const NEO4J_USER = {
    uid: 7474,
    because: "the official image of Neo4j owns its files as uid and gid 7474",
} as const;

const HOME = "/var/lib/neo4j";
export const DATA = "/data";

/** The entry point writes settings into conf and takes plugins from labs; the server keeps its pid in run. */
export const WRITABLE_VOLUMES: Readonly<Record<string, ReplicatedVolume>> = {
    configuration: scratch(mebibytes(16)),
    run: scratch(mebibytes(16)),
    logs: scratch(mebibytes(512)),
};
export const WRITABLE_MOUNTS: Mounts = { [`${HOME}/conf`]: "configuration", [`${HOME}/run`]: "run", "/logs": "logs" };

/** APOC core is in the image; its entry point copies it here when asked to, without the internet. */
export const PLUGIN_VOLUMES: Readonly<Record<string, ReplicatedVolume>> = { plugins: scratch(mebibytes(64)) };
export const PLUGIN_MOUNTS: Mounts = { [`${HOME}/plugins`]: "plugins" };

const SMALL: Resources = {
    requests: { cpu: "50m", memory: "32Mi", scratch: "16Mi" },
    limits: { cpu: "200m", memory: "64Mi", scratch: "32Mi" },
};

/** An empty volume over conf would hide the image's own: settings of the JVM, and how logs rotate. So they are copied there first. */
export function copyConfiguration({
    then = "",
    mounts = {},
}: { then?: string; mounts?: Mounts } = {}): RunArgs<string> {
    return {
        image: neo4jImage(),
        command: ["sh", "-ec", `cp -R ${HOME}/conf/. /configuration/${then}`],
        mounts: { ...mounts, "/configuration": "configuration" },
        resources: SMALL,
    };
}

const SCRIPTS = ["common.sh", "dump.sh", "upload.sh", "fetch.sh", "load.sh", "user.sh"] as const;
export const SCRIPTS_DIRECTORY = "/scripts";

/** The scripts as they are beside this file. */
export const scripts = (): Record<string, string> =>
    Object.fromEntries(SCRIPTS.map((name) => [name, readFileSync(join(__dirname, "scripts", name), "utf8")]));

export const script = (name: (typeof SCRIPTS)[number]): readonly string[] => ["sh", `${SCRIPTS_DIRECTORY}/${name}`];

/** Moves archives between S3 and a volume. */
export const TRANSFER: Resources = {
    requests: { cpu: "100m", memory: "128Mi", scratch: "64Mi" },
    // Ten parts of 8 MiB at a time, and what the command line itself takes.
    limits: { cpu: "1", memory: "512Mi", scratch: "256Mi" },
};
