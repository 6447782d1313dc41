import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { PoolShare } from "../../config/pools";
import { IMAGES } from "../../config/versions";
import type { PostgresConnection, StoredSecret } from "../handles";
import {
    Configuration,
    files,
    image,
    minutes,
    Namespace,
    NamespaceLimits,
    OneShotJob,
    postgres as toPostgres,
    SyncedSecret,
    type Reach,
    type Resources,
    type Site,
} from "../workload";

export interface DatabaseArgs {
    readonly site: Site;
    readonly postgres: PostgresConnection;
    /** One of `postgres.databases`, which the system announced in its needs. */
    readonly database: string;
}

const SCRIPTS = ["database.sh", "database.sql"] as const;
const DIRECTORY = "/scripts";
const ADMIN = "/admin";
const CREDENTIAL = "/credential";

/** psql says a dozen statements. */
const RESOURCES: Resources = {
    requests: { cpu: "50m", memory: "32Mi", scratch: "16Mi" },
    limits: { cpu: "250m", memory: "128Mi", scratch: "64Mi" },
};

/**
 * One system's database, with a role that owns it and its password: `db-init` of DESIGN.md section 4. The job runs again when the password
 * rotates. It has a namespace of its own, `<database>-database`: the administrator's credential is copied there and nowhere else, so that
 * no pod of a system can mount it.
 */
export class Database extends pulumi.ComponentResource {
    readonly host: pulumi.Output<string>;
    readonly port: number;
    readonly database: string;
    /** JSON with `username`, `password` and `database`. */
    readonly credential: StoredSecret;
    /** Connections that one pod may open. */
    readonly pool: PoolShare;
    /** For the `reaches` of each client. */
    readonly reach: Reach;
    /** For the `after` of each client. */
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:blocks:Database", name, {}, opts);
        const { postgres, database, site } = args;
        const stored = postgres.databases[database];
        if (stored === undefined)
            throw new Error(`${name}: no enabled system says that it needs the database ${database}`);
        const { pool, ...credential } = stored;

        const namespace = new Namespace(
            `${name}-home`,
            { site, metadataName: `${database}-database`, system: database },
            { parent: this },
        );
        const job = this.prepare(name, namespace, { postgres, credential });
        new NamespaceLimits(`${name}-limits`, { namespace }, { parent: this });

        this.host = postgres.host;
        this.port = postgres.port;
        this.database = database;
        this.credential = credential;
        this.pool = pool;
        this.reach = toPostgres(postgres);
        this.ready = job.ready;
        this.registerOutputs({ host: this.host, database });
    }

    private prepare(
        name: string,
        namespace: Namespace,
        { postgres, credential }: { readonly postgres: PostgresConnection; readonly credential: StoredSecret },
    ): OneShotJob<never, string> {
        const opts = { parent: this };
        const secret = (what: string, from: StoredSecret, ...keys: readonly string[]) =>
            new SyncedSecret(
                `${name}-${what}`,
                {
                    namespace,
                    metadataName: what,
                    keys: Object.fromEntries(keys.map((key) => [key, { from, property: key }])),
                },
                opts,
            );
        const scripts = new Configuration(
            `${name}-scripts`,
            { namespace, metadataName: "scripts", values: scriptTexts() },
            opts,
        );
        const readOnly = (volume: string) => ({ volume, readOnly: true }) as const;
        return new OneShotJob<never, string>(
            `${name}-init`,
            {
                ...{ namespace, metadataName: "db-init", component: "database-init", resources: RESOURCES },
                image: image(IMAGES.postgres),
                command: ["sh", `${DIRECTORY}/database.sh`],
                environment: {
                    PGHOST: postgres.host,
                    PGPORT: String(postgres.port),
                    PGDATABASE: "postgres",
                    // Encrypted. The server's name is not verified: RDS signs with authorities of its own, which no image carries, and nothing
                    // but RDS can listen in the data subnets that this pod's policy lets it reach.
                    PGSSLMODE: "require",
                    PGCONNECT_TIMEOUT: "10",
                    HOME: "/tmp",
                    ...{ SCRIPTS: DIRECTORY, ADMIN, CREDENTIAL },
                },
                within: minutes(10),
                volumes: {
                    scripts: files(scripts),
                    admin: files(secret("admin", postgres.admin, "username", "password")),
                    credential: files(secret("credential", credential, "username", "password", "database")),
                },
                mounts: {
                    [DIRECTORY]: readOnly("scripts"),
                    [ADMIN]: readOnly("admin"),
                    [CREDENTIAL]: readOnly("credential"),
                },
                reaches: [toPostgres(postgres)],
            },
            opts,
        );
    }
}

/** Files beside this one, so that shellcheck reads them. */
const scriptTexts = (): Record<string, string> =>
    Object.fromEntries(SCRIPTS.map((file) => [file, readFileSync(join(__dirname, "database-scripts", file), "utf8")]));
