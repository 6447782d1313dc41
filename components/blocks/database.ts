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
    /** app.kubernetes.io/part-of of its namespace. Default as `database`. */
    readonly system?: string;
    /** Roles of the server that its role is a member of. Default none. */
    readonly memberOf?: readonly string[];
}

const SCRIPTS = ["database.sh", "database.sql"] as const;
const DIRECTORY = "/scripts";
const CREDENTIALS = "/credentials";
/** Key of the Secret -> file that database.sh reads. */
const FILES = {
    "admin-username": "admin/username",
    "admin-password": "admin/password",
    username: "credential/username",
    password: "credential/password",
    database: "credential/database",
    version: "credential/version",
} as const;

/** psql says a dozen statements. */
const RESOURCES: Resources = {
    requests: { cpu: "50m", memory: "32Mi", scratch: "16Mi" },
    limits: { cpu: "250m", memory: "128Mi", scratch: "64Mi" },
};

/**
 * One system's database, with a role that owns it and its password (docs/design.md, Decisions). The job runs again when the password
 * rotates, and whoever reads the credential waits for it. It has a namespace of its own, `<database>-database`: the administrator's credential is copied there and nowhere else, so that
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
        const { postgres, database, site, system = database, memberOf = [] } = args;
        const stored = postgres.databases[database];
        if (stored === undefined)
            throw new Error(`${name}: no enabled system says that it needs the database ${database}`);
        const { pool, ...credential } = stored;

        const namespace = new Namespace(
            `${name}-home`,
            { site, metadataName: `${database}-database`, system },
            { parent: this },
        );
        const job = this.prepare(name, namespace, { postgres, credential, memberOf });
        new NamespaceLimits(`${name}-limits`, { namespace }, { parent: this });

        this.host = postgres.host;
        this.port = postgres.port;
        this.database = database;
        this.credential = { ...credential, ready: job.ready };
        this.pool = pool;
        this.reach = toPostgres(postgres);
        this.ready = job.ready;
        this.registerOutputs({ host: this.host, database });
    }

    private prepare(
        name: string,
        namespace: Namespace,
        { postgres, credential, memberOf }: Preparation,
    ): OneShotJob<never, string> {
        const opts = { parent: this };
        const version = credential.versionId ?? pulumi.output("as it is");
        const secret = this.syncCredentials(name, namespace, { admin: postgres.admin, credential, version });
        const scripts = new Configuration(
            `${name}-scripts`,
            { namespace, metadataName: "scripts", values: scriptTexts() },
            opts,
        );
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
                    SCRIPTS: DIRECTORY,
                    ADMIN: `${CREDENTIALS}/admin`,
                    CREDENTIAL: `${CREDENTIALS}/credential`,
                    VERSION: version,
                    ...(memberOf.length > 0 && { MEMBER_OF: memberOf.join(" ") }),
                },
                within: minutes(10),
                volumes: {
                    scripts: files(scripts),
                    credentials: files({ from: secret, items: FILES }),
                },
                mounts: {
                    [DIRECTORY]: "scripts",
                    [CREDENTIALS]: "credentials",
                },
                reaches: [toPostgres(postgres)],
            },
            opts,
        );
    }

    /**
     * One Secret, so that a rotation of the system's password fetches the administrator's too, which RDS changes every week. `version` stands
     * beside them: the job waits for its own, or it would set the old password again when the operator is late.
     */
    private syncCredentials(name: string, namespace: Namespace, from: Credentials): SyncedSecret {
        const admin = (property: string) => ({ from: from.admin, property });
        const own = (property: string) => ({ from: from.credential, property });
        return new SyncedSecret(
            `${name}-credentials`,
            {
                namespace,
                metadataName: "credentials",
                keys: {
                    ...{ "admin-username": admin("username"), "admin-password": admin("password") },
                    ...{ username: own("username"), password: own("password"), database: own("database") },
                },
                plain: { version: from.version },
            },
            { parent: this },
        );
    }
}

interface Preparation {
    readonly postgres: PostgresConnection;
    readonly credential: StoredSecret;
    readonly memberOf: readonly string[];
}

interface Credentials {
    readonly admin: StoredSecret;
    readonly credential: StoredSecret;
    readonly version: pulumi.Output<string>;
}

/** Files beside this one, so that shellcheck reads them. */
const scriptTexts = (): Record<string, string> =>
    Object.fromEntries(SCRIPTS.map((file) => [file, readFileSync(join(__dirname, "database-scripts", file), "utf8")]));
