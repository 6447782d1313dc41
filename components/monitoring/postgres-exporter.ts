import * as pulumi from "@pulumi/pulumi";
import { IMAGES } from "../../config/versions";
import type { Database } from "../blocks/database";
import { files, image, single, SyncedSecret, Workload, type NamespaceHandle, type Resources } from "../workload";

export interface PostgresExporterArgs {
    readonly namespace: NamespaceHandle;
    /** Its own, with a role that reads statistics of the whole server. */
    readonly database: Database;
}

/** One connection and some hundred numbers. */
const RESOURCES: Resources = {
    requests: { cpu: "10m", memory: "32Mi", scratch: "16Mi" },
    limits: { cpu: "250m", memory: "128Mi", scratch: "64Mi" },
};

const CREDENTIAL = "/credential";

const CREDENTIAL_SECRET = "exporters-postgres-credential";

/** Tells Prometheus how the PostgreSQL server is: connections, transactions, locks, sizes. */
export class PostgresExporter extends pulumi.ComponentResource {
    constructor(name: string, args: PostgresExporterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:monitoring:PostgresExporter", name, {}, opts);
        const { namespace, database } = args;
        const property = (key: string) => ({ from: database.credential, property: key });
        const secret = new SyncedSecret(
            `${name}-credential`,
            {
                namespace,
                metadataName: CREDENTIAL_SECRET,
                keys: { username: property("username"), password: property("password") },
            },
            { parent: this },
        );
        new Workload(
            name,
            {
                ...{ namespace, metadataName: "postgres-exporter", image: image(IMAGES.postgresExporter) },
                resources: RESOURCES,
                // One is enough: a second would count everything twice.
                scaling: single(),
                environment: {
                    // As Database: encrypted, and nothing but the server can listen where this pod's policy lets it go.
                    DATA_SOURCE_URI: pulumi.interpolate`${database.host}:${database.port}/${database.database}?sslmode=require`,
                    DATA_SOURCE_USER_FILE: `${CREDENTIAL}/username`,
                    DATA_SOURCE_PASS_FILE: `${CREDENTIAL}/password`,
                },
                volumes: { credential: files(secret) },
                mounts: { [CREDENTIAL]: "credential" },
                ports: { metrics: 9187 },
                // Says that the exporter is well, not PostgreSQL: for that there is pg_up.
                health: { path: "/", on: "metrics" },
                metrics: { on: "metrics" },
                reaches: [database.reach],
                after: database.ready,
            },
            { parent: this },
        );
        this.registerOutputs({});
    }
}
