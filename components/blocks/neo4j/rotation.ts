/** Who logs in to a Neo4j after a rotation: made by a job, as the user before. */
import type * as pulumi from "@pulumi/pulumi";
import type { StoredSecret } from "../../handles";
import {
    files,
    minutes,
    OneShotJob,
    SyncedSecret,
    type Configuration,
    type NamespaceHandle,
    type Reach,
    type Resources,
} from "../../workload";
import { NEO4J_USER, neo4jImage, script, SCRIPTS_DIRECTORY } from "./files";

export interface RotationArgs {
    readonly namespace: NamespaceHandle;
    /** metadata.name of the job, whom the server admits. */
    readonly metadataName: string;
    /** With `previousUsername` and `previousPassword`. */
    readonly credential: StoredSecret;
    readonly scripts: Configuration;
    /** `host:port`. */
    readonly address: string;
    readonly reach: Reach;
    /** Of the volume: another one knows the first user alone. */
    readonly volume: pulumi.Output<string>;
    /** The server. */
    readonly after: readonly pulumi.Resource[];
}

const CREDENTIAL = "/credential";
const FILES = {
    username: "username",
    password: "password",
    "previous-username": "previousUsername",
    "previous-password": "previousPassword",
} as const;

/** A JVM that says two statements. */
const RESOURCES: Resources = {
    requests: { cpu: "100m", memory: "192Mi", scratch: "32Mi" },
    limits: { cpu: "1", memory: "384Mi", scratch: "128Mi" },
};

/** What clients wait for before they read the credential. */
export function userOfRotation(
    name: string,
    { credential, namespace, metadataName, scripts, address, reach, volume, after }: RotationArgs,
    opts: pulumi.ComponentResourceOptions,
): readonly pulumi.Resource[] {
    const secret = new SyncedSecret(
        `${name}-credential`,
        {
            ...{ namespace, metadataName: `${metadataName}-credential` },
            keys: Object.fromEntries(
                Object.entries(FILES).map(([file, property]) => [file, { from: credential, property }]),
            ),
        },
        opts,
    );
    const job = new OneShotJob<never, "credential" | "scripts">(
        name,
        {
            ...{ namespace, metadataName, component: "rotation", user: NEO4J_USER, image: neo4jImage() },
            command: script("user.sh"),
            // Nothing is kept between two statements, and the home directory is the image's.
            environment: { ADDRESS: address, CREDENTIAL, HOME: "/tmp", JAVA_OPTS: "-Xmx128m" },
            resources: RESOURCES,
            within: minutes(10),
            volumes: { credential: files(secret), scripts: files(scripts) },
            mounts: {
                [CREDENTIAL]: "credential",
                [SCRIPTS_DIRECTORY]: "scripts",
            },
            reaches: [reach],
            after,
            runAgainOn: volume,
        },
        opts,
    );
    return job.ready;
}
